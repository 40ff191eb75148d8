#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What is said, and what is left, when something fails in the midst of a start: in the child while the parent works, in husk, or at the end.
. "${0%/*}/lib.sh"
plan 27
before
mkroot "$T/root"
r=$T/root

# says PATTERN [OPTION]...: ten starts that all fail for the same reason say so, and none says another.
says() {
	pattern=$1
	shift
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		c "$@" "$r" true
		# shellcheck disable=SC2254
		case $rc$err in
		125$pattern) ;;
		*) echo "$rc $err" ;;
		esac
	done
}

# --- the child's error is the one that is said ---
# (Who shares husk's memory waits for "go" with all that he does; --init has a copy.)
copy=
! has BOX_INIT || copy=--init
if has MNT_BIND; then
	is "$(says '*bind: /nonexistent: No such file*' --bind /nonexistent:/mnt)" '' 'where nothing is to be done meanwhile'
	if has BOX_PIDFILE; then
		is "$(says '*bind: /nonexistent: No such file*' ${copy:+"$copy"} --pidfile "$T/p" --bind /nonexistent:/mnt)" '' 'where the child dies before "go"'
	else
		skip 1 'CONFIG_BOX_PIDFILE is off'
	fi
	if has NET_VETH; then
		is "$(says '*bind: /nonexistent: No such file*' ${copy:+"$copy"} --net veth --net veth --net veth --net veth --bind /nonexistent:/mnt)" '' 'where the parent makes links meanwhile'
	else
		skip 1 'CONFIG_NET_VETH is off'
	fi
else
	skip 3 'CONFIG_MNT_BIND is off'
fi

# --- links ---
if has NET_VETH; then
	c --net veth:hfail --workdir /nowhere "$r" true
	is "$rc $(grep -c hfail: /proc/net/dev)" '125 0' 'a start that failed leaves no link, not for a moment'
	if has NET_IP; then
		c --net veth:hfail --ip 10.66.0.2/24 --host-ip 10.66.0.1/24 "$r" true
		is "$rc $(grep -c hfail: /proc/net/dev)" '0 0' "nor does a container whose host's end has an address"
	else
		skip 1 'CONFIG_NET_IP is off'
	fi
else
	skip 2 'CONFIG_NET_VETH is off'
fi

# --- the next start right after a husk that was killed in its set-up, whose child still holds the lock ---
if has BOX_NAME && command -v flock >/dev/null; then
	mkdir -m 700 "$STATE/hasty"
	flock "$STATE/hasty" sleep 0.08 &
	sleep 0.02
	c --name hasty "$r" true
	is "$rc$err" 0 'waits for it'
	wait $!
else
	skip 1 'CONFIG_BOX_NAME is off, or no flock'
fi

