#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Guards that the tests of what husk does would not miss: each of these was written because a mutant lived without it (tests/mutants).
. "${0%/*}/lib.sh"
plan 39
before
mkroot "$T/root"
chmod 755 "$T/root"
r=$T/root

# --- a /proc that is none, or not the whole of one ---
if command -v unshare >/dev/null; then
	# Without a true mountinfo no limit can be had.
	limit=
	! has CG_PIDS || ! cg pids >/dev/null || limit='--pids 9'
	# shellcheck disable=SC2086
	try unshare -m sh -c 'mount -t tmpfs x /proc && mkdir -p /proc/self && : >/proc/self/mountinfo && exec "$@"' sh "$HUSK" run --name proc $limit "$r" true
	is "$rc$err" 0 'a tmpfs at /proc is not asked'
	try unshare -m sh -c 'mount --bind /proc/$$ /proc && exec "$@"' sh "$HUSK" run --name proc "$r" true
	is "$rc$err" 0 'nor a part of a procfs'
else
	skip 2 'no unshare'
fi

# --- what is mounted below the root, or shared with the host ---
mkdir -p "$r/srv/sub" "$T/shared"
mount -t tmpfs sub "$r/srv/sub"
if has ROOT_READONLY; then
	c -r "$r" sh -c 'echo x >/srv/sub/x'
	isnt "$rc" 0 '--read-only: what is mounted below the root as well'
else
	skip 1 'CONFIG_ROOT_READONLY is off'
fi
c "$r" sed -n 's|.* /srv/sub \([^ ]*\) .*|,\1,|p' /proc/self/mountinfo
like "$out" '*,nosuid,nodev,*' 'nosuid and nodev below it too'
umount "$r/srv/sub"
mount -t tmpfs -o mode=755 shared "$T/shared" && mount --make-shared "$T/shared"
mkroot "$T/shared/root"
cat /proc/self/mountinfo >"$T/mi"
bg held --cap-add sys_admin "$T/shared/root" sh -c 'mount -t tmpfs inside /mnt && : >/mnt/inside; grep -c "shared:\|master:" /proc/self/mountinfo; echo up; read -r x; ls /srv; echo end; read -r x'
mkdir -p "$T/shared/root/srv"
hears held up
is "$(sed -n 1p "$T/held.out")" 0 'a root on a shared mount: nothing inside is shared, nor a slave'
ok "the host's mount table is byte for byte the same" cmp "$T/mi" /proc/self/mountinfo
mount -t tmpfs late "$T/shared/root/srv" && : >"$T/shared/root/srv/late"
tell held go
hears held end
unlike "$(cat "$T/held.out")" '*late*' 'what the host mounts later does not arrive'
umount "$T/shared/root/srv"
tell held go
reap $bg
umount "$T/shared"
rc=

# --- masks, one list after the other ---
if has MNT_MASK; then
	covered='for f in $1; do [ ! -e /$f ] || grep -q " /$f " /proc/self/mountinfo || echo $f; done'
	c "$r" sh -c "$covered" sh 'proc/kcore proc/keys proc/timer_list proc/sched_debug proc/latency_stats proc/kpagecount proc/kpageflags proc/kpagecgroup'
	is "$out$err" '' "the kernel's memory, keys and addresses are covered"
	c "$r" sh -c "$covered" sh 'proc/acpi proc/scsi proc/asound sys/firmware sys/devices/virtual/powercap'
	is "$out$err" '' 'directories as well'
	c "$r" sh -c "$covered" sh 'proc/bus proc/fs proc/irq proc/sys proc/sysrq-trigger'
	is "$out$err" '' 'what is read-only is a mount of its own'
	c "$r" sh -c 'sed -n "s|.* \(/proc/[^ ]*\) rw.*|\1|p" /proc/self/mountinfo | grep "/bus\|/fs\|/irq\|/sys"'
	is "$out" '' 'and none of it is writable'
else
	skip 4 'CONFIG_MNT_MASK is off'
