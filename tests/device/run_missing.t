#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What the kernel does not have or does not allow: never a silent weakening. (A filter answers as such a kernel does.)
. "${0%/*}/lib.sh"
[ -x "$TOOL/deny" ] || skip_all 'no deny'
plan 17
before
without() { # ERRNO CALLS [OPTION]... ROOT COMMAND...
	_e=$1 _calls=$2
	shift 2
	try "$TOOL/deny" -e "$_e" "$_calls" "$HUSK" run "$@"
}

# The time and the cgroup namespace are younger than the kernels that husk runs on: one that lacks them says EINVAL.
# Time is a clone's flag where there is clone3.
without_time() { # ERRNO [OPTION]... ROOT COMMAND...
	_e=$1
	shift
	try "$TOOL/deny" clone3 "$TOOL/deny" -e "$_e" unshare/0x80 "$HUSK" run "$@"
}
if has NS_TIME && [ -e /proc/self/ns/time ]; then
	without_time 22 "$ROOTFS" readlink /proc/self/ns/time
	is "$rc$out$err" "0$(readlink /proc/self/ns/time)" "a kernel without time namespaces: the host's"
	without_time 1 "$ROOTFS" true
	refused '*time*' 'one that forbids it: refused'
	without_time 1 --share time "$ROOTFS" true
	is "$rc$err" 0 '--share time does not need it'
else
	skip 3 'no time namespaces'
fi
# The cgroup namespace is the child's to make where it enters a group first; else the clone's.
if has NS_CGROUP && [ -e /proc/self/ns/cgroup ]; then
	try "$TOOL/deny" clone3 "$TOOL/deny" -e 1 clone/0x2000000 "$HUSK" run "$ROOTFS" true
	refused '*namespaces*' 'a kernel that forbids cgroup namespaces: refused'
else
	skip 1 'no cgroup namespaces'
fi
if has NS_CGROUP && [ -e /proc/self/ns/cgroup ] && has CG_PIDS && cg pids >/dev/null; then
	without 22 unshare/0x2000000 --pids 9 "$ROOTFS" true
	is "$rc$out$err" 0 'one that has none'
	without 1 unshare/0x2000000 --pids 9 "$ROOTFS" true
	refused '*cgroup*' 'one that forbids it, with a group: refused'
else
	skip 2 'no cgroup namespaces, or no groups'
fi
for e in 1 22 12 28; do
	without $e clone3,clone "$ROOTFS" true
	refused '*' "no clone, errno $e: refused"
done
without 1 mount,open_tree,fsopen "$ROOTFS" true
refused '*' 'no mount: refused'
without 1 pivot_root,move_mount,chroot "$ROOTFS" true
refused '*' 'no change of root: refused'
without 1 setsid "$ROOTFS" true
refused '*' 'no session: refused'
if has GUARD_CAPS; then
	without 1 capset "$ROOTFS" true
	refused '*' 'no drop of capabilities: refused'
else
	skip 1 'CONFIG_GUARD_CAPS is off'
fi
without 1 prctl "$ROOTFS" true
refused '*' 'no prctl: refused'
if has BOX_TOLERATE; then
	c --tolerate uts,ipc,pid,net,cgroup,time "$ROOTFS" sh -c 'echo $$'
	is "$rc$out$err" 01 '--tolerate: what is there is used, and nothing is said'
else
	skip 1 'CONFIG_BOX_TOLERATE is off'
fi
same 'nothing is left'
