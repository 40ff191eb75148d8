#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Limits of the process itself, its priority, and what machine it sees.
. "${0%/*}/lib.sh"
plan 45
before
mkroot "$T/root"
chmod 755 "$T/root"
r=$T/root
# May the caller go beyond his own limits? CAP_SYS_RESOURCE is 24.
may_raise() {
	_eff=$(sed -n 's/^CapEff:[[:blank:]]*//p' /proc/self/status)
	[ $((0x$_eff >> 24 & 1)) = 1 ]
}

# --- resource limits ---
if has GUARD_RLIMIT; then
	c --rlimit nofile=64:128 "$r" sh -c 'ulimit -n; ulimit -H -n'
	is "$out" '64
128' '--rlimit: soft and hard'
	c --rlimit nofile=100 --rlimit CORE=0 "$r" true
	refused '*CORE=0*no such limit*' 'names are as prlimit has them'
	c --rlimit nofile=100 --rlimit core=0 --rlimit stack=4M "$r" sh -c 'ulimit -n; ulimit -H -n; ulimit -c; ulimit -s'
	is "$out" '100
100
0
4096' 'one value is both, several limits, K M G'
	c --rlimit nofile=70 --rlimit nofile=80 "$r" sh -c 'ulimit -n'
	is "$out" 80 'the last one of a name counts'
	all='as core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack'
	set --
	for l in $all; do
		hard=$(sed -n "$(case $l in
		as) echo '/^Max address space/' ;; core) echo '/^Max core file/' ;; cpu) echo '/^Max cpu time/' ;; data) echo '/^Max data/' ;;
		fsize) echo '/^Max file size/' ;; locks) echo '/^Max file locks/' ;; memlock) echo '/^Max locked/' ;; msgqueue) echo '/^Max msgqueue/' ;;
		nice) echo '/^Max nice/' ;; nofile) echo '/^Max open/' ;; nproc) echo '/^Max processes/' ;; rss) echo '/^Max resident/' ;;
		rtprio) echo '/^Max realtime priority/' ;; rttime) echo '/^Max realtime timeout/' ;; sigpending) echo '/^Max pending/' ;;
		stack) echo '/^Max stack/' ;;
		esac)"'{s/^.\{26\}[^ ]* *\([^ ]*\).*/\1/p;}' /proc/self/limits)
		set -- "$@" --rlimit "$l=$hard"
	done
	c "$@" "$r" true
	is "$rc$err" 0 'all sixteen are known, at what they are'
	c --rlimit cpu=77 --rlimit nproc=88:99 --rlimit as=1G --rlimit memlock=0 --rlimit msgqueue=5 "$r" cat /proc/self/limits
	# In an order that is the architecture's, as the numbers are.
	like "$(echo "$out" | sort)" '*Max address space *1073741824 *1073741824 *Max cpu time *77 *77 *Max locked memory *0 *0 *Max msgqueue size *5 *5 *Max processes *88 *99 *' \
		'and each is the one of its name'
	c --rlimit nofile=3 "$r" sh -c 'ulimit -n'
	is "$rc $out" '0 3' 'one that is too small for husk itself'
	c --rlimit core=unlimited:-1 "$r" sh -c 'ulimit -c'
	# A caller whose hard limit is lower may not have it.
	case $err in
	*'rlimit: core: '*) refused '*' 'unlimited' ;;
	*) is "$out" unlimited 'unlimited' ;;
	esac
	if has GUARD_USER; then
		c --rlimit nproc=1 -u 4321 "$r" sh -c 'true | true'
		isnt "$rc" 0 "a limit on processes is the container's user's"
	else
		skip 1 'CONFIG_GUARD_USER is off'
	fi
	(
		ulimit -n 90
		c --rlimit nofile=95 "$r" sh -c 'ulimit -n'
		echo "$rc $out$err" >"$T/raised"
	)
	if may_raise; then
		is "$(cat "$T/raised")" '0 95' 'root raises a hard limit'
	else
		is "$(cat "$T/raised")" '125 husk: run: rlimit: nofile: Operation not permitted' 'one above the hard limit is refused'
	fi
	if may_raise && has NS_USER && [ -e /proc/self/ns/user ]; then
		(
			ulimit -n 90
			c --userns --rlimit nofile=95 "$r" sh -c 'ulimit -n'
			echo "$rc $out" >"$T/raised"
		)
		is "$(cat "$T/raised")" '0 95' 'for a user namespace too'
	else
		skip 1 'not to be raised here'
	fi
	try sh -c 'ulimit -n 64; exec "$@"' sh "$HUSK" run "$r" sh -c 'ulimit -n'
	is "$out" 64 "without the option they are the caller's"
	for bad in nofile nofile= =5 nofile=x nofile=5x nofile=5: nofile=5:4 nofile=-2 nofile=1:2:3 nofiles=5 '' unlimited:5; do
		c --rlimit "$bad" "$r" true
		refused "run: --rlimit: $bad*" "--rlimit '$bad' is refused"
	done
else
	skip 24 'CONFIG_GUARD_RLIMIT is off'
fi

