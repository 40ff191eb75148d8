#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Several links, each with its options: names, addresses, routes.
. "${0%/*}/lib.sh"
want NET_VETH NET_LINK NET_ROUTE BOX_NAME
want_veth
plan 41
before

# show TEXT LINK: what `ip addr` in TEXT says of LINK.
show() {
	echo "$1" | sed -n "/^[0-9]*: $2[@:]/,/^[0-9]*: [^$2]/p"
}

# --- several ---
bg two --name two --net veth --ip 10.78.1.2/24 --net veth --ip 10.78.2.2/24 --host-ip 10.78.2.1/24 "$ROOTFS" sh -c 'ip addr; echo up; read -r x'
hears two up
rc='' out=$(cat "$T/two.out")
like "$(show "$out" eth0)" '*10.78.1.2/24*' 'the first of two links is eth0 and has the address behind it'
like "$(show "$out" eth1)" '*10.78.2.2/24*' 'the second is eth1'
ok "the first one's host end is h-NAME" link_is h-two
ok "the second one's has another name" link_is 'h-two+1'
like "$(ip addr show h-two+1)" '*10.78.2.1/24*' 'and --host-ip'
ok 'the container is reached through it' ping -c 1 -W 2 10.78.2.2
tell two go
reap $bg
ok 'both go' poll no_link h-two
ok 'with the container' poll no_link h-two+1

k=0 many=
while [ $k -lt 16 ]; do
	many="$many --net veth,ip=10.78.$k.2/24"
	k=$((k + 1))
done
# shellcheck disable=SC2086
c --name eleven-byte $many "$ROOTFS" sh -c 'ip link; sleep 0.1'
is "$(echo "$out" | grep -c 'eth[0-9]*@')" 16 'sixteen of them'
# shellcheck disable=SC2086
c $many --net veth "$ROOTFS" true
refused '*more than this build takes*' 'and no more'

c --net veth,ifname=wan,ip=10.78.1.2/24,mtu=1400,mac=02:00:00:00:78:01 --net veth --mtu 1300 --mac 02:00:00:00:78:02 "$ROOTFS" ip addr
like "$(show "$out" wan)" '*mtu 1400*02:00:00:00:78:01*10.78.1.2/24*' 'ifname=, mtu=, mac= as keys'
like "$(show "$out" eth1)" '*mtu 1300*02:00:00:00:78:02*' '--mtu, --mac'
bg host --name host --net veth --mtu 1400 --net veth --ifname lan "$ROOTFS" sh -c 'echo up; read -r x'
hears host up
like "$(ip link show h-host)" '*mtu 1400*fe:*' 'the host end has the MTU as well, and an address of its own'
tell host go
reap $bg
rc=
poll no_link h-host
c --net veth --ifname eth1 --net veth "$ROOTFS" sh -c 'ip link show eth1 && ip link show eth2'
is "$rc" 0 'a derived name goes round one that was given'
c --net veth,ip=10.78.1.2 "$ROOTFS" true
refused '*KEY*' 'what is wrong is the key, not the kind of link'
for bad in '--net veth --ifname lo' '--net veth --ifname a --net veth --ifname a' '--net veth --ifname a%d'; do
	# shellcheck disable=SC2086
	c $bad "$ROOTFS" true
	refused '*' "refused: $bad"
done
c --net veth:a --net veth:a "$ROOTFS" true
refused '*--net: a: given twice*' 'two ends of one name'
ip link add name h-second+1 type veth peer name second9
was=$(ip link show h-second+1)
c --name second --net veth --net veth "$ROOTFS" true
refused '*h-second+1*' 'a foreign link of the second name is refused'
is "$(ip link show h-second+1)" "$was" 'and stays as it is'
ok 'the first is not left either' poll no_link h-second
ip link del h-second+1

k=0 fine=0
while [ $k -lt 2 ]; do
	k=$((k + 1))
	bg victim --name victim --net veth --net veth "$ROOTFS" sh -c 'echo up; while :; do sleep 0.1; done'
	hears victim up
	kill -KILL $bg
	reap $bg
	c --name victim --net veth --net veth "$ROOTFS" true
	[ "$rc" = 0 ] && fine=$((fine + 1))
