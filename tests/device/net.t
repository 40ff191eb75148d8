#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A network of its own: only lo, and lo is up.
. "${0%/*}/lib.sh"
want NS_NET NET_LO
plan 14
before
ns=$(readlink /proc/self/ns/net)

down=$(unshare -n "$ROOTFS/bin/busybox" ip link show lo 2>/dev/null)
unlike "$down" '*[<,]UP[,>]*' "lo of a new network namespace is down"
c "$ROOTFS" sh -c 'ip link; readlink /proc/self/ns/net'
isnt "${out##*
}" "$ns" 'the link /proc/PID/ns/net is another one'
like "$out" '*LOOPBACK,UP*' 'lo is up inside'
is "$(echo "$out" | grep -c '^[0-9]*:')" 1 'and it is the only link'
c --net none "$ROOTFS" sh -c 'ip addr show lo; ip route'
like "$out" '*127.0.0.1/8*' '--net none: lo has its address'
unlike "$out" '*default*' 'and no route leads out'

c "$ROOTFS" cat /proc/sys/net/ipv4/ping_group_range
unlike "$out" '1[[:blank:]]0' 'ICMP sockets are allowed'

for share in '--share net' '--net host'; do
	# shellcheck disable=SC2086
	c $share "$ROOTFS" readlink /proc/self/ns/net
	is "$out" "$ns" "$share: the host's"
done

if has NET_IP; then
	c --ip 10.77.0.1/32 --ip fd77::1/128 "$ROOTFS" ip addr show lo
	like "$out" '*10.77.0.1/32*' '--ip with no link lands on lo'
	like "$out" '*fd77::1/128*' 'of either family'
	c --ip 127.0.0.2/8 "$ROOTFS" ip addr show lo
	like "$rc$out" '0*127.0.0.2/8*' 'one of the loopback net, too'
	c --net host --ip 10.77.0.1/32 "$ROOTFS" true
	refused '*ip*' '--ip on the network of the host is refused'
else
	skip 4 'CONFIG_NET_IP is off'
fi
same 'nothing is left'
