#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What the limits write: each option's file and value on the version that its controller is on.
. "${0%/*}/lib.sh"
want CG BOX_NAME
plan 44
before

in_group() { # OPTION...: a container `held` with these options
	bg held --name held "$@" "$ROOTFS" sh -c 'echo up; read -r x'
	hears held up
	err=$(cat "$T/held.err")
}

let_go() {
	tell held go
	reap $bg
}

# value CONTROLLER V1FILE V2FILE: its first line, of the container's group.
value() {
	_d=$(cg "$1") || _d=$(cg blk"$1")
	_f=$2
	[ ! -e "$_d/cgroup.controllers" ] || _f=$3
	head -n 1 "$_d/husk/held/$_f" 2>/dev/null
}

# takes N SYMBOL CONTROLLER V1FILE V2FILE: do this build and this kernel have them? Else N are skipped.
takes() {
	if ! has "$2"; then
		skip "$1" "CONFIG_$2 is off"
		return 1
	fi
	if ! _d=$(cg "$3"); then
		skip "$1" "$3: not mounted"
		return 1
	fi
	_f=$4
	[ ! -e "$_d/cgroup.controllers" ] || _f=$5
	own_group "$_d"
	[ ! -e "$_d/cgroup.controllers" ] || echo "+$3" >"$_d/cgroup.subtree_control" 2>/dev/null
	_found=0
	[ -e "$_d/$group/$_f" ] || _found=1
	rmdir "$_d/$group"
	[ $_found = 0 ] || skip "$1" "this kernel has no $_f"
	return $_found
}

# either A B: A on v1, B on v2, where the last one looked is.
either() {
	[ -e "$_d/cgroup.controllers" ] && echo "$2" || echo "$1"
}

# gives DESCRIPTION CONTROLLER V1FILE V2FILE V1 V2 OPTION...: what is in the file of a container with these options.
gives() {
	_what=$1 _ctl=$2 _v1=$3 _v2=$4 _want=$(either "$5" "$6")
	shift 6
	in_group "$@"
	is "$(value "$_ctl" "$_v1" "$_v2")" "$_want" "$_what"
	let_go
}

# Memory and swap.
if takes 8 CG_MEMORY memory memory.limit_in_bytes memory.max; then
	in_group --memory 64M --memory-high 32M
	is "$(value memory memory.limit_in_bytes memory.max)" 67108864 '--memory'
	is "$(value memory memory.soft_limit_in_bytes memory.high)" 33554432 '--memory-high'
	let_go
	p=$(page)
	gives '--memory in whole pages, down' memory memory.limit_in_bytes memory.max $((4980735 / p * p)) $((4980735 / p * p)) --memory 4980735
	if takes 3 CG_MEMORY memory memory.memsw.limit_in_bytes memory.swap.max; then
		swap='memory memory.memsw.limit_in_bytes memory.swap.max'
		# shellcheck disable=SC2086
		gives '--memory-swap is memory and swap' $swap 100663296 33554432 --memory 64M --memory-swap 96M
		# shellcheck disable=SC2086
		gives 'as much as --memory: no swap' $swap 67108864 0 --memory 64M --memory-swap 64M
		in_group --memory 64M --memory-swap unlimited
		unlike "$(value memory memory.memsw.limit_in_bytes memory.swap.max)" "$(either 67108864 0)" 'unlimited'
		let_go
	fi
	c --memory 2M --memory-swap 1M "$ROOTFS" true
	refused '*--memory-swap: less*' 'less than --memory'
	c --memory-swap 1M "$ROOTFS" true
	refused '*--memory-swap: needs --memory*' 'without --memory'
fi

# Processors and memory nodes.
if takes 3 CG_CPU cpu cpu.shares cpu.weight; then
	gives '--cpu-weight 1' cpu cpu.shares cpu.weight 10 1 --cpu-weight 1
	gives '--cpu-weight 100: what everybody has' cpu cpu.shares cpu.weight 1024 100 --cpu-weight 100
	gives '--cpu-weight 10000' cpu cpu.shares cpu.weight 102400 10000 --cpu-weight 10000
fi
if takes 5 CG_CPUSET cpuset cpuset.mems cpuset.mems; then
	in_group --mems 0
	is "$(value cpuset cpuset.mems cpuset.mems)" 0 '--mems'
	like "$(value cpuset cpuset.cpus cpuset.cpus.effective)" '0*' 'alone: the CPUs are those of the group above'
	let_go
	in_group --cpuset 0
	is "$(value cpuset cpuset.cpus cpuset.cpus)" 0 '--cpuset'
	like "$(value cpuset cpuset.mems cpuset.mems.effective)" '0*' 'alone: the memory nodes are those of the group above'
	let_go
	d=$(cg cpuset)
	if [ -e /sys/devices/system/cpu/cpu1 ] && mkdir "$d/one-${T##*.}"; then
		groups="$groups $d/one-${T##*.}"
		[ ! -e "$d/cgroup.controllers" ] || echo +cpuset >"$d/one-${T##*.}/cgroup.subtree_control"
		[ -e "$d/cgroup.controllers" ] || cat "$d/cpuset.mems" >"$d/one-${T##*.}/cpuset.mems"
		echo 0 >"$d/one-${T##*.}/cpuset.cpus"
		c --cgroup "one-${T##*.}" --cpuset 0-1 "$ROOTFS" true
		refused '*cpuset.cpus*' 'CPUs that the group above has not'
		rmdir "$d/one-${T##*.}"
	else
		skip 1 'one processor'
	fi
fi

