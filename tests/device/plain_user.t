#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A caller that is not root.
. "${0%/*}/lib.sh"
want NS_USER
plan 40
mkroot "$T/root"
chmod 755 "$T/root"
chown -R 1000:1000 "$T/root"
mkdir -m 700 "$T/xdg"
mkdir "$T/mine"
chown 1000:1000 "$T/xdg" "$T/mine"
export XDG_RUNTIME_DIR="$T/xdg"
as_user 1000 unshare -U true 2>/dev/null || as_user 1000 "$HUSK" run "$T/root" true 2>/dev/null ||
	[ "$(cat /proc/sys/user/max_user_namespaces 2>/dev/null || echo 0)" != 0 ] || skip_all 'a plain user may have no user namespace'
before
p() {
	try as_user 1000 "$HUSK" run "$@"
}

p "$T/root" sh -c 'id -u; id -g; cat /proc/self/uid_map; cat /proc/self/setgroups; echo $$; readlink /proc/self/ns/user'
is "$rc$err" 0 'it starts'
like "$out" '0
0
*' 'id is 0 with the default map'
is "$(echo "$out" | sed -n 3p | tr -s ' ')" ' 0 1000 1' 'which is the caller himself'
is "$(echo "$out" | sed -n 4p)" deny 'setgroups is denied'
is "$(echo "$out" | sed -n 5p)" 1 'process numbers of its own'
p --uid-map none "$T/root" sh -c 'id -u; id -g'
is "$out" '65534
65534' 'without a map id is 65534'
p --uid-map 1000:1000:1 "$T/root" id -u
is "$out" 1000 'another inside id'
p --uid-map 0:0:1 "$T/root" id -u
refused '*map*' 'an id that is not his is refused'
p --uid-map 0:100000:65536 "$T/root" id -u
isnt "$rc$out" 00 'a range as well'


# --- subordinate ids ---
set -- $(sed -n 's/^\([^:]*\):[^:]*:1000:.*/\1/p' /etc/passwd)
if ! has NS_USER_HELPER; then
	skip 11 'CONFIG_NS_USER_HELPER is off'
elif ! command -v newuidmap >/dev/null; then
	p --uid-map 0:300000:1000 "$T/root" true
	refused 'run: */newuidmap: not there*' 'the helper is missing, and named'
	skip 10 'no newuidmap'
