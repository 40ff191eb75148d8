#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# husk cgroup ls, tree, mount.
. "${0%/*}/lib.sh"
want CMD_CGROUP
[ -e /proc/cgroups ] || skip_all 'the kernel has no cgroups'
plan 34
before

try "$HUSK" cgroup ls
is "$rc$err" 0 'ls'
first=$(sed -n 1p "$T/out" | tr -s ' ')
is "${first% }" 'SUBSYS VERSION HIERARCHY' 'a header'
bad=$(sed 1d "$T/out" | grep -Ev '^[a-z_]+ +(v1|v2|-) +(/[^ ]*|-) *$')
is "$bad" '' 'three columns, the version is v1, v2 or -'
for s in memory cpu pids cpuset devices; do
	line=$(grep "^$s " "$T/out" | tr -s ' ')
	if ! grep -q "^$s[[:blank:]]" /proc/cgroups; then
		skip 1 "the kernel has no $s"
	elif d=$(cg $s); then
		[ -e "$d/cgroup.controllers" ] && v=v2 || v=v1
		is "${line% }" "$s $v $d" "$s is where it is mounted"
	else
		# devices has no files on v2: the kernel does not list it there.
		like "$line" "$s *" "$s is listed"
	fi
done

hierarchy="$T/h tree${T##*.}"
try "$HUSK" cgroup mount name=tree${T##*.} "$T/h"
if [ "$rc" = 125 ] && ! mkdir "$T/h" 2>/dev/null; then
	:
elif [ "$rc" = 125 ]; then
	try "$HUSK" cgroup mount name=tree${T##*.} "$T/h"
fi
if [ "$rc" = 0 ]; then
	yes 'mount name=NAME DIR'
	like "$(grep " $T/h " /proc/mounts)" "*name=tree${T##*.}*" 'it is that hierarchy'
	mkdir -p "$T/h/one/two" "$T/h/three"
	sleep 30 &
	pid=$! bgs="$bgs $!"
	echo $pid >"$T/h/one/two/tasks"
	poll grep -q sleep /proc/$pid/cmdline
	mkdir "$T/h/.hidden"
	try "$HUSK" cgroup tree "$T/h"
	is "$rc$err" 0 'tree PATH'
	like "$out" '*.hidden*' 'a dot hides no group'
	rmdir "$T/h/.hidden"
	like "$out" '*one*two*' 'the groups below it, nested'
	like "$out" "*two*$pid*" 'and their processes'
	like "$out" '*three*' 'those without one too'
	deep=$T/h/deep
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do deep=$deep/deeper; done
	mkdir -p "$deep"
	try "$HUSK" cgroup tree "$T/h/deep"
	between 10 "$(grep -c deep "$T/out")" 17 'as far as 16 levels'
	(cd "$T/h" && find deep -depth -type d -exec rmdir {} \;)
	mkdir "$T/h/$(printf 'e\033[2Jvil')" && try "$HUSK" cgroup tree "$T/h"
	unlike "$out" "*$(printf '\033')*" 'a name that would drive the terminal is cleaned'
	rmdir "$T/h/$(printf 'e\033[2Jvil')"
	kill $pid
	wait $pid 2>/dev/null
	unmount_hierarchy
else
	case $err in
	*[Nn]o\ such\ device* | *"not in"* | *kernel*) skip 9 "$err" ;;
	*) no 'mount name=NAME DIR' && skip 8 'no hierarchy' ;;
	esac
fi
mkdir -p "$T/v2"
try "$HUSK" cgroup mount v2 "$T/v2"
if [ "$rc" = 0 ]; then
	ok 'mount v2 DIR' test -e "$T/v2/cgroup.procs"
	umount "$T/v2"
else
	skip 1 "$err"
fi
rc=
try "$HUSK" cgroup tree "$T/nosuch"
refused "*$T/nosuch*" 'tree of nothing'
try "$HUSK" cgroup mount nosuchsubsys "$T/v2"
refused '*nosuchsubsys*' 'mount of nothing'
for list in '' , all pids, ,pids pids,xattr; do
	try "$HUSK" cgroup mount "$list" "$T/v2"
	refused '*no subsystem*' "mount of '$list', of which the kernel would take more, or less, than is said"
done
# The last one first; BusyBox has no umount -R.
# shellcheck disable=SC2016
umount_all='for m in $(awk "\$2 ~ \"^/sys/fs/cgroup\" { all = \$2 \" \" all } END { print all }" /proc/mounts); do umount "$m"; done; "$1" cgroup mount "$2"; echo $?; grep -c " /sys/fs/cgroup" /proc/mounts'
# Two that lie in hierarchies of their own, which no third one can have.
two=$(awk '$2 + 0 && !seen[$2]++ { list = list "," $1 } END { print substr(list, 2) }' /proc/cgroups)
case $two in
*,*) ;;
*) two= ;;
esac
if [ "$two" ] && [ -d /sys/fs/cgroup ] && unshare -m true 2>/dev/null; then
	try unshare -m sh -c "$umount_all" sh "$HUSK" "$two"
	is "$out" '125
0' 'the place for hierarchies that it made goes again'
else
	skip 1 'no /sys/fs/cgroup, or no two hierarchies'
fi
for words in --help 'mount --help' 'tree --help'; do
	# shellcheck disable=SC2086
	try "$HUSK" cgroup $words
	like "$rc$out" '0usage: husk cgroup ls*' "$words"
done
if d=$(cg pids) && has CG_PIDS; then
	bg tree --name tree --pids 9 "$ROOTFS" sh -c 'echo up; read -r x'
	hears tree up
	try "$HUSK" cgroup tree /husk/tree
	like "$rc$out" "0*$d/husk/tree*" 'a path as /proc/PID/cgroup has it'
	tell tree go
	reap $bg
else
	skip 1 'no pids controller'
fi
try "$HUSK" cgroup bogus
refused '*bogus*' 'a word that is none'
try "$HUSK" cgroup
is "$rc" 125 'no word at all'
same 'nothing is left'
