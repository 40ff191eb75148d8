#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Links on an interface of the host's, and VLANs.
. "${0%/*}/lib.sh"
want NET_VETH NET_MACVLAN NET_IPVLAN NET_PHYS NET_VLAN BOX_NAME
want_veth bridge macvlan ipvlan 8021q
plan 30
before

# --- on an interface of the host ---
low_pair

# again OPTION...: a container that is started five times, one right behind the other; $again is how many did.
again() {
	again=0
	while [ $again -lt 5 ] && "$HUSK" run "$@" "$ROOTFS" true; do
		again=$((again + 1))
	done
}

c --net macvlan:low9 "$ROOTFS" true
if [ "$rc" = 0 ]; then
	bg mac --name mac --net macvlan:low9,ip=10.78.5.2/24,mac=02:00:00:00:78:03 "$ROOTFS" \
		sh -c 'ip addr; cat /proc/sys/net/ipv6/conf/eth0/disable_ipv6; echo up; read -r x'
	hears mac up
	out=$(cat "$T/mac.out")
	like "$out" '*eth0@*mtu 1450*02:00:00:00:78:03*10.78.5.2/24*' '--net macvlan: eth0, address, its MAC; the MTU of the interface'
	[ -e /proc/sys/net/ipv6/conf ] && like "$out" '*
1
up' 'and silent' || skip 1 'the kernel has no IPv6'
	rc=
	ok 'the network behind the interface is reached' ping -c 1 -W 2 10.78.5.2
	ok 'nothing of it is on the host' sh -c '! grep -q "h-mac" /proc/net/dev'
	c --net macvlan:low9,ip=10.78.5.3/24 --cap-add net_raw "$ROOTFS" ping -c 1 -W 2 10.78.5.2
	is "$rc" 0 'two containers on one interface reach each other'
	c --net macvlan:low9 --mtu 1400 --ifname lan "$ROOTFS" ip link show lan
	like "$out" '*mtu 1400*' '--mtu, --ifname'
	c --net macvlan:low9 --net macvlan:low9 --net veth "$ROOTFS" sh -c 'ip link show eth0 && ip link show eth1 && ip link show eth2'
	is "$rc" 0 'two and a veth in one container'
	tell mac go
	reap $bg
	again --net macvlan:low9,ip=10.78.5.2/24,mac=02:00:00:00:78:03
	is "$again" 5 'a fixed MAC at each start, as fast as one follows the other'
	# The host has a link of the name that is wanted inside.
	ip link add name eth0 type veth peer name eth9 2>/dev/null && own=1 || own=
	c --net macvlan:low9 "$ROOTFS" ip link show eth0
	is "$rc$err" 0 "the host's eth0 is in nobody's way"
	[ -z "$own" ] || ip link del eth0
else
	like "$err" '*CONFIG_MACVLAN*' 'a kernel without macvlan: the error names it'
	skip 8 'the kernel has no macvlan (CONFIG_MACVLAN)'
fi

# The interface is busy as long as the kernel tears the macvlans down, which on an emulated board is longer than husk waits.
settled() {
	c --net ipvlan:low9 "$ROOTFS" true
	case $err in
	*usy*) return 1 ;;
	esac
}
poll settled
if [ "$rc" = 0 ]; then
	bg ipv --name ipv --net ipvlan:low9,ip=10.78.5.4/24 "$ROOTFS" sh -c 'ip addr; cat /proc/sys/net/ipv6/conf/eth0/disable_ipv6; echo up; read -r x'
	hears ipv up
	rc='' out=$(cat "$T/ipv.out")
	like "$out" "*eth0@*$mac*10.78.5.4/24*
1
up" '--net ipvlan: eth0, the MAC of the interface; silent'
	ok 'the network behind the interface is reached' ping -c 1 -W 2 10.78.5.4
	c --net ipvlan:low9,ip=10.78.5.5/24 --cap-add net_raw "$ROOTFS" ping -c 1 -W 2 10.78.5.4
	is "$rc" 0 'two containers on one interface reach each other'
	tell ipv go
	reap $bg
	again --net ipvlan:low9,ip=10.78.5.4/24
	is "$again" 5 'a fixed address at each start'
else
	refused '*ipvlan*CONFIG_IPVLAN*' 'a kernel without ipvlan: the error names it'
	skip 3 'the kernel has no ipvlan (CONFIG_IPVLAN)'