# --- limits after a husk that was killed ---
if has CG_PIDS && has CG_MEMORY && has BOX_NAME && cg pids >/dev/null && cg memory >/dev/null; then
	bg dead --memory 32M "$r" sh -c 'echo up; read -r x'
	hears dead up
	pid=$(child $bg)
	kill -KILL $bg
	reap $bg
	poll gone "$pid"
	old=$(echo "$STATE"/*-"$bg")
	c --pids 4 "$r" sh -c 'for i in 1 2 3 4 5 6; do sleep 1 & done; wait; echo all'
	like "$err" "*can't fork*" 'are those of this start, not of the one that is swept away'
	nok 'and that one is swept away' test -e "$old"
else
	skip 2 'no pids or no memory controller'
fi

# --- a husk that was killed and that nobody reaps ---
if has CG_PIDS && cg pids >/dev/null; then
	sh -c '"$@" >"$0" 2>&1 & echo $!; exec sleep 1000' "$T/unreaped.out" "$HUSK" run --pids 9 "$r" sh -c 'echo up; sleep 1000' >"$T/unreaped" 2>&1 &
	keeper=$!
	poll grep -q up "$T/unreaped.out"
	sup=$(cat "$T/unreaped")
	old=$(echo "$STATE"/*-"$sup")
	pid=$(child "$sup")
	kill -KILL "$sup"
	poll gone "$pid"
	c "$r" true
	ok 'it is there to kill(2)' kill -0 "$sup"
	nok 'and is swept away all the same' test -e "$old"
	kill $keeper
	wait $keeper
else
	skip 2 'no pids controller'
fi

# --- groups below the container's own ---
if has CG_PIDS && dir=$(cg pids); then
	case $(sed -n "s|^[^ ]* $dir \([^ ]*\) .*|\1|p" /proc/mounts) in
	cgroup2) how='-t cgroup2 x' ;;
	*) how='-t cgroup -o pids x' ;;
	esac
	c --name below --pids 9 --cap-add sys_admin "$r" sh -c "mount $how /mnt && mkdir -p /mnt/below/it /mnt/.hidden/too && echo made"
	is "$rc$out$err" 0made 'go with it'
	nok 'nothing of the group is left' test -e "$dir/husk/below"
else
	skip 2 'no pids controller'
fi

# --- TERM ---
if traces; then
	has_grandchild() {
		husk=$(child $tracer) && pid=$(child "$husk")
	}
	strace -f -o /dev/null -e trace=setsid -e inject=setsid:delay_exit=1500000 "$HUSK" run "$r" touch /ran 2>"$T/said" &
	tracer=$!
	poll has_grandchild
	sleep 0.3
	kill -TERM "$husk"
	reap $tracer
	is "$rc" 125 'during the set-up ends it'
	nok 'and COMMAND has not run' test -e "$r/ran"
	like "$(cat "$T/said")" '*husk: run: set-up: *' 'with a word'
else
	skip 3 'no strace here'
fi
if traces && has BOX_NAME && has BOX_INIT; then
	# The second is that of the process, which husk itself writes for --init (a child that shares its memory does it for itself). COMMAND would long be
	# running.
	try strace -f -o /dev/null -e trace=pwrite64 -e inject=pwrite64:error=EIO:delay_enter=700000:when=2 \
		"$HUSK" run --init --name slow "$r" touch /ran
	refused '*state: slow: *' 'a record that cannot be written, and late'
	nok 'and COMMAND has not run before it is' test -e "$r/ran"
else
	skip 2 'no strace, no names or no --init'
fi
if traces && has BOX_NAME && has CG_PIDS && cg pids >/dev/null; then
	bg left --name left --pids 9 "$r" sh -c 'echo up; while :; do sleep 0.1; done'
	hears left up
	kill -KILL $bg
	reap $bg
	try strace -o /dev/null -e trace=unlinkat -e inject=unlinkat:error=EBUSY "$HUSK" run --name left "$r" true
	refused '*state: left: what its last run left: cgroup: husk/left: *' 'what a killed one left cannot be taken away'
	c --name left "$r" true
	is "$rc$err" 0 'and is by the next run that can'
else
	skip 2 'no strace, no names or no pids controller'
fi
if has BOX_TTY; then
	mkfifo "$T/full"
	sleep 30 <"$T/full" &
	reader=$! bgs="$bgs $!"
	"$HUSK" run --tty --stop-timeout 1 "$r" sh -c 'while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done' >"$T/full" 2>/dev/null </dev/null &
	bg=$! bgs="$bgs $!"
	poll has_child $bg
	sleep 1
	kill -TERM $bg
	ok 'is heard where nobody reads what a terminal says' poll gone $bg
	kill $reader
	reap $bg
	(sleep 3; cat) <"$T/full" >"$T/slow" &
	reader=$! bgs="$bgs $!"
	# shellcheck disable=SC2016
	"$HUSK" run --tty "$r" sh -c 'trap "for i in 1 2 3 4 5; do head -c 30000 /dev/zero | tr \\\\0 x; done; echo LAST; exit" TERM; echo up >/up; while :; do sleep 0.1; done' \
		>"$T/full" 2>/dev/null </dev/null &
	bg=$! bgs="$bgs $!"
	poll test -e "$r/up"
	kill -TERM $bg
	reap $bg
	wait $reader
	is "$(tail -c 6 "$T/slow" | tr -d '\r\n')" LAST 'and what was said after it is waited for'
else
	skip 2 'CONFIG_BOX_TTY is off'
fi

# --- a config file that can be read once, and a husk that starts twice ---
if has CMD_RUN_CONFIG && has BOX_SEAL; then
	try sh -c 'printf "share pid\nhostname fromdoc\n" | "$1" run --tolerate stop -c /dev/stdin "$2" hostname' sh "$HUSK" "$r"
	refused '*--config*' 'is refused'
	try sh -c 'printf "hostname fromdoc\n" | "$1" run -c /dev/stdin "$2" hostname' sh "$HUSK" "$r"
	is "$rc$out" 0fromdoc 'else it is fine'
	echo 'hostname fromfd' >"$T/conf"
	try sh -c '"$1" run -c /dev/fd/7 "$2" hostname 7<"$3"' sh "$HUSK" "$r" "$T/conf"
	is "$rc$out" 0fromfd 'and so is a descriptor of the caller'
else
	skip 3 'CONFIG_CMD_RUN_CONFIG or CONFIG_BOX_SEAL is off'
fi

# --- descriptors, before Linux 5.9 ---
if [ -x "$TOOL/deny" ] && has ROOT_OLDKERNEL && has GUARD_RLIMIT && has MNT_BIND; then
	try "$TOOL/deny" close_range "$HUSK" run --rlimit nofile=4 "$r" true
	is "$rc$err" 0 'a limit that husk itself would not do with'
	mkdir -p "$T/fake/self/fd"
	try "$TOOL/deny" close_range "$HUSK" run --bind "$T/fake:/proc" "$r" true
	refused '*descriptors*' 'a /proc that shows none of them'
else
	skip 2 'no deny, or CONFIG_ROOT_OLDKERNEL is off'
fi
rc=
same 'nothing is left'
