#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Groups: their list, a hierarchy, children that inherit, a process that moves; and the container's own.
. "${0%/*}/lib.sh"
[ -e /proc/cgroups ] || skip_all 'the kernel has no cgroups'
plan 18
hierarchy="$T/h husktest"
before

# 1. the subsystems, and a hierarchy
if has CMD_CGROUP; then
	try "$HUSK" cgroup ls
	is "$rc" 0 'husk cgroup ls'
	is "$(echo "$out" | sed '1d;s/ .*//;s/^io$/blkio/' | sort)" "$(sed '1d;s/[^a-z_].*//' /proc/cgroups | sort)" 'lists each subsystem of the kernel'
	try "$HUSK" cgroup mount name=husktest "$T/h"
	[ "$rc" = 0 ] || { mkdir -p "$T/h"; try "$HUSK" cgroup mount name=husktest "$T/h"; }
	is "$rc" 0 'husk cgroup mount name=NAME DIR makes a hierarchy'
else
	skip 3 'CONFIG_CMD_CGROUP is off'
	mkdir "$T/h"
	mount -t cgroup -o none,name=husktest husktest "$T/h"
fi

# 2. nested children that inherit
if mkdir -p "$T/h/a/b" && [ -e "$T/h/a/b/tasks" ]; then
	yes 'groups nest'
	try sh -c 'echo $$ >"$1/a/b/tasks"; cat /proc/self/cgroup' sh "$T/h"
	like "$out" '*:name=husktest:/a/b*' 'a child inherits the group of its parent'
	# 3. a process that is moved, seen from outside
	sleep 30 &
	moved=$! bgs="$bgs $!"
	like "$(cat /proc/$moved/cgroup)" '*:name=husktest:/
*' 'a process begins in the root'
	echo $moved >"$T/h/a/tasks"
	like "$(cat /proc/$moved/cgroup)" '*:name=husktest:/a
*' 'and is seen in the group that it was moved to'
	try "$HUSK" cgroup tree "$T/h"
	if has CMD_CGROUP; then
		like "$out" "*a*$moved*" 'husk cgroup tree shows it there'
	else
		skip 1 'CONFIG_CMD_CGROUP is off'
	fi
	kill $moved
	wait $moved 2>/dev/null
else
	skip 5 'the kernel has no v1 hierarchies (CONFIG_CGROUPS v1)'
fi
unmount_hierarchy
rc=

# the container
if ! has CG || ! has NS_CGROUP || ! dir=$(cg pids); then
	skip 6 'no pids controller'
else
	bg held --name grouped --pids 20 "$ROOTFS" sh -c 'cat /proc/self/cgroup; readlink /proc/self/ns/cgroup; echo up; read -r x'
	hears held up
	pid=$(child $bg)
	in=$(cat "$T/held.out")
	if [ -e "$dir/cgroup.controllers" ]; then
		like "$(cat "/proc/$pid/cgroup")" '*0::/husk/grouped*' 'the host sees the process in husk/NAME'
	else
		like "$(cat "/proc/$pid/cgroup")" '*pids:/husk/grouped*' 'the host sees the process in husk/NAME'
	fi
	unlike "$in" '*grouped*' 'inside, its group is the root'
	unlike "$in" "*$(readlink /proc/self/ns/cgroup)*" 'the link /proc/PID/ns/cgroup is another one'
	ok 'it is in cgroup.procs' grep -q "^$pid\$" "$dir/husk/grouped/cgroup.procs"
	tell held go
	reap $bg
	is "$rc" 0 'it ends'
	nok 'the group goes with it' test -e "$dir/husk/grouped"
fi

if has NS_CGROUP && here=$(readlink /proc/self/ns/cgroup); then
	c "$ROOTFS" readlink /proc/self/ns/cgroup
	like "$out" 'cgroup:*' 'one without a group'
	isnt "$out" "$here" 'has a namespace all the same'
else
	skip 2 'no cgroup namespaces'
fi

# The parents of --cgroup go where one further down cannot be made.
v2=$(sed -n 's/^[^ ]* \([^ ]*\) cgroup2 .*/\1/p' /proc/mounts | head -n 1)
if ! has CG_V2; then
	skip 1 'CONFIG_CG_V2 is off'
elif [ -z "$v2" ]; then
	skip 1 'v2 is not mounted'
elif own_group "$v2" && [ ! -e "$v2/$group/cgroup.max.depth" ]; then
	rmdir "$v2/$group"
	skip 1 'this kernel has no cgroup.max.depth (4.14)'
else
	echo 2 >"$v2/$group/cgroup.max.depth"
	c --share pid --cgroup "$group/a/b/c" "$ROOTFS" true
	nok 'parents of a group that cannot be made are gone' test -e "$v2/$group/a"
	rmdir "$v2/$group"
fi
same 'nothing is left'
