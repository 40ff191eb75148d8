#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The child has husk's memory up to its exec, where that is safe.
. "${0%/*}/lib.sh"
want BOX_SHARED
plan 30
before
r=$ROOTFS

through=
# flags OPTION...: those of the first clone of a start that succeeds, behind the number of clones if it is not the only one; "" where there was none.
flags() {
	# shellcheck disable=SC2086
	try strace -f -o "$T/trace" -e trace=clone,clone3 $through "$HUSK" run "$@"
	flags=$(sed -n 's/.*clone3*(.*flags=\([A-Z_|]*\).*/\1/p' "$T/trace" | head -n 1)
	clones=$(grep -c CLONE_NEWNS "$T/trace")
	[ "$clones" -lt 2 ] || flags="$clones: $flags"
	[ "$rc" = 0 ] || flags="status $rc: $err"
}
shares() { # DESCRIPTION OPTION...
	_what=$1
	shift
	flags "$@" "$r" true
	like "$flags" 'CLONE_VM|*' "$_what"
}
copies() { # DESCRIPTION OPTION...
	_what=$1
	shift
	flags "$@" "$r" true
	case $flags in
	*CLONE_VM* | status* | '') no "$_what: $flags" ;;
	*) yes "$_what" ;;
	esac
}
# if_has SYMBOL... -- ASSERTION...: skips one where the build lacks something.
if_has() {
	while [ "$1" != -- ]; do
		if ! has "$1"; then
			skip 1 "CONFIG_$1 is off"
			return
		fi
		shift
	done
	shift
	"$@"
}

# For every kernel: an exec enters a time namespace since 6.2.
apart='--share time'
has NS_TIME || apart=
kernel=$(uname -r | awk -F '[.]' '{ print $1 * 100 + $2 }')
if traces; then
	if [ "$kernel" -ge 602 ]; then
		shares 'a bare start'
		if command -v setarch >/dev/null && [ "$(setarch --uname-2.6 uname -r | cut -c1-4)" = 2.6. ]; then
			through='setarch --uname-2.6'
			copies 'not where the kernel may be older'
			through=
		else
			skip 1 'nothing makes the kernel look old'
		fi
		if_has NET_VETH NET_IP -- shares 'a link, which the parent makes' --net veth --ip 10.9.0.2/24
		if has CG_MEMORY && cg memory >/dev/null; then
			shares 'limits' --memory 16M
			copies 'not where the set-up may be out of memory: the kernel would kill husk too' --memory 15M
		else
			skip 2 'no memory controller'
		fi
		if has BOX_NAME && has CG_V2 && grep -q ' cgroup2 ' /proc/mounts; then
			flags --name "shared$$" "$r" true
			like "$flags" 'CLONE_VM|*|CLONE_INTO_CGROUP' 'a group on v2: cloned into it'
			try strace -f -y -o "$T/trace" -e trace=write "$HUSK" run --name "shared$$" "$r" true
			is "$rc $(grep -c "/shared$$/cgroup.procs" "$T/trace")" '0 0' 'and not entered once more, which would take a grace period'
		else
			skip 2 'no v2, or no names'
		fi
		if_has NS_TIME_OFFSETS -- copies 'a clock is set: one has to enter it' --boottime 1h
	else
		skip 8 'this kernel enters no time namespace by an exec'
	fi
	# These not for a reason of their own. (Of an empty variable nothing is to be left.)
	# shellcheck disable=SC2086
	{
		shares 'without a time namespace' $apart
		if_has NS_USER -- copies 'in a user namespace' $apart --userns
		copies "among others' processes" --share "${apart:+time,}pid" --tolerate stop
		if_has NS_JOIN -- copies 'in a namespace of others' $apart --join "uts=$$"
		if_has BOX_INIT -- copies '--init: process 1 does not exec' $apart --init
		if_has GUARD_OOM -- copies '--oom-score would be that of both' $apart --oom-score 5
		if_has ROOT_WITH -- copies '--with takes more of a stack' $apart --with /proc/version
		if cg pids >/dev/null && has CG_PIDS; then
			copies '--cgroup may be small as well' $apart --pids 50 --cgroup "shared$$"
			if_has CG_RAW -- copies '--cgroup-set as well' $apart --cgroup-set pids.max=50
			rmdir "$(cg pids)/shared$$" 2>/dev/null
		else
			skip 2 'no pids controller'
		fi
		# An error is told by the one who sees it; both have the same buffers.
		try strace -f -o /dev/null -e trace=pivot_root -e inject=pivot_root:error=EPERM "$HUSK" run $apart "$r" true
		refused '*pivot_root*' "the child's error arrives"
		try strace -f -o /dev/null -e trace=setsid -e inject=setsid:signal=KILL "$HUSK" run $apart "$r" true
		refused '*set-up: killed by signal 9*' 'and so does its death'
		if has BOX_NAME && has NET_VETH && has NET_IP; then
			try strace -f -o /dev/null -e trace=pwrite64 -e inject=pwrite64:error=ENOSPC:when=2 "$HUSK" run --name "shared$$" --net veth --ip 10.9.0.2/24 "$r" true
			refused '*state: shared*' "and the parent's, for which the child waits"
		else
			skip 1 'CONFIG_BOX_NAME or CONFIG_NET_VETH is off'
		fi
		# Its stack is not taken back before the exec, also where husk could not wait for that.
		try timeout 10 strace -f -o /dev/null -e trace=poll,ppoll,recvmsg,execve -e inject=poll,ppoll:error=ENOMEM:when=1 \
			-e inject=recvmsg:delay_enter=100ms -e inject=execve:delay_enter=300ms "$HUSK" run $apart "$r" /bin/sh -c 'echo $PATH'
		is "$rc$out" 0/usr/sbin:/usr/bin:/sbin:/bin 'COMMAND has its environment when the supervisor went on too early'
	}
