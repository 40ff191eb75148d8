#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# husk check: what this kernel offers.
. "${0%/*}/lib.sh"
want CMD_CHECK
plan 27
before
try "$HUSK" check
like "$rc" '[01]' 'exit status 0, or 1 where something that is compiled in cannot work'
is "$(echo "$err" | grep -v '^husk: check: .*: cannot work here (CONFIG_[A-Z0-9_]*)$')" '' 'nothing else on stderr than what cannot'
like "$out" '*net*' 'a text for people'
plain=$rc
is "$("$HUSK" check 2>&1 | grep '.husk: check: ')" '' 'whose lines are whole when a complaint comes between'
try "$HUSK" check --json
is "$rc" "$plain" 'the same status with --json'
json=$(echo "$out" | tr -d ' \n')
like "$json" '{*}' 'one object'
if command -v python3 >/dev/null; then
	ok 'which a parser reads' python3 -c 'import json,sys; json.load(open(sys.argv[1]))' "$T/out"
else
	skip 1 'no parser here'
fi
like "$json" "*\"kernel\":\"*$(uname -r)*\"*" 'kernel'
for x in uts ipc pid net cgroup time user; do
	[ -e /proc/self/ns/$x ] && want=true || want=false
	case $json in
	*"\"namespaces\":{"*"\"$x\":$want"*) x= ;;
	*) break ;;
	esac
done
is "$x" '' 'namespaces as in /proc/self/ns'
v1=$(grep -c '^[^ ]* [^ ]* cgroup .*\(memory\|pids\|cpu\)' /proc/mounts)
v2=$(grep -c '^[^ ]* [^ ]* cgroup2 ' /proc/mounts)
case $v1,$v2 in
0,0) l=none ;;
0,*) l=v2 ;;
*,0) l=v1 ;;
*) l=hybrid ;;
esac
like "$json" "*\"layout\":\"$l\"*" "cgroup layout: $l"
# What nobody has mounted as v1 is v2's, which husk would mount for itself.
left=
mkdir "$T/v2"
mount -t cgroup2 cgroup2 "$T/v2" 2>/dev/null && read -r left <"$T/v2/cgroup.controllers"
umount "$T/v2" 2>/dev/null
for s in memory cpu pids cpuset io hugetlb net_cls net_prio; do
	l=no
	if d=$(cg $s) || { [ $s = io ] && d=$(cg blkio); }; then
		[ -e "$d/cgroup.controllers" ] && l=v2 || l=v1
	else
		case " $left " in *" $s "*) l=v2 ;; esac
	fi
	like "$json" "*\"controllers\":{*\"$s\":\"$l\"*" "$s: $l"
done
if cg devices >/dev/null; then
	like "$json" '*"controllers":{*"devices":"v1"*' 'devices: v1'
else
	like "$json" '*"controllers":{*"devices":"'* 'devices' # v2 by a program, which only the kernel's options tell
fi
case $(readlink /proc/self/root),$(sed -n 's/.* \/ [^-]*- \([^ ]*\) .*/\1/p' /proc/self/mountinfo | head -n 1) in
*,rootfs) like "$json" '*"root_switch":"move"*' 'root_switch: the root is the initramfs' ;;
*) like "$json" '*"root_switch":"pivot_root"*' 'root_switch' ;;
esac
like "$json" '*"net":{"veth":*,"bridge":*,"macvlan":*,"ipvlan":*,"vlan":*}*' 'net'
like "$json" '*"seccomp":*' 'seccomp'
like "$json" '*"build":{*"CMD_RUN":true*' 'build'
if has NS_USER && [ -e /proc/self/ns/user ] && as_user 65534 "$HUSK" run "$ROOTFS" true 2>/dev/null; then
	try as_user 65534 "$HUSK" check --json
	like "$(echo "$out" | tr -d ' \n')" '*"user":true*' 'as a plain user, who may make one'
else
	skip 1 'no user namespaces for plain users'
fi
# In a chroot that is no mount point nothing can be made private: what it would try on /proc would be everybody's.
mkdir -p "$T/root/proc" && cp "$HUSK" "$T/root/husk" && mount -t proc proc "$T/root/proc" && mount --make-shared "$T/root/proc"
try chroot "$T/root" /husk check
is "$rc $(grep -c " $T/root/proc " /proc/self/mounts)" '1 1' 'in a chroot it mounts nothing for others to see'
mkdir "$T/root/r"
try chroot "$T/root" /husk run /r true
refused '*run: root: private mounts: *no mount point*' 'nor does run, which says what to do'
while umount "$T/root/proc" 2>/dev/null; do :; done
same 'nothing is left'
