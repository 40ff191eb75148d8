#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Binds and tmpfs in the place of the defaults, their propagation, and a null device of the container's own.
. "${0%/*}/lib.sh"
want MNT_BIND MNT_TMPFS
plan 29
before
mkroot "$T/root"
r=$T/root
mkdir -p "$T/src/sub"
echo mine >"$T/src/file"

# --- the defaults' targets ---
for d in /tmp /dev/shm /dev/pts; do
	c -b "$T/src:$d" "$r" sh -c "cat $d/file; grep -c ' $d ' /proc/self/mountinfo"
	is "$out" 'mine
1' "--bind on $d: the default is not there"
	c --tmpfs "$d:mode=700,size=64K" "$r" sh -c "stat -c %a $d; grep -c ' $d ' /proc/self/mountinfo"
	is "$out" '700
1' "--tmpfs on $d"
done
if [ -d /dev/mqueue ] || grep -q mqueue /proc/filesystems; then
	c -b "$T/src:/dev/mqueue" "$r" cat /dev/mqueue/file
	is "$out" mine '--bind on /dev/mqueue'
	c "$r" sh -c 'mkdir /dev/mqueue/x; : >/dev/mqueue/q && ls /dev/mqueue; cat /dev/mqueue/q'
	like "$out" 'q
QSIZE:0*' '/dev/mqueue is the queues of the container'
	if [ -x "$TOOL/ipcq" ] && has NS_USER && [ -e /proc/self/ns/user ]; then
		c --userns "$r" sh -c 'grep " /dev/mqueue " /proc/self/mountinfo'
		like "$out" '*mqueue*' 'in a user namespace too'
	else
		skip 1 'no user namespaces'
	fi
	c --share ipc "$r" ls /dev/mqueue
	isnt "$rc" 0 "not where the ipc namespace is the host's"
else
	skip 4 'the kernel has no message queues'
fi
c -b "$T/src:/dev" "$r" ls /dev
is "$out" 'file
sub' '--bind on /dev'
c --tmpfs /tmp:size=1M --tmpfs /dev/shm "$r" stat -c %a /tmp /dev/shm
is "$out" '1777
1777' '--tmpfs in place of one that everybody writes to'
c --tmpfs /dev "$r" ls -A /dev
is "$rc$out" 0 '--tmpfs on /dev'
c -b "$T/src:/proc" "$r" ls /proc
is "$out" 'file
sub' '--bind on /proc'
c -b "$T/src:/sys" "$r" ls /sys
is "$out" 'file
sub' '--bind on /sys'
c -b "$T/src://tmp/./" "$r" sh -c 'cat /tmp/file; grep -c " /tmp " /proc/self/mountinfo'
is "$out" 'mine
1' 'a target with empty parts and dots is the same target'
c -b "$T/src:/tmp" --tmpfs /tmp "$r" ls -A /tmp
is "$rc$out" 0 'equal targets: the last one given is seen'
c --tmpfs /tmp -b "$T/src:/tmp" "$r" cat /tmp/file
is "$out" mine 'the other way round'
for t in / /. /./. //; do
	c -b "$T/src:$t" "$r" true
	refused 'run: --bind: *' "$t is no target"
done

# --- targets that are links to what is missing, as OpenWrt's /etc/resolv.conf ---
ln -s /tmp/late/file "$r/etc/link"
ln -s ../run/dir "$r/etc/dir"
c -b "$T/src/file:/etc/link" -b "$T/src:/etc/dir" "$r" cat /tmp/late/file /run/dir/file
case $err in
*loop*) skip 2 'links are refused here (Linux 5.6)' ;;
*)
	is "$rc $out" '0 mine
mine' 'the target is made where the link leads'
	c --tmpfs /etc/dir "$r" grep -c ' /run/dir ' /proc/self/mountinfo
	is "$rc $out" '0 1' 'that of a tmpfs too'
	;;
esac

# --- propagation ---
mkdir "$T/sh"
mount -t tmpfs sh "$T/sh"
mount --make-shared "$T/sh"
mkdir "$T/sh/late"
bg slave -b "$T/sh:/mnt:slave" -b "$T/sh:/srv" "$r" sh -c 'echo up; read -r x; ls /mnt/late /srv/late; read -r x'
hears slave up
mount -t tmpfs late "$T/sh/late" && : >"$T/sh/late/seen"
tell slave look
hears slave seen
is "$(grep -c seen "$T/slave.out")" 1 'a later mount of the host arrives in a slave, and only there'
umount "$T/sh/late"
tell slave go
reap $bg
c --cap-add sys_admin -b "$T/sh:/mnt:slave" "$r" sh -c 'mount -t tmpfs in /mnt/late && : >/mnt/late/x'
is "$rc $(ls "$T/sh/late")" '0 ' 'none of the container goes out'
umount "$T/sh"

# --- null ---
# A node of the test's own: a husk without this guard would spoil the machine's.
if mknod "$T/null" c 1 3 2>/dev/null && chmod 666 "$T/null" && : 2>/dev/null >"$T/null"; then
	"$HUSK" run "$r" sh -c 'chmod 600 /proc/self/fd/0; chown 7:7 /proc/self/fd/1; chmod 600 /proc/self/fd/2; echo x; [ -c /proc/self/fd/1 ]' \
		<"$T/null" >"$T/null" 2>"$T/null"
	rc=$?
	is "$rc $(stat -c '%a %u:%g' "$T/null")" '0 666 0:0' "a standard stream that is the host's null device keeps its mode and owner"
	"$HUSK" run "$r" sh -c 'cat; echo x; stat -L -c %t,%T /proc/self/fd/0' <"$T/null" >"$T/out"
	is "$(cat "$T/out")" 'x
1,3' 'and is a null device inside'
else
	skip 2 'no node may be made'
fi
same 'nothing is left'
