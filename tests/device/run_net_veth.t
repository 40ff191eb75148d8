#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A veth pair: addresses, gateway, bridge, its host end's name, and what becomes of it.
. "${0%/*}/lib.sh"
want NET_VETH
want_veth bridge
plan 46
before

c --net veth "$ROOTFS" sh -c 'ip link | grep -c ^[0-9]; ip link show eth0'
like "$out" '2
*' '--net veth: lo and one more'
like "$out" '*eth0*UP*' 'it is called eth0 and is up'

bg held --name box --net veth --ip 10.77.1.2/24 --gateway 10.77.1.1 --host-ip 10.77.1.1/24 "$ROOTFS" sh -c 'ip addr; ip route; echo up; read -r x; ping -c 1 -W 2 10.77.1.1; nc -w 2 10.77.1.1 7777; read -r x'
hears held up
out=$(cat "$T/held.out") err=$(cat "$T/held.err") rc=0
like "$out" '*10.77.1.2/24*' '--ip'
like "$out" '*default via 10.77.1.1*' '--gateway'
ok "the host's end is h-NAME" link_is h-box
like "$(ip addr show h-box)" '*10.77.1.1/24*' '--host-ip'
like "$(ip link show h-box)" '*UP*' 'and up'
like "$(ip link show h-box)" '*[[:blank:]]fe:*' 'its address begins with fe:'
case $(ip -d link help 2>&1) in
*BusyBox*)
	like "$(cat /sys/class/net/h-box/ifalias 2>/dev/null || echo husk:box)" 'husk:box' 'its alias says whose it is'
	skip 1 'ip does not show queues'
	;;
*)
	like "$(ip link show h-box)" '*alias husk:box*' 'its alias says whose it is'
	inside=$(nsenter -t "$(tr -d " " </proc/$bg/task/$bg/children)" -n ip -d link show eth0)
	like "$(ip -d link show h-box) $inside" '*numtxqueues 1 numrxqueues 1 *numtxqueues 1 numrxqueues 1 *' 'both ends have one queue, whatever processors there are'
	;;
esac
ok 'the container is there for the host' ping -c 1 -W 2 10.77.1.2
six=/proc/sys/net/ipv6/conf
if [ -d $six ]; then
	is "$(cat $six/h-box/disable_ipv6)" 1 "the host's end takes no router's word from inside"
	was=$(cat $six/default/disable_ipv6)
	echo 1 >$six/default/disable_ipv6
	held=$bg
	bg six --name six --net veth --ip fd77:4::2/64 --host-ip fd77:4::1/64 "$ROOTFS" sh -c 'echo up; read -r x'
	hears six up
	like "$(ip addr show h-six)" '*fd77:4::1/64*' '--host-ip with IPv6, which the host has off'
	is "$(cat $six/h-six/accept_ra)" 0 'takes none either'
	tell six go
	reap $bg
	echo "$was" >$six/default/disable_ipv6
	bg=$held
else
	skip 3 'the kernel has no IPv6'
fi
c --name box "$ROOTFS" true
refused '*box*' 'the name of a living container is refused'
ok 'whose link stays' link_is h-box
tell held go
tell held go
reap $bg
ok 'the link goes with the container' poll no_link h-box

c --net veth --ip fd77:1::2/64 --gateway fd77:1::1 "$ROOTFS" sh -c 'ip -6 addr show eth0; ip -6 route'
like "$out" '*fd77:1::2/64*' '--ip with IPv6'
unlike "$(echo "$out" | grep fd77:1::2/64)" '*tentative*' 'usable at once'
like "$out" '*default via fd77:1::1*' '--gateway with IPv6'
c --net veth --ip 10.77.2.2/24 --ip 10.77.3.2/32 --ip fd77:2::2/64 "$ROOTFS" ip addr show eth0
is "$(echo "$out" | grep -c 'inet6* \(10.77\|fd77\)')" 3 'three addresses'
c --net veth:mine0 --ip 10.77.2.2/31 "$ROOTFS" sh -c 'ip addr show eth0; sleep 0.1'
like "$out" '*10.77.2.2/31*' '--net veth:HOSTIF, prefix 31'
c --net veth,ip=10.77.4.2/24,gateway=10.77.4.1 "$ROOTFS" sh -c 'ip addr show eth0; ip route'
like "$out" '*10.77.4.2/24*default via 10.77.4.1*' '--net veth,ip=...,gateway=...'
c --net veth --gateway 10.77.1.1 "$ROOTFS" true
refused '*gateway*' 'a gateway needs an address'