fi
c --net ipvlan:low9 --mac 02:00:00:00:78:03 "$ROOTFS" true
refused '*--mac*' 'an ipvlan has no MAC of its own'

c --net phys:low9 --vlan 5 "$ROOTFS" true
if [ "$rc" = 0 ]; then
	ip link add link lower9 name lower9.5 type vlan id 5
	ip addr add 10.78.6.1/24 dev lower9.5
	ip link set lower9.5 up
	for kind in phys macvlan; do
		bg vlan --name vlan --net $kind:low9,vlan=5 --ip 10.78.6.2/24 "$ROOTFS" sh -c 'ip addr; cat /proc/sys/net/ipv6/conf/eth0/disable_ipv6; echo up; read -r x'
		hears vlan up
		rc='' out=$(cat "$T/vlan.out")
		like "$out" "*eth0@*10.78.6.2/24*
1
up" "$kind with a VLAN: eth0, silent"
		ok 'the VLAN is reached' ping -c 1 -W 2 10.78.6.2
		ok 'the interface stays' link_is low9
		tell vlan go
		reap $bg
	done
	c --net phys:low9,vlan=5 --net phys:low9,vlan=6,mac=02:00:00:00:78:04 "$ROOTFS" ip link
	like "$out" '*eth0@*02:00:00:00:78:04*' 'two VLANs of one interface, right after the last one'
	ip link del lower9.5
	ip link add link low9 name low9.7 type vlan id 7
	c --net phys:low9,vlan=7 "$ROOTFS" true
	refused '*low9*' 'a VLAN that the host has is refused'
	ok 'and stays' link_is low9.7
	ip link del low9.7
else
	refused '*vlan*CONFIG_VLAN_8021Q*' 'a kernel without VLANs: the error names it'
	skip 8 'the kernel has no VLANs (CONFIG_VLAN_8021Q)'
fi

if has CMD_CHECK; then
	can=
	for kind in macvlan:low9 ipvlan:low9 phys:low9,vlan=5; do
		c --net $kind "$ROOTFS" true
		[ "$rc" = 0 ] && can=$can,true || can=$can,false
	done
	json=$("$HUSK" check --json 2>/dev/null)
	like ",$(echo "${json#*\"bridge\":}" | sed 's/[a-z]*,//;s/"[a-z]*"://g;s/}.*//')" "$can" 'check tells which of them can be made'
else
	skip 1 'CONFIG_CMD_CHECK is off'
fi
ip link del low9

# --- a VLAN at the port of a bridge ---
ip link add name br78 type bridge 2>/dev/null || brctl addbr br78
ip link set br78 up
c --net veth,bridge=br78,vlan=5 "$ROOTFS" true
refused '*br78*vlan_filtering*' 'a bridge without VLANs is refused'
if ip link set br78 type bridge vlan_filtering 1 2>/dev/null || echo 1 2>/dev/null >/sys/class/net/br78/bridge/vlan_filtering; then
	bg seven --name seven --net veth,bridge=br78,vlan=7,ip=10.78.7.2/24 "$ROOTFS" sh -c 'echo up; read -r x'
	hears seven up
	c --net veth,bridge=br78,ip=10.78.7.3/24 --vlan 7 --cap-add net_raw "$ROOTFS" ping -c 1 -W 5 10.78.7.2
	is "$rc" 0 'two ports of one VLAN'
	c --net veth,bridge=br78,ip=10.78.7.3/24 --vlan 8 --cap-add net_raw "$ROOTFS" ping -c 1 -W 1 10.78.7.2
	is "$rc" 1 'a port of another one'
	c --net veth,bridge=br78,ip=10.78.7.3/24 --cap-add net_raw "$ROOTFS" ping -c 1 -W 1 10.78.7.2
	is "$rc" 1 "and one of the bridge's default do not see it"
	is "$("$TOOL/vlans" h-seven)" '7 PVID untagged' 'the port has this VLAN and no other'
	tell seven go
	reap $bg
else
	skip 4 'the kernel has no VLANs on bridges (CONFIG_BRIDGE_VLAN_FILTERING)'
fi
ip link del br78 2>/dev/null || { ip link set br78 down && brctl delbr br78; }
same 'nothing is left'