fi

# --- what the kernel says that it did, and did not ---
if has GUARD_CAPS && [ -x "$TOOL/deny" ]; then
	try "$TOOL/deny" -e 0 capset "$HUSK" run "$r" true
	refused '*capabilities*' 'capabilities that stay are noticed'
	# The bits of PR_CAPBSET_DROP, 24, and of PR_CAPBSET_READ, 23; of no other option that husk uses.
	try "$TOOL/deny" -e 0 prctl/24 "$HUSK" run "$r" true
	refused '*capabilities*' 'a bounding set that stays'
else
	skip 2 'no deny'
fi
if setpriv --bounding-set=-sys_time true 2>/dev/null && has GUARD_CAPS; then
	try setpriv --bounding-set=-sys_time "$HUSK" run --cap-add sys_time "$r" true
	refused '*--cap-add*' 'a capability that the caller does not have'
else
	skip 1 'no setpriv'
fi
try sh -c 'exec "$@" <&- >&-' sh "$HUSK" run "$r" sh -c '[ -e /proc/self/fd/0 ] && [ -e /proc/self/fd/1 ]'
is "$rc" 0 'standard streams that the caller closed are open'
if [ -x "$TOOL/deny" ] && [ -x "$TOOL/fdleak" ]; then
	cp "$TOOL/sigs" "$r/bin/"
	try "$TOOL/fdleak" "$T" "$TOOL/deny" close_range "$HUSK" run "$r" sigs
	like "$out
" '*fds: 0 1 2
*' 'and no other of his, without close_range either'
else
	skip 1 'no deny or no fdleak'
fi
if chrt -f 1 true 2>/dev/null; then
	try chrt -f 1 "$HUSK" run "$r" sed 's/.*) //' /proc/self/stat
	# shellcheck disable=SC2086
	set -- $out
	is "$rc ${39-}" '0 0' "a real-time caller's priority does not pass"
else
	skip 1 'no real-time scheduling'
fi

# --- the death of husk, at any moment of the start ---
k=0 slow=
while [ $k -lt 40 ]; do # mounts, for the start to take its time
	k=$((k + 1))
	! has MNT_TMPFS || slow="$slow --tmpfs /mnt/$k"
done
k=0 step=${DEVICE:+3} # an emulated board takes its time
while [ $k -lt 40 ]; do
	k=$((k + ${step:-1}))
	# shellcheck disable=SC2086
	"$HUSK" run $slow "$r" sleep 987 >/dev/null 2>&1 &
	p=$!
	i=0
	while [ $i -lt $((k * 400)) ]; do
		i=$((i + 1))
	done
	kill -KILL $p
	wait $p 2>/dev/null
done
none_goes_on() { # neither COMMAND nor a husk that never came to its exec
	for d in /proc/[0-9]*; do
		[ "$(readlink "$d/exe")" != "$HUSK" ] || return 1
		case $(tr '\0' ' ' <"$d/cmdline") in
		'sleep 987 '*) return 1 ;;
		esac
	done
}
ok 'killed at many moments of a start: no container goes on' poll none_goes_on

# --- ids and groups without a map ---
if has NS_USER && [ -e /proc/self/ns/user ] && setpriv --groups 4,5 true 2>/dev/null; then
	mkfifo "$T/none.in"
	setpriv --groups 4,5 "$HUSK" run --uid-map none "$r" sh -c 'echo up; read -r x' >"$T/none.out" 2>"$T/none.err" <>"$T/none.in" &
	bg=$! bgs="$bgs $!"
	hears none up
	pid=$(child $bg)
	like "$(grep '^Uid' "/proc/$pid/status" | tr '\t' ' ')" 'Uid: [1-9]* [1-9]* [1-9]* [1-9]*' "--uid-map none: no id of the host's root"
	like "$(grep '^Gid' "/proc/$pid/status" | tr '\t' ' ')" 'Gid: [1-9]* [1-9]* [1-9]* [1-9]*' 'nor its group'
	is "$(grep -c '^Groups:[[:blank:]]*$' "/proc/$pid/status")" 1 'nor those of the caller'
	tell none go
	reap $bg