# (What ended just now takes its link along a moment later.)
poll sh -c '! grep -q "^ *h-" /proc/net/dev'
long=a234567890123456789012345678901234567890
bg held --name $long --net veth "$ROOTFS" sh -c 'echo up; read -r x'
hears held up
rc='' name=$(sed -n 's/^ *\(h-[^:]*\):.*/\1/p' /proc/net/dev)
like "$name" 'h-a234????????' 'a name that is too long: four letters and a hash'
bg other --name ${long}b --net veth "$ROOTFS" sh -c 'echo up; read -r x'
hears other up
is "$(grep -c '^ *h-a234' /proc/net/dev)" 2 'which differs for another name'
tell other go
reap $bg
tell held go
reap ${bgs##* }

# --- bridge ---
if ip link add name br77 type bridge 2>/dev/null || brctl addbr br77 2>/dev/null; then
	ip addr add 10.77.5.1/24 dev br77
	ip link set br77 up
	ip link add name port77 type dummy 2>/dev/null || ip link add name port77 type veth peer name peer77
	ip link set port77 address 02:00:00:00:00:77
	ip link set port77 master br77 2>/dev/null || brctl addif br77 port77
	poll sh -c 'ip link show br77 | grep -q 02:00:00:00:00:77'
	mac=$(mac_of br77)
	bg one --name one --net veth --bridge br77 --ip 10.77.5.2/24 "$ROOTFS" sh -c 'echo up; read -r x'
	hears one up
	one=$bg
	ok 'the host reaches the container over the bridge' poll ping -c 1 -W 1 10.77.5.2
	c --net veth --bridge br77 --ip 10.77.5.3/24 --gateway 10.77.5.1 --cap-add net_raw "$ROOTFS" sh -c 'ping -c 1 -W 2 10.77.5.1 && ping -c 1 -W 2 10.77.5.2'
	is "$rc" 0 'a second container reaches both'
	is "$(mac_of br77)" "$mac" 'the bridge keeps its own address'
	tell one go
	reap $one
	rc=
	ok 'its port goes' poll no_link h-one
	ip link del port77
	# No other port: the bridge has a container's address, and the others keep it in mind.
	bg two --name a-longer-name --net veth --bridge br77 --ip 10.77.5.2/24 "$ROOTFS" sh -c 'echo up; read -r x'
	hears two up
	mac=$(mac_of br77)
	c --name b --net veth --bridge br77 --ip 10.77.5.3/24 --cap-add net_raw "$ROOTFS" ping -c 1 -W 2 10.77.5.1
	is "$rc $(mac_of br77)" "0 $mac" 'a bridge of containers alone keeps its address when one comes'
	poll no_link h-b
	is "$(mac_of br77)" "$mac" 'and when it goes'
	ok 'and reaches the other' ping -c 1 -W 2 10.77.5.2
	tell two go
	reap $bg
	rc=
	ip link del br77 2>/dev/null || { ip link set br77 down && brctl delbr br77; }
else
	skip 7 'the kernel has no bridge (CONFIG_BRIDGE)'
fi
poll sh -c '! grep -q "^ *h-" /proc/net/dev'
c --net veth --bridge nosuchbr "$ROOTFS" true
refused '*nosuchbr*' 'a bridge that is not there'
c --net veth --bridge lo "$ROOTFS" true
refused '*lo*' 'a link that is no bridge'
nok 'nothing of the failed one is left' grep -q '^ *h-' /proc/net/dev

# --- collisions ---
ip link add name h-taken type veth peer name taken9
was=$(ip link show h-taken)
c --name taken --net veth "$ROOTFS" true
refused '*h-taken*' "a foreign link of that name is refused"
is "$(ip link show h-taken)" "$was" 'and stays as it is'
c --net veth:h-taken "$ROOTFS" true
refused '*h-taken*' 'also where it was named'
ip link del h-taken

# --- a supervisor that was killed ---
k=0 fine=0
while [ $k -lt 3 ]; do
	k=$((k + 1))
	bg victim --name victim --net veth --ip 10.77.6.2/24 "$ROOTFS" sh -c 'echo up; while :; do sleep 0.1; done'
	hears victim up
	kill -KILL $bg
	reap $bg
	c --name victim --net veth --ip 10.77.6.2/24 "$ROOTFS" true
	[ "$rc" = 0 ] && fine=$((fine + 1))
done
is "$fine" 3 'the next run of the name clears what a killed husk left'
poll no_link h-victim
nok 'no link of it is left' grep -q h-victim /proc/net/dev

# --- wrong values ---
for ip in 10.77.1.2 10.77.1.2/33 10.77.1/24 10.77.1.2/ 256.1.1.1/8 fd77::1/129 fd77:::1/64 x/24; do
	c --net veth --ip "$ip" "$ROOTFS" true
	case $rc$out$err in
	"125husk: run: "*"$ip"*) ;;
	*) break ;;
	esac
	ip=
done
is "$ip" '' 'what is no address with a prefix is refused by name'
c --net none --bridge br0 "$ROOTFS" true
refused '*bridge*' '--bridge needs a veth'
c --net veth --host-ip 10.77.1.1/24 --share net "$ROOTFS" true
refused '*' 'a veth and the network of the host'
c --net veth:much-too-long-for-a-link "$ROOTFS" true
refused '*much-too-long-for-a-link*' 'a name that is too long for a link'
same 'nothing is left'
