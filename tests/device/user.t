#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# User namespaces of root: the default range, ranges that are written out, none.
. "${0%/*}/lib.sh"
want NS_USER
[ -e /proc/self/ns/user ] || skip_all 'the kernel has no user namespaces (CONFIG_USER_NS)'
plan 39
before
mkroot "$T/root"
mkdir "$T/root/mnt/t"
chmod 755 "$T/root"
ns=$(readlink /proc/self/ns/user)

c "$T/root" readlink /proc/self/ns/user
is "$out" "$ns" "without the option the user namespace is the host's"
c --userns "$T/root" sh -c 'readlink /proc/self/ns/user; id -u; id -g; cat /proc/self/uid_map /proc/self/gid_map; cat /proc/self/setgroups'
isnt "${out%%
*}" "$ns" '--userns: the link /proc/PID/ns/user is another one'
like "$out" 'user:*
0
0
*' 'root inside'
uids=$(echo "$out" | sed -n 4p)
# shellcheck disable=SC2086
set -- $uids
isnt "$2" 0 "which is not the host's root"
between 65536 "${3:-0}" 4294967294 'and has a range of 65536 at least'

bg held --userns "$T/root" sh -c 'echo up; read -r x'
hears held up
pid=$(child $bg)
like "$(grep ^Uid "/proc/$pid/status")" "*$2*" 'the host sees an unprivileged id'
like "$(grep ^Groups "/proc/$pid/status")" 'Groups:*' 'with no group of root'
unlike " $(sed -n 's/^Groups:[[:blank:]]*//p' "/proc/$pid/status")" '* 0 *' 'indeed'
tell held go
reap $bg

# A file of root's behind a bind is closed, in spite of uid 0 and CAP_DAC_OVERRIDE inside.
echo canary >"$T/secret"
chmod 600 "$T/secret"
mkdir "$T/share"
echo canary >"$T/share/secret"
chmod 600 "$T/share/secret"
c --userns --bind "$T/secret:/mnt/secret" --bind "$T/share:/tmp" "$T/root" sh -c 'cat /mnt/secret; cat /tmp/secret; echo x >/mnt/secret; echo x >/tmp/new'
unlike "$out" '*canary*' 'a 0600 file of the host stays closed'
is "$(cat "$T/secret")" canary 'and unchanged'
# Whose files ROOT has: run_idmap.t.

# A place that only the host's root may search, as husk(8) wants it for ROOT: what is named there is found all the same.
mkdir -m 700 "$T/closed"
mkdir "$T/closed/d" "$T/closed/d/below" "$T/closed/o"
echo mine >"$T/closed/d/file"
mount -t tmpfs below "$T/closed/d/below"
echo deep >"$T/closed/d/below/file"
c --userns -b "$T/closed/d:/mnt" "$T/root" cat /mnt/file /mnt/below/file
if [ "$(uname -r | awk -F '[.]' '{ print $1 * 100 + $2 }')" -lt 502 ] || ! has MNT_IDMAP || ! has MNT_BIND; then
	skip 1 'before Linux 5.2 the container opens it'
else
	is "$rc $out" '0 mine
deep' 'a bind from where the ids inside may not go'
fi
umount "$T/closed/d/below"
if has ROOT_OVERLAY && grep -qw overlay /proc/filesystems; then
	c --userns --overlay="$T/closed/o" "$T/root" sh -c 'echo x >/made'
	if [ "$(uname -r | awk -F '[.]' '{ print $1 * 100 + $2 }')" -lt 603 ] || ! has MNT_IDMAP; then
		skip 1 'no idmapped tmpfs before Linux 6.3'
	else
		is "$rc $(cat "$T/closed/o/upper/made")" '0 x' 'and an overlay there'
	fi
	c --userns --overlay / sh -c 'echo x >/dev/shm/x; id -u; ls -d /etc'
	case $err in
	*overlay*) skip 1 "$err" ;;
	*)
		is "$rc $out" '0 0
/etc' "an overlay of /, without the host's mounts below it"
		;;
	esac
else
	skip 2 'no overlay'
fi

# --- husk inside of what others made ---
if unshare -U -r true 2>/dev/null; then
	try unshare -U -r "$HUSK" run "$T/root" sh -c 'id -u; echo $$'
	is "$rc$err $out" '0 0
1' 'root of a user namespace that is not of husk makes containers'
	try unshare -U -r "$HUSK" run --share net "$T/root" sh -c 'ls /sys/class; echo x >/sys/kernel/uevent_helper'
	like "$rc $out" '1 *net*' "with the host's network its /sys, read-only"
	try unshare -U -r "$HUSK" run -b /sys:/mnt "$T/root" true
	refused 'run: bind: /sys: *(rec)' 'a bind of what has mounts below it says what helps'
	try unshare -U -r "$HUSK" run -u 0,7 "$T/root" true
	refused 'run: groups: *(are they mapped?)' 'groups that it may not set'
	try unshare -m sh -c 'mount -t tmpfs x /proc/fs && "$@"' sh "$HUSK" run --userns "$T/root" true
	refused 'run: /proc: *--share pid)' 'where /proc is covered in parts it says what helps'
	try unshare -m sh -c 'mount -t tmpfs x /proc/fs && "$@"' sh "$HUSK" run --userns --share pid --tolerate stop "$T/root" id -u
	is "$rc $out" '0 0' 'which it does'
