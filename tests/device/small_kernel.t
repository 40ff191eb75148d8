#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A kernel with two kinds of namespaces (ipc, pid) and no cgroups, as board/qemu-small's: husk says what is missing, and works with what is there.
. "${0%/*}/lib.sh"
want CMD_CHECK BOX_TOLERATE NS_UTS NS_IPC NS_PID NS_NET NS_USER NS_TIME_OFFSETS NET_VETH CG ROOT_OVERLAY ROOT_IMAGE MNT_SYSCTL BOX_NAME
for x in uts net user cgroup time; do
	[ ! -e /proc/self/ns/$x ] || skip_all "the kernel has $x namespaces"
done
plan 73
before
warn_uts='husk: run: uts namespace: not in this kernel (CONFIG_UTS_NS)'
warn_net='husk: run: net namespace: not in this kernel (CONFIG_NET_NS)'

# --- check ---
try "$HUSK" check --json
is "$rc" 1 'check: something that is compiled in cannot work here'
json=$(echo "$out" | tr -d ' \n')
like "$json" '*"namespaces":{"mnt":true,"uts":false,"ipc":true,"pid":true,"net":false,"cgroup":false,"time":false,"user":false}*' 'the namespaces'
like "$json" '*"layout":"none"*' 'no cgroups'
like "$json" '*"seccomp":false*' 'no seccomp'
for w in uts:UTS_NS net:NET_NS cgroup:CGROUPS time:TIME_NS user:USER_NS veth:VETH bridge:BRIDGE memory:MEMCG cpu:CFS_BANDWIDTH pids:CGROUP_PIDS cpuset:CPUSETS \
	io:BLK_CGROUP overlay:OVERLAY_FS image:BLK_DEV_LOOP; do
	ok "check names ${w#*:}" grep -qx "husk: check: ${w%:*}: cannot work here (CONFIG_${w#*:})" "$T/err"
done
nok 'and nothing that is there' grep -qw -e ipc -e pid -e mnt "$T/err"

# --- namespaces: refused, tolerated, shared ---
c "$ROOTFS" true
refused 'run: uts namespace: not in this kernel (CONFIG_UTS_NS)' 'by default: refused'
c --share uts "$ROOTFS" true
refused 'run: net namespace: not in this kernel (CONFIG_NET_NS)' 'the network namespace: refused'
c --tolerate uts --share net "$ROOTFS" true
is "$rc$err" "0$warn_uts" '--tolerate uts: a warning'
c --tolerate uts,net "$ROOTFS" sh -c 'echo $$; for x in ipc pid mnt; do readlink /proc/self/ns/$x; done'
is "$rc $err" "0 $warn_uts
$warn_net" '--tolerate uts,net: a warning for each'
for x in ipc pid mnt; do
	unlike "$out" "*$(readlink /proc/self/ns/$x)*" "$x is the container's own"
done
like "$out" '1
ipc:*
pid:*
mnt:*' 'COMMAND is process 1'
bare='--share uts,net'
# shellcheck disable=SC2086
b() {
	c $bare "$@"
}
b "$ROOTFS" sh -c 'grep NoNewPrivs /proc/self/status; sed -n "s/^CapEff:.//p" /proc/self/status'
is "$rc$err" 0 '--share: nothing is said'
like "$out" 'NoNewPrivs:?1*' 'no_new_privs'
like "$out" '*00000000000005fb' 'and the default capabilities'
b --read-only "$ROOTFS" sh -c 'echo x >/x'
isnt "$rc" 0 '--read-only'
b --net none "$ROOTFS" true
refused 'run: net namespace: not in this kernel (CONFIG_NET_NS)' '--net none undoes --share net: refused'

# --- users ---
for o in --userns '--uid-map 0:100000:65536' '--uid-map none'; do
	# shellcheck disable=SC2086
	b $o "$ROOTFS" true
	refused 'run: user namespace: *(CONFIG_USER_NS)' "$o: refused"