# Disks. (v1 calls the controller blkio.)
io=io
cg io >/dev/null || io=blkio
if takes 3 CG_IO $io blkio.bfq.weight io.weight; then
	gives '--io-weight 1' io blkio.bfq.weight io.weight 1 'default 1' --io-weight 1
	gives '--io-weight 100: what everybody has' io blkio.bfq.weight io.weight 100 'default 100' --io-weight 100
	gives '--io-weight 10000' io blkio.bfq.weight io.weight 1000 'default 10000' --io-weight 10000
fi
disk=
for d in /sys/block/*; do
	# One with a capacity and a driver of its own, not a loop device that nobody has set up.
	[ -e "$d/device" ] && read -r disk <"$d/dev" && break
done
node="$T/disk"
if [ "$disk" ] && mknod "$node" b ${disk%:*} ${disk#*:} 2>/dev/null; then
	if takes 6 CG_IO $io blkio.throttle.read_bps_device io.max; then
		in_group --io-max "$disk:rbps=1M,wiops=100" --io-max "$node:wbps=2M"
		if [ "$(either v1 v2)" = v1 ]; then
			is "$(value io blkio.throttle.read_bps_device '')" "$disk 1048576" '--io-max MAJ:MIN: rbps'
			is "$(value io blkio.throttle.write_iops_device '')" "$disk 100" 'wiops'
			is "$(value io blkio.throttle.write_bps_device '')" "$disk 2097152" 'of the same disk by its path: wbps'
			is "$(value io blkio.throttle.read_iops_device '')" '' 'riops is not limited'
		else
			line=$(value io '' io.max)
			like "$line" "$disk *rbps=1048576*" '--io-max MAJ:MIN: rbps'
			like "$line" '*wiops=100*' 'wiops'
			like "$line" '*wbps=2097152*' 'of the same disk by its path: wbps'
			like "$line" '*riops=max*' 'riops is not limited'
		fi
		let_go
		c --io-max "$T:rbps=1M" "$ROOTFS" true
		refused '*--io-max*no block device*' 'a directory is no disk'
		c --io-max 4095:1:rbps=1M "$ROOTFS" true
		refused '*4095:1*' 'a disk that is not there'
	fi
else
	skip 6 'no disk'
fi

# Huge pages.
if takes 3 CG_HUGETLB hugetlb hugetlb.2MB.limit_in_bytes hugetlb.2MB.max; then
	gives '--hugetlb' hugetlb hugetlb.2MB.limit_in_bytes hugetlb.2MB.max 8388608 8388608 --hugetlb 2M:8M
	gives 'none at all; the size in another unit' hugetlb hugetlb.2MB.limit_in_bytes hugetlb.2MB.max 0 0 --hugetlb 2048K:0
	c --hugetlb 3M:3M "$ROOTFS" true
	refused '*3MB*' 'pages of no such size'
fi

# Network: v1 only.
if ! has CG_NET; then
	skip 6 'CONFIG_CG_NET is off'
elif cg net_cls >/dev/null; then
	gives '--net-class 0xAAAABBBB' net_cls net_cls.classid '' 1048577 1048577 --net-class 0x100001
	gives '--net-class A:B, in hexadecimal as tc has it' net_cls net_cls.classid '' 1048577 1048577 --net-class 10:1
else
	c --net-class 10:1 "$ROOTFS" true
	refused '*net_cls*v2*' '--net-class needs v1, and says so'
	c --tolerate cgroup --net-class 10:1 "$ROOTFS" true
	is "$rc" 0 'unless tolerated'
fi
if ! has CG_NET; then
	:
elif d=$(cg net_prio); then
	in_group --net-prio lo:7
	is "$(grep '^lo ' "$d/husk/held/net_prio.ifpriomap")" 'lo 7' '--net-prio'
	let_go
	c --net-prio nosuchlink:7 "$ROOTFS" true
	refused '*nosuchlink*' 'a link that is not there'
else
	c --net-prio lo:1 "$ROOTFS" true
	refused '*net_prio*v2*' '--net-prio needs v1, and says so'
	c --tolerate cgroup --net-prio lo:1 "$ROOTFS" true
	is "$rc" 0 'unless tolerated'
fi
if has CG_NET; then
	c --net-class 0 "$ROOTFS" true
	refused '*--net-class*' 'no class'
	c --net-prio lo "$ROOTFS" true
	refused '*--net-prio*' 'no priority'
fi

# Any file.
if ! has CG_RAW; then
	skip 9 'CONFIG_CG_RAW is off'
else
	if takes 2 CG_MEMORY memory memory.swappiness memory.low; then
		gives '--cgroup-set' memory memory.swappiness memory.low 7 65536 --cgroup-set "$(either memory.swappiness=7 memory.low=65536)"
		gives 'is written behind the limits' memory memory.limit_in_bytes memory.max 33554432 33554432 --memory 64M \
			--cgroup-set "$(either memory.limit_in_bytes memory.max)=32M"
	fi
	v2=$(sed -n 's/^[^ ]* \([^ ]*\) cgroup2 .*/\1/p' /proc/mounts | head -n 1)
	if [ "$v2" ]; then
		in_group --cgroup-set cgroup.max.depth=3
		is "$(cat "$v2/husk/held/cgroup.max.depth")" 3 'a file that every group of v2 has'
		let_go
	else
		skip 1 'v2 is not mounted'
	fi
	for bad in memory.max nodot=1 ../cgroup.procs=0 a/b.c=1 =1; do
		c --cgroup-set "$bad" "$ROOTFS" true
		refused '*--cgroup-set*FILE=VALUE*' "$bad is refused"
	done
	c --cgroup-set memory.nosuchfile=1 "$ROOTFS" true
	refused '*memory*' 'a file that is not there'
fi
same 'nothing is left'
