#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What is open while COMMAND is looked up: an image whose interpreter line points through /proc/self/fd must not reach a host's file, a
# host's directory or the host's processes. And other ways in which a container could come to own more than it was given.
. "${0%/*}/lib.sh"
plan 36
before
mkroot "$T/root"
deny="$TOOL/deny old"

# A program of the host's that gives itself away; every descriptor that could lead to it is tried.
mkdir -p "$T/host/data" "$T/host/bin" "$T/over/upper"
cp "$ROOTFS/bin/busybox" "$T/host/bin/sh"
for up in .. ../.. ../../..; do
	dots=$(echo $up | tr -d /)
	for fd in 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		at=$T/root/app.$fd.$dots
		printf '#!/proc/self/fd/%s/%s/host/bin/sh\necho escaped\n' $fd $up >"$at"
		chmod 755 "$at"
	done
done
# One container, so that it is quick: the exec of each script is husk's only for the first, so each is COMMAND once.
try_all() {
	seen=
	for at in "$T"/root/app.*; do
		for opt in "--bind $T/host/data:/mnt" "--overlay" "--overlay=$T/over"; do
			case $opt in --overlay*) [ "${at%.....}" != "$at" ] || continue ;; esac
			# shellcheck disable=SC2086
			out=$("$@" "$HUSK" run $opt "$T/root" "/${at##*/}" 2>&1) && seen="$seen ${at##*/}:$opt"
		done
	done
	echo "$seen"
}
few() { # descriptors that a container of ours can have at all: one run tells how many
	rm -f "$T"/root/app.1[3-9].* "$T"/root/app.20.*
}
few
is "$(try_all)" '' 'no interpreter line reaches the host'
# shellcheck disable=SC2086
is "$(try_all $deny)" '' 'nor on an old kernel'
# Nor does what husk itself walks before that: descriptor 3 is its socket.
echo 'canary:x:77:77::/:/bin/sh' >"$T/host/passwd"
mv "$T/root/etc/passwd" "$T/root/etc/was"
seen=
for fd in 4 5 6 7 8 9 10 11 12 13 14 15 16; do
	ln -sfn /proc/self/fd/$fd/1/root$T/host/passwd "$T/root/etc/passwd"
	"$HUSK" run --user canary "$T/root" true >/dev/null 2>&1 && seen="$seen $fd"
done
mv "$T/root/etc/was" "$T/root/etc/passwd"
rm "$T/host/passwd"
is "$seen" '' "no passwd is the host's"
rm -f "$T"/root/app.*

# A process of the caller's on the host, seen through the host's /proc.
sleep 60 &
other=$!
bgs="$bgs $other"
for fd in 3 4 5 6 7 8; do
	printf '#!/proc/self/fd/%s/%s/exe 0\n' $fd $other >"$T/root/app.$fd"
	chmod 755 "$T/root/app.$fd"
done
seen=
for fd in 3 4 5 6 7 8; do
	"$HUSK" run "$T/root" /app.$fd >/dev/null 2>&1 && seen="$seen $fd"
done
is "$seen" '' "no interpreter line reaches the host's /proc"
kill $other

