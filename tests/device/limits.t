#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Memory, processor time, number of processes, set of processors.
. "${0%/*}/lib.sh"
want CG
plan 35
before
mkroot "$T/root"
cp "$TOOL/eat" "$TOOL/burn" "$T/root/bin/"

hold() { # OPTION...: a container `held` that waits; sets bg
	bg held --name held "$@" "$T/root" sh -c 'echo up; read -r x'
	hears held up
}

let_go() {
	tell held go
	reap $bg
}

if has CG_MEMORY && m=$(cg memory); then
	# A small board does not have as much.
	limit=100
	[ "$(sed -n 's/^MemAvailable: *\([0-9]*\) kB/\1/p' /proc/meminfo)" -gt 300000 ] || limit=12
	c --name eater --memory ${limit}M "$T/root" eat $((2 * limit))
	is "$rc" 137 "twice as much as a limit of $limit MB: killed"
	is "$err" "husk: run: eater: killed: out of memory (limit ${limit}M)" 'and the limit is named'
	c --memory ${limit}M "$T/root" eat $((limit / 2))
	is "$rc$err" 0 'half of it is fine'
	c --name child --memory 16M "$T/root" sh -c 'eat 24; echo "eat: $?"; exit 3'
	like "$rc $out" '3 *eat: 137' 'a killed child is the own matter of COMMAND'
	hold --memory 16M
	if [ -e "$m/cgroup.controllers" ]; then
		is "$(cat "$m/husk/held/memory.max")" 16777216 'memory.max'
		if [ -e "$m/husk/held/memory.swap.max" ]; then
			is "$(cat "$m/husk/held/memory.swap.max")" 0 'no swap beside it'
		else
			skip 1 'the kernel does not count swap'
		fi
	else
		is "$(cat "$m/husk/held/memory.limit_in_bytes")" 16777216 'memory.limit_in_bytes'
		if [ -e "$m/husk/held/memory.memsw.limit_in_bytes" ]; then
			is "$(cat "$m/husk/held/memory.memsw.limit_in_bytes")" 16777216 'no swap beside it'
		else
			skip 1 'the kernel does not count swap'
		fi
	fi
	let_go
	if has BOX_TOLERATE && has CG_RAW; then
		c --name eater --tolerate cgroup --memory 12M --cgroup-set memory.nosuch=1 "$T/root" eat 24
		is "$rc" 137 'a limit that is tolerated to be missing takes no other along'
		like "$err" 'husk: run: cgroup: skipped: memory.nosuch 1: *
husk: run: eater: killed: out of memory (limit 12M)' 'and is named'
		c --name eater --memory 12M --cgroup-set memory.nosuch=1 "$T/root" true
		refused '*memory.nosuch*' 'not tolerated it is an error'
	else
		skip 3 'CONFIG_BOX_TOLERATE or CONFIG_CG_RAW is off'
	fi
	if has BOX_TOLERATE && has NS_USER && has MNT_DEVICE; then
		try "$TOOL/deny" bpf "$HUSK" run --name eater --uid-map 0:0:65536 --device /dev/null --tolerate cgroup --memory 12M "$T/root" eat 24
		is "$rc" 137 'nor does a list of devices in a user namespace, where v2 cannot hold it'
	else
		skip 1 'CONFIG_BOX_TOLERATE, CONFIG_NS_USER or CONFIG_MNT_DEVICE is off'
	fi
	c --memory 8K "$T/root" true
	refused '*memory*' 'too little for the set-up: 125'
	c --memory 16M "$T/root" sh -c 'eat 24'
	like "$rc $err" '13[57] husk: run: *: killed: out of memory (limit 16M)' 'a derived name is named as well'
else
	skip 12 'no memory controller is mounted'
fi

now() { # sets now: hundredths of a second since boot
	read -r now _ </proc/uptime
	now=${now%.*}${now#*.}
}
if has CG_CPU && d=$(cg cpu); then
	usage() { # sets usage: microseconds of processor time, by the kernel's own count
		if [ -e "$d/cgroup.controllers" ]; then
			read -r _ usage <"$d/husk/held/cpu.stat"
		elif [ -e "$d/husk/held/cpuacct.usage" ]; then
			read -r usage <"$d/husk/held/cpuacct.usage"
			usage=$((usage / 1000))
		else
			read -r line <"/proc/$pid/stat"
			# shellcheck disable=SC2086
			set -- ${line##*) }
			usage=$(((${12} + ${13}) * 10000))
		fi
	}
	bg held --name held --cpus 0.2 "$T/root" sh -c 'while :; do :; done'
	poll has_child $bg
	pid=$(child $bg)
	poll grep -q . "$d/husk/held/cgroup.procs"
	sleep 0.3
	# A machine that is emulated, or busy, counts time that it was kept waiting as used, and throttles for that afterwards: hence more than one try.
	for _try in 1 2 3 4; do
		usage; u=$usage; now; t=$now
		sleep 3
		usage; now
		# percent of a processor: microseconds / (hundredths * 10^4) * 100
		share=$(((usage - u) / ((now - t) * 100)))
		[ $share -lt 16 ] || [ $share -gt 24 ] || break
	done
	kill -KILL "$pid"
	reap $bg
	is "$rc" 137 'a killed command: 128 + 9'
	between 16 $share 24 '--cpus 0.2 is held to 20 %, within a fifth'
	# With so little a slow board takes minutes to say that it is up: nobody waits for that.
	for cpus in '0.005' '1.5'; do
		bg held --name held --cpus $cpus "$T/root" sleep 1000
		poll has_child $bg
		poll grep -q . "$d/husk/held/cgroup.procs"
		if [ -e "$d/cgroup.controllers" ]; then
			read -r quota period <"$d/husk/held/cpu.max"
		else
			read -r quota <"$d/husk/held/cpu.cfs_quota_us"
			read -r period <"$d/husk/held/cpu.cfs_period_us"
		fi
		kill -KILL "$(child $bg)"
		reap $bg
		case $cpus in
		0.005) is $((quota * 1000 / period)) 5 "--cpus $cpus: a quota the kernel takes" ;;
		*) is $((quota * 1000 / period)) 1500 "--cpus $cpus" ;;
		esac
	done
