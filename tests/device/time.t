#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A time namespace of its own.
. "${0%/*}/lib.sh"
want NS_TIME
[ -e /proc/self/ns/time ] || skip_all 'the kernel has no time namespaces (CONFIG_TIME_NS)'
plan 16
before
ns=$(readlink /proc/self/ns/time)
c "$ROOTFS" sh -c 'readlink /proc/self/ns/time; cat /proc/self/timens_offsets'
like "$out" 'time:*' 'there is one'
isnt "${out%%
*}" "$ns" 'the link /proc/PID/ns/time is another one'
c --share time "$ROOTFS" readlink /proc/self/ns/time
is "$out" "$ns" '--share time: the same link'

if [ -x "$TOOL/deny" ]; then
	try "$TOOL/deny" clone3 "$HUSK" run "$ROOTFS" readlink /proc/self/ns/time
	like "$rc ${out#"$ns"}" '0 time:*' 'it need not be made by the clone'
fi

# --- offsets ---
if has NS_TIME_OFFSETS; then
	c --boottime 1000000 --monotonic -2.5s "$ROOTFS" sh -c 'cut -d. -f1 /proc/uptime; cat /proc/self/timens_offsets'
	up=${out%%
*}
	between $((1000000 + $(cut -d. -f1 /proc/uptime) - 5)) "${up:-0}" $((1000000 + $(cut -d. -f1 /proc/uptime))) '--boottime: it is up longer'
	set -- ${out#*
}
	is "$*" 'monotonic -3 500000000 boottime 1000000 0' 'both are set, a negative one with its fraction'
	c --monotonic 1h "$ROOTFS" cat /proc/self/timens_offsets
	like "$(echo $out)" 'monotonic 3600 0 *' '--monotonic 1h'
	c --boottime -1000000h "$ROOTFS" true
	refused 'run: --boottime: *' 'a clock cannot be before its beginning'
	c --share time --boottime 5 "$ROOTFS" true
	refused 'run: --boottime: *' "not with the host's clock"
	for t in '' x 1e3 1x 1.x --1 99999999999; do
		c --boottime "$t" "$ROOTFS" true
		[ "$rc" = 125 ] || break
	done
	refused 'run: --boottime: 99999999999: *' 'what is no time is refused'
	c --userns --boottime 77 "$ROOTFS" cat /proc/self/timens_offsets
	if has NS_USER; then
		like "$rc $(echo $out)" '0 monotonic * boottime 77 0' 'in a user namespace too'
	else
		skip 1 'CONFIG_NS_USER is off'
	fi
	if [ -x "$TOOL/deny" ]; then
		try "$TOOL/deny" -e 22 unshare/0x80 "$HUSK" run --boottime 5 "$ROOTFS" true
		refused 'run: *time namespace*CONFIG_TIME_NS*' 'a kernel without time namespaces: an error'
		try "$TOOL/deny" -e 22 unshare/0x80 "$HUSK" run --boottime 5 --tolerate time "$ROOTFS" true
		like "$rc $err" '0 husk: run: time namespace: *' 'unless --tolerate names it'
		try "$TOOL/deny" clone3 "$TOOL/deny" -e 22 unshare/0x80 "$HUSK" run "$ROOTFS" true
		is "$rc$err" 0 'without an offset nobody misses it'
	fi
	c --boottime 0 "$ROOTFS" true
	is "$rc$err" 0 'an offset of nothing'
else
	skip 11 'CONFIG_NS_TIME_OFFSETS is off'
fi
same 'nothing is left'