done
is "$fine" 2 'the next run of the name clears both that a killed husk left'
bg victim --name victim --net veth --net veth "$ROOTFS" sh -c 'echo up; while :; do sleep 0.1; done'
hears victim up
kill -KILL $bg
reap $bg
sleep 1
nok 'a second after SIGKILL of husk no host end is there' grep -q h-victim /proc/net/dev
c --name victim "$ROOTFS" true

# --- routes ---
r() {
	c --net veth --ip 10.78.1.2/24 "$@" "$ROOTFS" sh -c 'ip route; ip -6 route'
}
r --route 10.79.0.0/16,via=10.78.1.1 --route 10.80.0.0/16
like "$out" '*10.79.0.0/16 via 10.78.1.1 dev eth0*' '--route DST,via=GW'
like "$out" '*10.80.0.0/16 dev eth0 scope link*' '--route DST: straight on'
c --net veth,ip=10.78.1.2/24,route=10.79.0.0/16,via=10.78.1.1,route=10.81.2.3/32 "$ROOTFS" ip route
like "$out" '*10.79.0.0/16 via 10.78.1.1*10.81.2.3 dev eth0*' 'as keys'
r --gateway 10.78.9.1
like "$out" '*default via 10.78.9.1 dev eth0*' 'a gateway that no address reaches is on the link'
r --gateway 10.78.1.1
unlike "$out" '*onlink*' 'one that is reached needs no such mark'
r --ip fd78::2/64 --gateway fd78::1 --gateway 10.78.1.1 --route fd79::/32,via=fd78::9
like "$out" '*default via 10.78.1.1*default via fd78::1*' 'a gateway of each family'
like "$out" '*fd79::/32 via fd78::9*' '--route with IPv6'
r --ip fd78::2/64 --gateway fe80::1
like "$out" '*default via fe80::1 dev eth0*' 'a link-local gateway'
r --ip fd78::2/64 --gateway fd99::1
like "$out" '*default via fd99::1 dev eth0*' 'an IPv6 gateway that no address reaches'
c --net veth --route 10.79.0.0/16 --net veth --ip 10.78.1.2/24 "$ROOTFS" ip route
like "$out" '*10.79.0.0/16 dev eth0*' 'a route is the link'"'"'s before it, and takes no address'
for bad in 10.79.0.0 10.79.0.0/16,via= 10.79.0.0/16,via=fd78::1 10.79.0.0/16,dev=eth0 10.79.0.0/33 x; do
	r --route $bad
	[ "$rc" = 125 ] || break
	bad=
done
is "$bad" '' 'what is no route is refused'
r --route 10.79.0.1/16
refused '*10.79.0.1/16: DST has bits behind its length' 'and what is more than a network'
r --route 10.79.0.0/16 --route 10.79.0.0/16
refused 'run: net: 10.79.0.0/16: File exists*' "the kernel's refusal names the route"

# --- IPv6 is silent ---
if [ -e /proc/sys/net/ipv6/conf ]; then
	c --net veth --ip 10.78.1.2/24 --net veth,ip=fd78::2/64 --net veth --route fd79::/32 --net veth "$ROOTFS" \
		sh -c 'cd /proc/sys/net/ipv6/conf && cat eth0/disable_ipv6 eth1/disable_ipv6 eth2/disable_ipv6 eth3/disable_ipv6'
	is "$(echo $out)" '1 0 0 1' 'IPv6 is off on a link that does not ask for it, by an address or a route'
else
	skip 1 'the kernel has no IPv6'
fi

for bad in '--net veth --vlan 5' '--net veth --bridge br78 --vlan 4095' '--net veth --mtu 67' '--net veth --mac 01:00:00:00:00:01' '--mtu 1400' \
	'--net macvlan' '--net macvlan:nosuch9' '--net phys:nosuch9'; do
	# shellcheck disable=SC2086
	c $bad "$ROOTFS" true
	[ "$rc" = 125 ] || break
	bad=
done
is "$bad" '' 'what is out of bounds, or for no link, is refused'
for one in veth,ip=10.78.1.2/24 macvlan:low9 phys:low9; do
	c --share net --net $one "$ROOTFS" true
	[ "$rc" = 125 ] || break
	one=
done
is "$one" '' "a link of its own and the host's network are refused"
same 'nothing is left'