else
	skip 3 'no user namespaces, or no setpriv'
fi
rc=

# --- killed, but not for want of memory ---
if has CG_MEMORY && cg memory >/dev/null; then
	bg held --memory 16M "$r" sh -c 'echo up; while :; do sleep 0.1; done'
	hears held up
	kill -KILL "$(child $bg)"
	reap $bg
	is "$rc$(cat "$T/held.err")" 137 'a killed command is not said to have been out of memory'
	cp "$TOOL/eat" "$r/bin/"
	c --memory 16M "$r" sh -c 'eat 64 2>/dev/null; exit 3'
	is "$rc$err" 3 'nor one that outlives a child that was'
else
	skip 2 'no memory controller'
fi

# --- groups and links of others ---
if has CG_PIDS && has BOX_NAME && d=$(cg pids); then
	mkdir -p "$d/husk/foreign"
	c --name foreign --pids 5 "$r" true
	refused '*foreign*' 'a group of that name'
	c --name foreign "$r" true
	refused '*foreign*' 'where no limit asks for it as well'
	ok 'stays, and with it' test -d "$d/husk/foreign"
	# On v2 the file is there only where the controller was handed down before.
	is "$(cat "$d/husk/foreign/pids.max" 2>/dev/null || echo max)" max 'its limits'
	rmdir "$d/husk/foreign" "$d/husk" 2>/dev/null
else
	skip 4 'no pids controller'
fi
if has NET_VETH && ip link add h-alias type veth peer name alias9 2>/dev/null; then
	c --name alias --net veth "$r" true
	refused '*h-alias*' 'a veth of that name without the proof'
	ok 'stays' grep -q h-alias: /proc/net/dev
	if ip link set h-alias alias husk:aliased 2>/dev/null; then
		c --name alias --net veth "$r" true
		refused '*h-alias*' 'with the proof of another'
		ok 'stays as well' grep -q h-alias: /proc/net/dev
		ip link set h-alias alias husk:alias
		c --name alias --net veth "$r" true
		is "$rc$err" 0 'with its own it was left by a dead one'
	else
		skip 3 'ip sets no alias'
	fi
	ip link del h-alias 2>/dev/null
else
	skip 5 'no veth'
fi

# --- the state directory ---
if has BOX_NAME; then
	c --name state "$r" true
	chmod 755 "$STATE"
	c --name state "$r" true
	refused "*$STATE*" 'a state directory that others read'
	chmod 700 "$STATE"
	chown 1000 "$STATE"
	c --name state "$r" true
	refused "*$STATE*" "another user's"
	chown 0 "$STATE"
	mv "$STATE" "$STATE.real" && ln -s "$STATE.real" "$STATE"
	c --name state "$r" true
	refused "*$STATE*" 'a link to a good one'
	rm "$STATE" && mv "$STATE.real" "$STATE"
	flash=$(mktemp -d "${ROOTFS%/*}/state.XXXXXX" 2>/dev/null)
	case $(stat -f -c %T "${flash:-/nowhere}" 2>/dev/null) in
	tmpfs | ramfs | '') skip 1 'there is only memory here' ;;
	*)
		mount --bind "$flash" "$STATE"
		c --name state "$r" true
		refused '*not on a tmpfs*' 'one on flash'
		umount "$STATE"
		;;
	esac
	[ -z "$flash" ] || rmdir "$flash"
	rmdir "$STATE"
	# shellcheck disable=SC2016
	try unshare -m sh -c 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && exec "$2" run --name state / true' sh "${STATE%/*}" "$HUSK"
	refused "*$STATE: [!N]*" 'one that cannot be made, and why: not that it is missing'
	c --name state "$r" true
	is "$rc$err" 0 'in order again'
else
	skip 5 'CONFIG_BOX_NAME is off'
fi
same 'nothing is left'