# In each mode: of all descriptors only the socket's is open when COMMAND's path is walked, and that leads nowhere. (A directory is 126, no such
# descriptor 127.)
open_at_exec() { # [OPTION]... : what is open beside it
	for fd in 3 4 5 6 7 8; do
		c "$@" /proc/self/fd/$fd/.
		[ "$rc" = 127 ] || echo "$fd/.: $rc $err"
		c "$@" /proc/self/fd/$fd
		[ "$rc" = 127 ] || [ "$fd" = 3 ] || echo "$fd: $rc $err"
	done
}
is "$(open_at_exec "$T/root")" '' 'open at the exec: nothing'
for mode in 'BOX_TOLERATE --share pid --tolerate stop,cgroup' 'CMD_RUN --share uts,ipc,net' 'NS_USER --userns' 'NS_USER --uid-map none' 'BOX_INIT --init' \
	'BOX_TTY --tty' 'GUARD_USER --user 1000' "NS_JOIN --join pid=$$ --tolerate stop,cgroup" "MNT_BIND --bind $T/host/data:/mnt"; do
	if ! has "${mode%% *}"; then
		skip 1 "CONFIG_${mode%% *} is off"
	elif [ "${mode%% *}" = NS_USER ] && [ ! -e /proc/self/ns/user ]; then
		skip 1 'no user namespaces'
	else
		# shellcheck disable=SC2086
		c ${mode#* } "$T/root" true
		# shellcheck disable=SC2086
		is "$rc$(open_at_exec ${mode#* } "$T/root")" 0 "${mode#* }: nothing"
	fi
done

# COMMAND has the standard streams, and its PID 1 nothing that leads out.
c "$T/root" sh -c 'for f in /proc/1/fd/*; do case $f in *[012]) ;; *) readlink "$f" ;; esac; done; echo end'
like "$out" '*end' 'only the standard streams are open'
is "$out" end 'nothing beside them'

# Layers that are links: the kernel would write where they point.
mkdir -p "$T/victim"
rm -rf "$T/over/upper" "$T/over/work"
ln -s "$T/victim" "$T/over/upper"
c --overlay="$T/over" "$T/root" sh -c ': >/written'
refused '*overlay*' 'an upper layer that is a link'
rm "$T/over/upper"
rm -rf "$T/over/work"
ln -s "$T/victim" "$T/over/work"
c --overlay="$T/over" "$T/root" sh -c ': >/written'
refused '*overlay*' 'a work layer that is a link'
is "$(ls "$T/victim")" '' 'the directory behind it is empty still'

# A command's name longer than any buffer; the bound of all is tested in run_bad.t.
name=$(head -c 20000 /dev/zero | tr '\0' a)
c "$T/root" "$name"
is "$rc" 127 'a name of 20000 bytes is not found'
c "$T/root" "/$name"
is "$rc" 126 'nor does it run as a path'

# Where neither v1's controller nor a program on v2 can tell which devices are allowed. (cgroup_devices.t is about where they can.)
hide='for d in $(sed -n "s/^[^ ]* \([^ ]*\) cgroup .*[, ]devices[, ].*/\1/p" /proc/mounts); do umount "$d"; done; exec "$@"'
try unshare -m sh -c "$hide" sh "$TOOL/deny" bpf "$HUSK" run --cap-add mknod "$T/root" true
refused '*devices*CONFIG_*' 'mknod without a device controller'
try unshare -m sh -c "$hide" sh "$TOOL/deny" bpf "$HUSK" run --tolerate cgroup --cap-add mknod "$T/root" true
is "$rc" 0 'unless tolerated'

if setpriv --bounding-set -mknod --inh-caps -mknod true 2>/dev/null; then
	before=$(stat -c '%a %u' /dev/null /dev/zero)
	try setpriv --bounding-set -mknod --inh-caps -mknod "$HUSK" run "$T/root" sh -c 'chmod 600 /dev/null; chown 7 /dev/zero; echo x >/dev/null && echo end'
	is "$out" end 'without CAP_MKNOD the nodes work'
	after=$(stat -c '%a %u' /dev/null /dev/zero)
	chmod 666 /dev/null # what a husk that fails here would leave
	chown 0 /dev/zero
	is "$after" "$before" "and keep the host's owner and mode"
	try setpriv --groups 4,27 --bounding-set -setgid --inh-caps -setgid "$HUSK" run --user 1000:0 "$T/root" id
	refused '*groups*' 'groups that cannot be dropped'
else
	skip 3 'no setpriv here'
fi

# Another's group in a hierarchy that this container does not use: same path, never touched.
if grep -q ' - cgroup .*cpuset' /proc/self/mountinfo && [ -d "$STATE/.." ]; then
	d=$(awk '/ - cgroup .*cpuset/ {print $5; exit}' /proc/self/mountinfo)
	mkdir -p "$d/husk/foo"
	cat "$d/cpuset.cpus" >"$d/husk/cpuset.cpus"
	cat "$d/cpuset.mems" >"$d/husk/cpuset.mems"
	cat "$d/cpuset.cpus" >"$d/husk/foo/cpuset.cpus"
	cat "$d/cpuset.mems" >"$d/husk/foo/cpuset.mems"
	sleep 60 &
	other=$!
	bgs="$bgs $other"
	echo $other >"$d/husk/foo/tasks"
	bg foo --name foo "$T/root" sh -c 'echo up; while :; do sleep 0.1; done'
	hears foo up
	pid=$(child $bg)
	kill -KILL $bg
	reap $bg
	poll gone "$pid"
	c --name foo "$T/root" true
	is "$rc$err" 0 'a name whose dead container is cleared'
	ok "another's process in a group of that path lives" kill -0 $other
	is "$(cat "$d/husk/foo/tasks")" $other 'in its group'
	kill $other
	poll gone $other
	wait $other 2>/dev/null
	poll rmdir "$d/husk/foo"
	rmdir "$d/husk" 2>/dev/null
else
	skip 3 'no v1 cpuset'
fi

# A dead entry of a container without a name whose supervisor had our own pid: pids of a new namespace begin again.
if [ -e /proc/sys/kernel/ns_last_pid ] && unshare -npf --mount-proc true 2>/dev/null; then
	unshare -npf --mount-proc sh -c '
		echo 500 >/proc/sys/kernel/ns_last_pid
		"$HUSK" run --net veth "$1" sleep 60 >/dev/null 2>&1 &
		sleep 0.5; kill -9 $!
		echo 500 >/proc/sys/kernel/ns_last_pid
		exec "$HUSK" run --net veth "$1" true' sh "$T/root" >"$T/o" 2>&1
	is "$?" 0 'an entry of a dead process with our pid'
else
	skip 1 'no unshare with --mount-proc here, or no choice of the next pid (CONFIG_CHECKPOINT_RESTORE)'
fi

# The supervisor's death in the middle of the set-up: nothing may start.
if traces; then
	has_grandchild() {
		husk=$(child $tracer) && pid=$(child "$husk")
	}
	strace -f -o /dev/null -e trace=setresuid -e inject=setresuid:delay_exit=700000 "$HUSK" run --user 1000 "$T/root" sh -c 'sleep 33' &
	tracer=$!
	# (A tracer's first children are none of ours: it tries out what the kernel can do.)
	poll has_grandchild
	sleep 0.3
	# Where fs.suid_dumpable is 1, this alone keeps that user from looking into husk then.
	unlike "$(grep CapPrm "/proc/$pid/status")" '*	0000000000000000' "under COMMAND's ids husk has more rights than they, until it is not dumpable"
	kill -KILL "$husk"
	wait $tracer 2>/dev/null
	poll gone "$pid"
	ok 'no command without a supervisor' gone "$pid"
else
	skip 2 'no strace here'
fi

# The binary is not opened for writing through a script that is its own interpreter.
printf '#!/proc/self/exe\n' >"$T/root/self"
chmod 755 "$T/root/self"
sum=$(md5sum <"$HUSK")
c "$T/root" /self
isnt "$rc" 0 'husk as the interpreter of an image runs nothing'
is "$(md5sum <"$HUSK")" "$sum" 'and is unchanged'
rm -rf "$T/root"
is "$(ls "$T/host")" "$(printf 'bin\ndata')" "the host's directories are as before"
same 'nothing is left'