else
	skip 6 'no unshare -U -r'
fi

c --uid-map 0:200000:1000 "$T/root" cat /proc/self/uid_map /proc/self/gid_map
is "$(echo "$out" | tr -s ' ')" ' 0 200000 1000
 0 200000 1000' '--uid-map: and the groups as the users'
c --uid-map 0:200000:1000 --gid-map 0:300000:500 "$T/root" cat /proc/self/uid_map /proc/self/gid_map
is "$(echo "$out" | tr -s ' ')" ' 0 200000 1000
 0 300000 500' '--gid-map of its own'
c --uid-map 0:200000:10 --uid-map 100:300000:10 "$T/root" sh -c 'cat /proc/self/uid_map | wc -l'
is "$out" 2 'two ranges'
c --uid-map 0:0:4294967295 "$T/root" sh -c 'tr -s " " </proc/self/uid_map'
is "$out" ' 0 0 4294967295' 'all ids at once, up to 4294967294'
c --uid-map 0:200000:10 --uid-map 4294967294:4294967294:1 "$T/root" sh -c 'tr -s " " </proc/self/uid_map'
is "$out" ' 0 200000 10
4294967294 4294967294 1' 'and the last one'
if has GUARD_USER; then
	# Not by `id`: on MIPS a result that high is taken for an error.
	c --uid-map 0:200000:10 --uid-map 4294967294:300000:1 --user 4294967294:0 "$T/root" grep ^Uid: /proc/self/status
	like "$out" 'Uid:?4294967294?*' 'which COMMAND can be'
else
	skip 1 'CONFIG_GUARD_USER is off'
fi
c --uid-map 0:200000:10 --uid-map 9:300000:10 "$T/root" true
refused 'run: --uid-map: 9:300000:10: overlaps another' 'ranges that overlap inside'
c --uid-map 0:200000:10 --gid-map 0:200000:10 --gid-map 50:200009:1 "$T/root" true
refused 'run: --gid-map: 50:200009:1: overlaps another' 'or outside'
k=0 ranges=
while [ $k -lt 340 ]; do
	ranges="$ranges --uid-map $k:$((k * 2)):1" k=$((k + 1))
done
# shellcheck disable=SC2086
c $ranges "$T/root" sh -c 'wc -l </proc/self/uid_map'
case $err in
*'uid_map: '*) skip 1 'a kernel before 4.15 takes five ranges' ;;
*) is "$(echo $out)" 340 '340 ranges' ;;
esac
k=0 ranges=
while [ $k -lt 340 ]; do
	ranges="$ranges --uid-map $k:$((1000000 + k * 2)):1" k=$((k + 1))
done
# shellcheck disable=SC2086
c $ranges "$T/root" true
refused 'run: uid_map: *4096*' 'more text than the kernel takes is named'
c --uid-map 5:200000:10 "$T/root" id -u
is "$out" 5 'where 0 is not mapped, the first mapped id'
c --uid-map none "$T/root" sh -c 'id -u; id -g'
is "$out" '65534
65534' '--uid-map none: id is 65534'
if has GUARD_USER; then
	c --userns --user 1000:1000 "$T/root" sh -c 'id -u; id -g'
	is "$out" '1000
1000' '--user inside the range'
	c --uid-map 0:200000:10 --user 1000 "$T/root" true
	refused '*1000*' 'outside it'
else
	skip 2 'CONFIG_GUARD_USER is off'
fi
c --userns --hostname seed --tmpfs /mnt/t "$T/root" sh -c 'hostname; echo x >/tmp/x; echo x >/mnt/t/x; ls /dev/null /dev/pts/ptmx; ip link show lo'
like "$rc $out" '0 seed
*LOOPBACK,UP*' 'everything else works there too'

# --- a container in a container ---
mkroot "$T/root/inner"
cp "$HUSK" "$T/root/bin/husk"
# A top that is the range's own: its ids on disk are the outer ones, and it is not idmapped.
chown 100000:100000 "$T/root"
chown -R 101000:101000 "$T/root/inner"
show='id -u; tr -s " " </proc/self/uid_map; echo $$; touch /made && stat -c %u /made'
c --userns --uid-map 0:100000:65536 "$T/root" husk run --userns --uid-map 0:1000:100 /inner sh -c "$show"
is "$rc $out" '0 0
 0 1000 100
1
0' 'root of a container makes another one, of its own ids'
c --userns --uid-map 0:100000:65536 "$T/root" husk run --userns --uid-map 0:70000:100 /inner true
refused 'run: uid_map: 0:70000:100: *' 'but not of others'
c --userns --uid-map 0:100000:65536 "$T/root" husk run /inner true
refused 'run: namespaces: *--userns*' 'and not without a user namespace'
if has GUARD_USER; then
	c --userns --uid-map 0:100000:65536 -u 1000 "$T/root" husk run /inner sh -c "rm -f /made; $show"
	is "$rc $out" '0 0
 0 1000 1
1
0' 'another user there as well'
else
	skip 1 'CONFIG_GUARD_USER is off'
fi
rc=
same 'nothing is left'