else
	skip 21 'no strace here'
fi

# --- boards have no strace, but each its own way to clone: once is enough, and the stack is given back behind husk's code ---
case $(uname -m) in x86_64) madvise=28 ;; aarch64 | riscv64) madvise=233 ;; arm*) madvise=220 ;; *) madvise= ;; esac
clones_once() { # DESCRIPTION OPTION...
	_what=$1
	shift
	try "$TOOL/calls" "$HUSK" run "$@" "$r" true
	# NUMBER*COUNT of what was called more than once; clone3 is 435.
	case " $err" in
	*' 435*'*) no "$_what: $err" ;;
	*" $madvise*2 "*) yes "$_what" ;;
	*) no "$_what: $err" ;;
	esac
}
if [ "$kernel" -lt 507 ] || [ -z "$madvise" ]; then
	skip 2 'a copy, on this kernel or machine'
else
	without=
	[ "$kernel" -ge 602 ] || without=$apart
	# shellcheck disable=SC2086
	clones_once 'a start shares, counted' $without
	if has BOX_NAME && has CG_V2 && grep -q ' cgroup2 ' /proc/mounts; then
		# shellcheck disable=SC2086
		clones_once 'and one into a group on v2' $without --name "shared$$"
	else
		skip 1 'no v2, or no names'
	fi
fi

# --- what is shared is husk's again once COMMAND runs ---
if has BOX_NAME; then
	# shellcheck disable=SC2086
	bg waits $apart --name "shared$$" "$r" sh -c 'echo up; read x; exit 7'
	hears waits up
	ok 'the record is there before COMMAND' test -s "$STATE/shared$$/record"
	if has NS_JOIN; then
		c --join "uts=shared$$" "$r" readlink /proc/self/ns/uts
		is "$rc$out" "0$(readlink "/proc/$(child "$bg")/ns/uts")" 'and has its process'
	else
		skip 1 'CONFIG_NS_JOIN is off'
	fi
	tell waits ''
	reap "$bg"
	is "$rc" 7 'the exit status'
	nok 'nothing is left in the state directory' test -e "$STATE/shared$$"
else
	skip 4 'CONFIG_BOX_NAME is off'
fi
if has GUARD_OOM; then
	# shellcheck disable=SC2086
	bg score $apart --oom-score 300 "$r" sh -c 'cat /proc/self/oom_score_adj; read x'
	hears score 300
	is "$(cat "/proc/$bg/oom_score_adj")" "$(cat /proc/self/oom_score_adj)" '--oom-score is not husk'"'"'s own'
	tell score ''
	reap "$bg"
	is "$rc" 0 'and it ends'
else
	skip 2 'CONFIG_GUARD_OOM is off'
fi
same 'nothing is left'