else
	skip 4 'no cpu controller is mounted'
fi

# Where nothing is mounted husk mounts v2 for itself.
if has CG_PIDS && { d=$(cg pids) || ! grep -q '^[^ ]* [^ ]* cgroup' /proc/mounts; }; then
	c --pids 12 "$T/root" sh -c 'i=0; while [ $i -lt 20 ]; do sleep 5 & i=$((i + 1)); done; kill 1'
	like "$err" "*fork*" '--pids 12: the kernel refuses one'
	c --pids 12 "$T/root" sh -c 'cd /proc; i=0; while [ $i -lt 11 ]; do sleep 1 & i=$((i + 1)); done; set -- [0-9]*; echo $#; exit 0'
	is "$rc $out" '0 12' 'twelve in all are fine'
	if [ "$d" ]; then
		hold --pids 12
		is "$(cat "$d/husk/held/pids.max")" 12 'pids.max'
		let_go
	else
		skip 1 'no hierarchy is mounted'
	fi
else
	skip 3 'no pids controller is mounted'
fi

if has CG_CPUSET && cg cpuset >/dev/null; then
	c --cpuset 0 "$T/root" grep Cpus_allowed_list /proc/self/status
	is "${out##*[!0-9]}" 0 '--cpuset 0'
	c --cpuset 4095 "$T/root" true
	refused '*cpuset*' 'a processor that is not there'
	if has BOX_TOLERATE; then
		c --tolerate cgroup --cpuset 0 --mems 63 "$T/root" grep Cpus_allowed_list /proc/self/status
		is "${out##*[!0-9]}" 0 'a limit beside one that is tolerated to be missing stands'
		like "$err" 'husk: run: cgroup: skipped: cpuset.mems 63: *' 'which is named'
	else
		skip 2 'CONFIG_BOX_TOLERATE is off'
	fi
else
	skip 4 'no cpuset controller is mounted'
fi

if d=$(cg pids); then
	own_group "$d"
	hold --pids 9 --cgroup "$group/made"
	ok '--cgroup: below the parent that was named' test -e "$d/$group/made/held/pids.max"
	let_go
	nok 'the parent that husk made is gone' test -e "$d/$group/made"
	bg first --name first --pids 9 --cgroup "$group/made/deep" "$T/root" sh -c 'echo up; read -r x'
	hears first up
	first=$bg
	hold --pids 9 --cgroup "$group/made"
	tell first go
	reap $first
	ok 'it stays while another container is in it' test -e "$d/$group/made/held"
	let_go
	nok 'and goes with that' test -e "$d/$group/made"
	hold --pids 9 --cgroup "$group/made/deep"
	pid=$(child $bg)
	kill -KILL $bg
	reap $bg
	poll gone "$pid"
	c --name held "$T/root" true
	nok 'after a husk that was killed with the next run of its name' test -e "$d/$group/made"
	ok 'the one that stood there stands' rmdir "$d/$group"
	c --cgroup ../up --pids 5 "$T/root" true
	refused '*..*' '--cgroup with .. is refused'
	c --pids 5 "$T/root" true
	is "$rc$err" 0 'limits without a name'
	few=5
	while try sh -c 'ulimit -n '$few' && exec "$@"' sh "$HUSK" run --pids 5 "$T/root" true && [ "$rc" != 0 ] && [ $few -lt 40 ]; do
		case $err in *'no such controller'*) break ;; esac
		few=$((few + 1))
	done
	is "$rc$err" 0 'too few descriptors are not a missing controller'
else
	skip 9 'no pids controller is mounted'
fi

c "$T/root" cat /proc/self/cgroup
unlike "$out" '*/husk*' 'without a limit or a name there is no group'
if [ -d /sys/fs/cgroup ]; then
	c --memory 16M "$T/root" sh -c 'echo 1 >/sys/fs/cgroup/memory/memory.limit_in_bytes || echo max >/sys/fs/cgroup/memory.max'
	isnt "$rc" 0 'the container cannot lift its limit'
else
	skip 1 'no /sys/fs/cgroup'
fi
same 'nothing is left'
