#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A physical interface: moved in, and given back whatever happens.
. "${0%/*}/lib.sh"
want NET_VETH NET_PHYS NET_MACVLAN BOX_NAME
want_veth macvlan
plan 37
before
low_pair

is_back() {
	ip link show low9 | grep -q "mtu 1450" && [ "$(mac_of low9)" = "$mac" ] && ip link show low9 | grep -q '[<,]UP[,>]'
}
bg phys --name phys --net veth --net phys:low9,ip=10.78.5.6/24,mtu=1300,mac=02:00:00:00:78:05,ifname=lan "$ROOTFS" \
	sh -c 'ip addr; [ ! -d /proc/sys/net/ipv6 ] || cat /proc/sys/net/ipv6/conf/lan/disable_ipv6; echo up; read -r x'
hears phys up
rc='' out=$(cat "$T/phys.out")
like "$out" '*lan@*mtu 1300*02:00:00:00:78:05*10.78.5.6/24*' '--net phys: its name inside, address, MAC, MTU'
unlike "$out" '*
0
up' 'and silent'
nok 'it is not on the host' link_is low9
ok 'the network behind it is reached' ping -c 1 -W 2 10.78.5.6
tell phys go
reap $bg
is "$rc" 0 'the container ends'
ok 'at once it is back: name, address, MTU, and up' is_back
ok 'and the veth beside it goes' poll no_link h-phys

c --net phys:low9 --cap-add net_admin "$ROOTFS" sh -c 'ip link set eth0 down; ip link set eth0 name hidden; exit 7'
is "$rc" 7 'renamed and set down inside'
ok 'it is back as it was' is_back
c --net phys:low9 --mac 02:00:00:00:78:06 "$ROOTFS" /nonexistent
is "$rc" 127 'a command that is not there'
ok 'gives it back' is_back
ip link add name h-taken type veth peer name taken9
c --net phys:low9 --net veth:h-taken "$ROOTFS" true
refused '*h-taken*' 'a start that fails behind the move'
ok 'gives it back as well' is_back
ip link del h-taken
c --net phys:low9 --net macvlan:nosuch9 "$ROOTFS" true
refused '*nosuch9*' 'a start that fails before it'
ok 'has not touched it' is_back
ip link set low9 down
c --net phys:low9 "$ROOTFS" true
unlike "$(ip link show low9)" '*[<,]UP[,>]*' 'one that was down is down again'
ip link set low9 up
c --net phys:lo "$ROOTFS" true
refused 'run: phys: lo: cannot leave its namespace' 'what cannot be moved is refused'
c --net phys:low9 --net phys:low9 "$ROOTFS" true
refused '*low9*' 'and what is asked for twice'
ok 'it stays' is_back

if ip link add mv9 link low9 type macvlan 2>/dev/null; then
	ip link set mv9 up
	c --net phys:mv9,mtu=1451 "$ROOTFS" true
	refused '*phys: mv9: Invalid argument*' "an MTU that the interface has not: the kernel's word"
	ok 'and it is back, though it had moved' sh -c 'ip link show mv9 | grep -q "[<,]UP[,>]"'
	ip link del mv9
else
	skip 2 'nothing here makes a macvlan'
fi

if ip link property add dev low9 altname also9 2>/dev/null; then
	c --net phys:also9 "$ROOTFS" true
	is "$rc$err" 0 'another name of the interface'
	ok 'is not the one that it comes back under' is_back
	ip link property del dev low9 altname also9
else
	skip 2 'nothing here gives a link two names'
fi

if "$TOOL/tun" odd9 2>/dev/null || ip link add name odd9 link low9 type ipvlan 2>/dev/null; then
	c --net phys:odd9,mac=02:00:00:00:78:09 "$ROOTFS" true
	refused '*phys: odd9: *' 'an address that the interface does not take'
	ok 'and it is back, though it had moved' link_is odd9
	ip link del odd9
else
	skip 2 'nothing here makes an interface that takes no address'
fi

bg taken --net phys:low9,ifname=lan9 "$ROOTFS" sh -c 'echo up; read -r x'
hears taken up
ip link add name low9 type veth peer name taken9
tell taken go
reap $bg
is "$rc $(cat "$T/taken.err")" '0 husk: run: phys: low9: the name is taken: it is back as lan9' 'its name is taken: it has the one that it had inside'
like "$(ip link show lan9)" "*[<,]UP[,>]*mtu 1450*$mac*" 'and is as it was'
ip link del low9
ip link set lan9 down
ip link set lan9 name low9
ip link set low9 up

# What is no hardware dies with the namespace of a killed husk's container: the next run does not wait for it for long.
bg lost --name lost${T##*.} --net phys:low9 "$ROOTFS" sh -c 'echo up; while :; do sleep 0.1; done'
hears lost up
kill -KILL $bg
reap $bg
poll no_link lower9
c --name lost${T##*.} "$ROOTFS" true
is "$rc$err" 0 'an interface that is gone is not waited for'
link_is low9 && ip link del low9

hw=
for d in ${DEVICE:+/sys/class/net/*/device}; do
	[ -e "$d" ] && hw=${d%/device} hw=${hw##*/} && break
done
if [ -n "$hw" ]; then
	mac=$(mac_of "$hw")
	ip link set "$hw" up
	c --net phys:"$hw",ip=10.0.2.15/24,gateway=10.0.2.2,mac=02:00:00:00:78:07 --cap-add net_raw "$ROOTFS" ping -c 1 -W 5 10.0.2.2
	is "$rc" 0 "hardware, $hw: the network behind it is reached"
	is "$(mac_of "$hw")" "$mac" 'and it is back'
	# The name inside is taken on the host, or is not: the kernel gives it back as devN, or as it was inside.
	for inside in lo9 taken9; do
		ip link add name taken9 type veth peer name taken8
		bg killed --name killed --net veth --net phys:"$hw",ifname=$inside,mac=02:00:00:00:78:08,mtu=1400 "$ROOTFS" \
			sh -c 'echo up; while :; do sleep 0.1; done'
		hears killed up
		kill -KILL $bg
		reap $bg
		c --name killed "$ROOTFS" true
		is "$rc$err" 0 'husk killed: the next run of the name'
		like "$(mac_of "$hw") $(ip link show "$hw")" "$mac *[<,]UP[,>]*mtu 1500*" 'gives it back as it was'
		ip link del taken9
	done
	bg killed --name killed --net phys:"$hw",ifname=wan9 "$ROOTFS" sh -c 'echo up; while :; do sleep 0.1; done'
	hears killed up
	ip link add name "$hw" type veth peer name taken9
	kill -KILL $bg
	reap $bg
	c --name killed "$ROOTFS" true
	is "$rc $err" "0 husk: run: phys: $hw: the name is taken: it is back as wan9" 'its name is taken: the next run says so, and runs'
	is "$(mac_of wan9)" "$mac" 'and it is back'
	ip link del "$hw"
	ip link set wan9 down
	ip link set wan9 name "$hw"
else
	skip 8 'no hardware here'
fi

same 'nothing is left'