else
	# newuidmap wants a name for the caller.
	cp /etc/passwd "$T/passwd"
	[ $# != 0 ] || echo 'husk-test:x:1000:1000::/:/bin/sh' >>"$T/passwd"
	echo "${1-husk-test}:300000:1000" >"$T/subid"
	mount --bind "$T/passwd" /etc/passwd
	mount --bind "$T/subid" /etc/subuid
	mount --bind "$T/subid" /etc/subgid
	maps='id -u; tr -s " " </proc/self/uid_map; tr -s " " </proc/self/gid_map; cat /proc/self/setgroups'
	p --uid-map 0:300000:1000 "$T/root" sh -c "$maps"
	is "$rc $out" '0 0
 0 300000 1000
 0 300000 1000
allow' "ids of /etc/subuid, groups as users"
	p --uid-map 0:1000:1 --uid-map 1:300000:999 "$T/root" sh -c "$maps"
	is "$rc $out" '0 0
 0 1000 1
 1 300000 999
 0 1000 1
 1 300000 999
allow' 'beside his own'
	p --uid-map 0:1000:1 --uid-map 1:300000:999 --gid-map 7:1000:1 "$T/root" sh -c "$maps"
	is "$rc $out" '0 0
 0 1000 1
 1 300000 999
 7 1000 1
deny' 'his own group alone: setgroups stays denied'
	if has GUARD_USER; then
		p --uid-map 0:300000:1000 -u 5:6,7 "$T/root" sh -c 'id -u; id -g; sed -n "s/^Groups:[[:blank:]]*//p" /proc/self/status; touch /tmp/x; stat -c %u /tmp/x'
		is "$rc $(echo $out)" '0 5 6 7 5' 'another user of them, with a group'
	else
		skip 1 'CONFIG_GUARD_USER is off'
	fi
	p --uid-map 0:300000:1001 "$T/root" true
	refused 'run: uid_map: newuidmap: *not allowed' 'beyond them: what the helper says'
	p --uid-map 0:300000:1000 --gid-map 0:400000:5 "$T/root" true
	refused 'run: gid_map: newgidmap: *not allowed' 'groups too'
	p --uid-map 0:0:1 "$T/root" true
	refused 'run: uid_map: *' "nor the host's root"
	p --uid-map 0:300000:10 --uid-map 5:300100:10 "$T/root" true
	refused '*overlap*' 'overlapping ones do not get that far'
	try setpriv --reuid=1000 --regid=1000 --groups=1000,4321 "$HUSK" run --uid-map 0:300000:1000 "$T/root" grep ^Groups /proc/self/status
	unlike "$out " '*65534*' 'where setgroups is allowed his own groups are dropped'
	helper=$(command -v newuidmap)
	: >"$T/none"
	mount --bind "$T/none" "$helper"
	p --uid-map 0:300000:1000 "$T/root" true
	refused "run: *newuidmap: not there*" 'a missing helper is named'
	p --uid-map 4:1000:1 "$T/root" id -u
	is "$rc $out" '0 4' 'and not needed for his own id'
	umount "$helper"
	umount /etc/subgid
	umount /etc/subuid
	umount /etc/passwd
fi
if has NS_JOIN && has BOX_NAME; then
	mkfifo "$T/plain.in"
	as_user 1000 "$HUSK" run --name "plain-${T##*.}" "$T/root" sh -c 'echo up; read -r x' >"$T/plain.out" 2>"$T/plain.err" <>"$T/plain.in" &
	bg=$! bgs="$bgs $!"
	hears plain up
	p --join "user=plain-${T##*.}" --join "net=plain-${T##*.}" "$T/root" sh -c 'id -u; tr -s " " </proc/self/uid_map; cat /proc/net/dev | grep -c :'
	is "$rc $out" '0 0
 0 1000 1
1' 'his own container is joined, its user namespace first'
	tell plain go
	reap $bg
else
	skip 1 'CONFIG_NS_JOIN is off'
fi

p --hostname seed "$T/root" sh -c 'hostname; ip link; cat /proc/self/mountinfo'
like "$out" 'seed
*LOOPBACK,UP*' 'host name and network'
for d in /proc /sys /dev /dev/pts /tmp /dev/shm; do
	like "$out" "* $d *" "$d is mounted"
done
p "$T/root" sh -c 'echo x >/made; stat -c %u /made; echo y >/dev/null; cat /dev/zero | head -c 1 | wc -c'
like "$out" '0
*1' 'files are his, devices work'
is "$(stat -c %u "$T/root/made" 2>/dev/null)" 1000 'on the host too'
p -r -b "$T/mine:/mnt" "$T/root" sh -c 'echo x >/no; echo x >/mnt/yes'
ok 'read-only root, a bind' test -e "$T/mine/yes"
p "$T/root" grep '^Cap' /proc/self/status
unlike "$out" '*CapInh:?*[1-9a-f]*CapPrm*' 'no inheritable capability'
if has ROOT_OVERLAY; then
	p --overlay "$T/root" sh -c 'echo x >/volatile; rm /etc/group; cat /volatile; ls /etc'
	case $rc$err in
	125*overlay*) skip 2 "$err" ;;
	*)
		unlike "$out" '*group*' 'an overlay in memory'
		nok 'the root is unchanged' test -e "$T/root/volatile"
		;;
	esac
else
	skip 2 'CONFIG_ROOT_OVERLAY is off'
fi
p --net host "$T/root" sh -c 'ls /sys >/dev/null; cat /proc/self/status >/dev/null; readlink /proc/self/ns/net'
is "$rc $out" "0 $(readlink /proc/self/ns/net)" "the host's network"
if has BOX_TOLERATE && has MNT_MASK; then
	p --share pid --tolerate stop "$T/root" grep ' /proc ' /proc/self/mountinfo
	like "$rc $out" '0 * /proc ro,*' "the host's processes: the host's /proc, read-only"
else
	skip 1 'CONFIG_BOX_TOLERATE or CONFIG_MNT_MASK is off'
fi
if has NET_VETH; then
	p --net veth "$T/root" true
	refused '*veth*ermi*' 'a veth pair is not his to make'
else
	skip 1 'CONFIG_NET_VETH is off'
fi
if has CG_PIDS && cg pids >/dev/null; then
	p --cgroup nothis "$T/root" true
	refused '*cgroup: *nothis*ermission denied*' 'nor a control group wherever he likes'
else
	skip 1 'no pids controller is mounted'
fi
p --name own "$T/root" true
case $rc in
0) yes 'a name' ;;
*) refused '*' 'a name is refused clearly' ;;
esac
same 'nothing is left'