# --- priority ---
niceness='sed "s/.*) //" /proc/self/stat'
nice_is() { # DESCRIPTION WANTED: field 19 of stat, the 17th behind the command
	# shellcheck disable=SC2086
	set -- "$1" "$2" $out
	is "$rc ${19-}" "0 $2" "$1"
}
# from_nice DESCRIPTION WANTED [OPTION]...: where the caller has a value of 7.
from_nice() {
	_what=$1 _wanted=$2
	shift 2
	if command -v nice >/dev/null; then
		try nice -n 7 "$HUSK" run "$@" "$r" sh -c "$niceness"
		nice_is "$_what" "$_wanted"
	else
		skip 1 'no nice'
	fi
}
from_nice "the caller's nice value does not pass" 0
if has GUARD_NICE; then
	c --nice 5 "$r" sh -c "$niceness"
	nice_is '--nice' 5
	c --nice=-5 "$r" sh -c "$niceness"
	nice_is 'a negative one' -5
	from_nice "whatever the caller's is" 3 --nice 3
	if has NS_USER && [ -e /proc/self/ns/user ]; then
		c --userns --nice -4 "$r" sh -c "$niceness"
		nice_is 'in a user namespace, which could not give it itself' -4
	else
		skip 1 'no user namespaces'
	fi
	for bad in 20 -21 x ''; do
		c --nice "$bad" "$r" true
		refused "run: --nice: $bad*-20...19*" "--nice '$bad' is refused"
	done
else
	skip 8 'CONFIG_GUARD_NICE is off'
fi

# --- out of memory ---
if has GUARD_OOM; then
	c --oom-score 321 "$r" cat /proc/self/oom_score_adj
	is "$rc $out" '0 321' '--oom-score'
	if has NS_USER && [ -e /proc/self/ns/user ]; then
		c --userns --oom-score 322 "$r" cat /proc/self/oom_score_adj
		is "$rc $out" '0 322' 'in a user namespace'
	else
		skip 1 'no user namespaces'
	fi
	c --oom-score=-1 "$r" cat /proc/self/oom_score_adj
	if may_raise; then
		is "$rc $out" '0 -1' 'below the default'
	else
		refused 'run: oom-score: -1: *' 'below the default, which needs CAP_SYS_RESOURCE'
	fi
	c --oom-score 1001 "$r" true
	refused '*1001*-1000...1000*' 'more than 1000 is refused'
	c --oom-score -1001 "$r" true
	refused '*-1001*' 'less than -1000 as well'
else
	skip 5 'CONFIG_GUARD_OOM is off'
fi

# --- personality ---
if has GUARD_PERSONALITY; then
	here=$(uname -m)
	c --personality linux32 "$r" uname -m
	case $here in
	x86_64 | aarch64 | mips64 | riscv64)
		# (RISC-V's takes the word, and has no name for such a machine.)
		case $err$out in
		*personality*nvalid* | riscv64) skip 1 'a kernel for 64-bit programs only' ;;
		*) isnt "$out" "$here" '--personality linux32: uname tells a 32-bit machine' ;;
		esac
		;;
	*) is "$rc $out" "0 $here" '--personality linux32 on a 32-bit machine' ;;
	esac
	c --personality linux "$r" uname -m
	is "$rc $out" "0 $here" 'linux'
	c --personality linux64 "$r" true
	refused '*linux64: not linux|linux32' 'others are refused'
else
	skip 3 'CONFIG_GUARD_PERSONALITY is off'
fi

# --- system calls, of all processes: what a start may cost ---
# The goals are those of kernels that have all that husk asks for, and of a root that is no initramfs, where each of the host's mounts is a call; a
# tmpfs on /run, which these tests bring, takes records. Counted is what a start needs: one that clears what a killed husk left, or that asks again
# until something of the kernel's is free, makes more calls, and is tried again.
# count LEAST MOST DESCRIPTION OPTION...
count() {
	_least=$1 _most=$2 _what=$3 _tries=0
	shift 3
	while
		try "$TOOL/calls" "$HUSK" run "$@" "$r" /bin/true
		[ "${out:-0}" -gt "$_most" ] && [ $_tries -lt 2 ]
	do
		note "$_what: $out, which are $err"
		_tries=$((_tries + 1))
	done
	between "$_least" "${out:-0}" "$_most" "$_what"
}
has CMD_CHECK # fills `build`
if [ "$(uname -r | awk -F '[.]' '{ print $1 * 100 + $2 }')" -lt 512 ] || [ "${build##*\"root_switch\":\"pivot_root\"*}" ]; then
	skip 2 'older system calls, or an initramfs, and more of them'
else
	count 100 180 'bare'
	if has NET_VETH && has NET_IP && cg memory >/dev/null && cg cpu >/dev/null && cg pids >/dev/null; then
		count 150 240 'with a link, its gateway, and limits' --net veth --ip 10.9.0.2/24 --gateway 10.9.0.1 --memory 64M --pids 64 --cpus 0.5
	else
		skip 1 'a link or a limit is missing here'
	fi
fi

# --- what husk keeps while it waits ---
keeps_less() { # of its code, the first mapping, than there is
	awk '$1 == "Size:" { size = $2 } $1 == "Rss:" { exit !($2 < size) }' "/proc/$bg/smaps"
}
bg waiting "$r" sh -c 'echo up; read x'
hears waiting up
# Pages come 64 KiB at a time, so it depends on where the linker puts what. A small husk needs its only piece.
size=$(awk '$1 == "Size:" { print $2; exit }' "/proc/$bg/smaps")
case $(uname -m) in x86_64 | aarch64) ;; *) size=0 ;; esac
if [ "${size:-0}" -lt 72 ]; then
	skip 1 'a small husk, one that is laid out otherwise, or a kernel without smaps'
else
	ok 'most of its code is given back' poll keeps_less
fi
tell waiting go
reap "$bg"
rc=
same 'nothing is left'
