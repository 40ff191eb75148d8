#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Settings of the container's own namespaces.
. "${0%/*}/lib.sh"
want MNT_SYSCTL NS_NET NS_IPC
plan 29
before
mkroot "$T/root"
look_sys() {
	for f in net/ipv4/ip_forward kernel/msgmax kernel/sem fs/mqueue/msg_max kernel/core_pattern kernel/hostname vm/swappiness; do
		cat "/proc/sys/$f" 2>/dev/null
	done
}
look_sys >"$T/sys"

sys() { # OPTIONS: what the container has afterwards
	c "$@" "$T/root" sh -c 'cd /proc/sys; cat net/ipv4/ip_forward kernel/msgmax kernel/sem fs/mqueue/msg_max net/ipv4/conf/lo/forwarding 2>/dev/null | tr "\t" " "'
}
sys --sysctl net.ipv4.ip_forward=1 --sysctl kernel.msgmax=4711 --sysctl 'kernel/sem=11 22 33 4'
like "$out" '1
4711
11 22 33 4
*' '--sysctl, with dots and with slashes'
if [ -e /proc/sys/fs/mqueue ]; then
	sys --sysctl fs.mqueue.msg_max=7
	like "$out" '*
7
*' "the message queues'"
else
	skip 1 'the kernel has no message queues'
fi
sys --sysctl net.ipv4.ip_forward=1 --sysctl net.ipv4.ip_forward=0
like "$out" '0
*' 'the last one counts'
look_sys | cmp -s - "$T/sys" && yes "the host's are as before" || no "the host's are as before"
c --sysctl net.ipv4.ip_forward=1 "$T/root" sh -c 'echo 0 >/proc/sys/net/ipv4/ip_forward'
like "$rc $err" '1 *Read-only*' 'inside they are read-only'
if has NS_USER && [ -e /proc/self/ns/user ]; then
	sys --userns --sysctl net.ipv4.ip_forward=1
	like "$out" '1
*' 'in a user namespace'
else
	skip 1 'no user namespaces'
fi
if has NET_VETH && [ "$("$HUSK" check --json 2>/dev/null | grep -c '"veth":true')" = 1 ]; then
	c --net veth --sysctl net.ipv4.conf.eth0.forwarding=1 "$T/root" cat /proc/sys/net/ipv4/conf/eth0/forwarding
	is "$out" 1 'of a link'
else
	skip 1 'no veth'
fi

for k in vm.swappiness=1 kernel.core_pattern=x fs.file-max=1 net.nf_conntrack_max=1 net.netfilter.nf_conntrack_buckets=1 net.netfilter.nf_hooks_lwtunnel=1 \
	kernel.sem_next_id=1; do
	c --sysctl "$k" "$T/root" true
	refused '*its namespace is the host*' "$k is refused"
done
for k in net/../kernel/core_pattern=x net..x=1 net.ipv4.ip_forward =1 ''; do
	c --sysctl "$k" "$T/root" true
	refused '*not K=V*' "\"$k\" is refused"
done
c --sysctl kernel.hostname=x "$T/root" true
refused '*--hostname*' 'kernel.hostname: by --hostname'
c --sysctl net.ipv4.ip_forward=1 --share net "$T/root" true
refused '*its namespace is the host*' "with the host's network"
c --sysctl kernel.msgmax=1 --share ipc "$T/root" true
refused '*its namespace is the host*' "with the host's ipc namespace"
c --sysctl net.ipv4.nosuch=1 "$T/root" true
refused '*sysctl: net/ipv4/nosuch: *--tolerate sysctl*' 'one that the kernel does not have'
if has BOX_TOLERATE; then
	c --sysctl net.ipv4.nosuch=1 --tolerate sysctl "$T/root" echo ran
	is "$rc $out" '0 ran' 'unless that is tolerated'
	like "$err" 'husk: run: sysctl: net/ipv4/nosuch: *' 'with a warning'
	c --sysctl net.ipv4.ip_forward=x --tolerate sysctl "$T/root" true
	refused '*sysctl: net/ipv4/ip_forward: Invalid argument*' 'a value that is none is not'
else
	skip 3 'CONFIG_BOX_TOLERATE is off'
fi
# A root with a proc of its own making has no say.
rm -rf "$T/root/proc"
mkdir -p "$T/root/proc/sys/net/ipv4"
echo was >"$T/root/proc/sys/net/ipv4/ip_forward"
c --sysctl net.ipv4.ip_forward=1 "$T/root" cat /proc/sys/net/ipv4/ip_forward
is "$out $(cat "$T/root/proc/sys/net/ipv4/ip_forward")" '1 was' 'what the root has below /proc is not written'
look_sys | cmp -s - "$T/sys" && yes "the host's are still as before" || no "the host's are still as before"
same 'nothing is left'