done
try as_user 1000 "$HUSK" run $bare "$ROOTFS" true
refused 'run: user namespace: not in this kernel (CONFIG_USER_NS)' 'a plain user: refused'
try as_user 1000 "$HUSK" run "$ROOTFS" true
refused 'run: user namespace: not in this kernel (CONFIG_USER_NS)' 'by that name also where more is missing'
b -u 1000:1000 "$ROOTFS" sh -c 'id -u; sed -n "s/^CapEff:.//p" /proc/self/status'
is "$rc $(echo $out)" '0 1000 0000000000000000' '--user takes none'

# --- what belongs to a namespace that was tolerated ---
hostname=$(hostname)
c --tolerate uts --share net --hostname other "$ROOTFS" true
like "$rc $err" "125 $warn_uts
husk: run: --hostname: its namespace is the host's, or joined" '--hostname: refused'
is "$(hostname)" "$hostname" "the host's is as it was"
c --tolerate net --share uts --net veth "$ROOTFS" true
like "$rc $err" "125 $warn_net
husk: run: --net: its namespace is the host's, or joined" '--net veth: refused'
c --tolerate net --share uts --sysctl net.ipv4.ip_forward=1 "$ROOTFS" true
like "$rc $err" "125 $warn_net
husk: run: --sysctl: *" '--sysctl: refused'
is "$(cat /proc/sys/net/ipv4/ip_forward)" 0 "the host's is as it was"
b --boottime 100 "$ROOTFS" true
refused 'run: time namespace: not in this kernel (CONFIG_TIME_NS)' '--boottime: refused'
b --boottime 100 --tolerate time "$ROOTFS" true
is "$rc $err" '0 husk: run: time namespace: not in this kernel (CONFIG_TIME_NS)' '--tolerate time'

# --- cgroups ---
for w in '--memory 16M:MEMCG' '--cpus 0.5:CFS_BANDWIDTH' '--cpu-weight 50:CFS_BANDWIDTH' '--pids 10:CGROUP_PIDS' '--cpuset 0:CPUSETS' '--io-weight 50:BLK_CGROUP' \
	'--net-class 0x10001:CGROUP_NET_CLASSID' '--cap-add mknod:CGROUP_DEVICE' '--cgroup a/b:CGROUPS'; do
	b ${w%:*} "$ROOTFS" true
	refused "run: cgroup: *(CONFIG_${w##*:}*)" "${w%:*}: refused"
	b --tolerate cgroup ${w%:*} "$ROOTFS" echo ran
	like "$rc $out $err" '0 ran husk: run: cgroup: skipped: *' "${w%:*}: --tolerate cgroup"
done
b --share pid "$ROOTFS" true
refused 'run: *--share pid*(CONFIG_CGROUPS*--tolerate stop)' '--share pid: refused, for want of a certain stop'
b --share pid --tolerate stop "$ROOTFS" true
like "$rc $err" '0 husk: run: --join pid, --share pid: no group to end it by' '--tolerate stop'
try "$HUSK" cgroup mount memory
refused 'cgroup: *(CONFIG_CGROUPS)' 'husk cgroup mount'
bg named $bare --name small "$ROOTFS" sh -c 'echo up; read x; exit 3'
hears named up
ok 'a name needs none: it is recorded' test -e "$STATE/small"
tell named go
reap $bg
is "$rc" 3 'and its status is COMMAND'\''s'
bg killed $bare "$ROOTFS" sh -c 'sleep 1000 & echo up; wait'
hears killed up
inner=$(child $bg)
kill -KILL $bg
reap $bg
ok 'all end with husk' poll gone "$inner"

# --- files ---
b --overlay "$ROOTFS" true
refused 'run: overlay: *(CONFIG_OVERLAY_FS)' '--overlay: refused'
mkdir "$T/over"
b --overlay="$T/over" "$ROOTFS" true
refused 'run: overlay: *(CONFIG_OVERLAY_FS)' '--overlay=DIR: refused'
b "$ROOTFS.squashfs" true
refused 'run: *(CONFIG_BLK_DEV_LOOP)' 'an image: refused'
same 'nothing is left'
