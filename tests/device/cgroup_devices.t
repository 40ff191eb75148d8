#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Which devices a container may use, where device files count in it: v1's controller, on v2 a program.
. "${0%/*}/lib.sh"
want CG_DEVICES
[ "$(id -u)" = 0 ] || skip_all 'needs root'
plan 18
before
mkroot "$T/root"
c --cap-add mknod "$T/root" true
case $err in
*'no such controller'* | *CONFIG_CGROUP_BPF*) skip_all "$err" ;;
esac
is "$rc$err" 0 'mknod, with a list of devices'
[ "$(cg devices)" ] && version=v1 || version=v2
note "by $version"

# mem (1:1) is always there, and a disk hardly less.
disk=
for d in /sys/block/*; do
	[ -e "$d/dev" ] && read -r disk <"$d/dev" && break
done
[ "$disk" ] || disk=7:0
mknod "$T/disk" b "${disk%:*}" "${disk#*:}"
mknod "$T/mem" c 1 1
# One that needs no capability to be opened.
free=
for d in misc/loop-control misc/tun misc/fuse misc/cpu_dma_latency misc/hpet misc/uinput; do
	read -r free <"/sys/class/$d/dev" && mknod "$T/free" c "${free%:*}" "${free#*:}" && (exec 3<>"$T/free") && break
	rm -f "$T/free"
done 2>/dev/null

# inside OPTION... -- SCRIPT: own nodes count below /dev only.
inside() {
	_o=
	while [ "$1" != -- ]; do
		_o="$_o $1"
		shift
	done
	# shellcheck disable=SC2086
	c $_o "$T/root" sh -c "$2"
}
make="mknod /dev/d b ${disk%:*} ${disk#*:} && echo made"

inside --cap-add mknod -- "$make"
is "$out" '' 'a disk that was not named cannot be made'
inside --cap-add mknod -- 'mknod /dev/k c 1 1 && echo made'
is "$out" '' 'nor the memory'
inside --cap-add mknod -- 'for n in null zero full random urandom; do rm /dev/$n; done; mknod /dev/null c 1 3 && echo x >/dev/null && mknod /dev/zero c 1 5 && head -c 3 /dev/zero | wc -c'
is "$(echo "$out" | tr -d ' ')" 3 'the usual ones can be made and used'
inside --cap-add mknod -- 'test -c /dev/ptmx && exec 3<>/dev/ptmx && ls /dev/pts'
like "$out" '*0*' 'and terminals'
if has CG_RAW; then # a command that lifts its own list would write so
	inside --cap-add mknod,sys_admin -- 'for f in /sys/fs/cgroup/devices.allow /sys/fs/cgroup/*/devices.allow; do echo a >$f; done 2>/dev/null; '"$make"
	is "$out" '' 'and it stays'
else
	skip 1 'CONFIG_CG_RAW is off'
fi

# Nodes that are there, behind a bind with the flag dev.
mkdir "$T/nodes"
mv "$T/disk" "$T/mem" "$T/nodes"
[ ! -e "$T/free" ] || mv "$T/free" "$T/nodes"
mknod "$T/nodes/zero" c 1 5
if has MNT_BIND; then
	c --bind "$T/nodes:/mnt" "$T/root" head -c 1 /mnt/zero
	isnt "$rc" 0 'a bind without dev'
	c --bind "$T/nodes:/mnt:dev" "$T/root" sh -c 'head -c 1 /mnt/zero | wc -c; for f in disk mem free; do (exec 3</mnt/$f) 2>/dev/null && echo $f; done'
	is "$(echo "$out" | tr -d ' ')" 1 'with dev: the usual ones, no others'
	if [ -e "$T/nodes/free" ] && has MNT_DEVICE; then
		named="--device $T/nodes/free"
		open='exec 3</mnt/free && echo read; exec 4>/mnt/free && echo write'
		mkdir -p "$T/root$T/nodes"
		c --bind "$T/nodes:/mnt:dev" $named:r "$T/root" sh -c "$open"
		is "$out" read 'one that is named for reading'
		c --bind "$T/nodes:/mnt:dev" $named:w "$T/root" sh -c "(exec 3</mnt/free) 2>/dev/null && echo read; exec 4>/mnt/free && echo write"
		is "$out" write 'for writing'
		c --bind "$T/nodes:/mnt:dev" $named:r $named:w "$T/root" sh -c "exec 3<>/mnt/free && echo both"
		is "$out" both 'named twice: both, at once'
		c --bind "$T/nodes:/mnt:dev" $named "$T/root" sh -c "exec 3<>/mnt/free && echo both; mem=\$(exec 3</mnt/mem) && echo mem"
		is "$out" both 'without letters all, and still no other'
		c --cap-add mknod $named:m "$T/root" sh -c "mknod /dev/k c ${free%:*} ${free#*:} && echo made; exec 3</dev/k && echo read"
		is "$out" made 'to be made only'
	else
		skip 5 'no device that takes no capability'
	fi
else
	skip 7 'CONFIG_MNT_BIND is off'
fi
if has MNT_DEVICE; then
	c --device "$T/nodes/nothing" "$T/root" true
	refused '*nodes/nothing*' 'one that is not there'
	c --device "$T" "$T/root" true
	refused "*$T*" 'a directory'
else
	skip 2 'CONFIG_MNT_DEVICE is off'
fi

# In a user namespace the parent writes it.
if has NS_USER && has MNT_BIND; then
	chmod 666 "$T/nodes"/*
	c --userns --bind "$T/nodes:/mnt:dev" "$T/root" sh -c 'for f in zero free; do (exec 3</mnt/$f) 2>/dev/null && echo $f; done'
	unlike "$rc$out" '*free*' 'a user namespace: no others'
else
	skip 1 'CONFIG_NS_USER is off'
fi
# Without a list no group is needed.
c --cap-add all "$T/root" sh -c 'mknod /dev/k c 1 1 && echo made'
is "$out" made '--cap-add all: no list'
rm -rf "$T/nodes"
same 'nothing is left'
