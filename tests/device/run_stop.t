#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# --stop-signal and --stop-timeout; --share pid without a group to end it by.
. "${0%/*}/lib.sh"
want BOX_STOP
plan 51
before
# MIPS has numbers of its own, and twice as many.
case $(uname -m) in
mips*) usr1=16 usr2=17 last=127 ;;
*) usr1=10 usr2=12 last=64 ;;
esac
catch='for s in 1 2 3 '"$usr1 $usr2"' 15 36 37; do trap "exit $s" $s; done; echo up; while :; do sleep 0.05; done'

for s in USR1=$usr1 SIGUSR2=$usr2 INT=2 1=1 RTMIN+3=37 SIGRTMIN+2=36 TERM=15; do
	bg stop --stop-signal "${s%=*}" "$ROOTFS" sh -c "$catch"
	hears stop up
	kill -TERM "$bg"
	reap "$bg"
	is "$rc" "${s#*=}" "--stop-signal ${s%=*}: sent for TERM"
done
bg stop --stop-signal USR1 "$ROOTFS" sh -c "$catch"
hears stop up
kill -USR2 "$bg"
reap "$bg"
is "$rc" $usr2 'other signals are passed on as they are'
bg stop --stop-signal KILL "$ROOTFS" sh -c "$catch"
hears stop up
kill -TERM "$bg"
reap "$bg"
is "$rc" 137 '--stop-signal KILL'
for s in 1 $last "RTMIN+$((last - 34))" RTMIN WINCH; do
	c --stop-signal "$s" "$ROOTFS" true
	is "$rc$err" 0 "--stop-signal $s"
done
for s in 0 $((last + 1)) "RTMIN+$((last - 33))" RTMIN- RTMIN+ FOO SIG SIG9 -1 '' 09x; do
	c --stop-signal "$s" "$ROOTFS" true
	refused 'run: --stop-signal: *' "--stop-signal '$s' is refused"
done

# stopped TIMEOUT: how long TERM takes with a COMMAND that will not; in hundredths of a second.
now() {
	cut -d' ' -f1 /proc/uptime | tr -d .
}
stopped() {
	bg deaf --stop-timeout "$1" "$ROOTFS" sh -c 'trap "" TERM; echo up; while :; do sleep 1; done'
	hears deaf up
	from=$(now)
	kill -TERM "$bg"
	reap "$bg"
	took=$(($(now) - from))
}
stopped 0
is "$rc" 137 '--stop-timeout 0: KILL'
soon 0 $took 500 'at once'
stopped 1.5
soon 140 $took 700 '1.5: after a second and a half'
stopped 600ms
soon 55 $took 500 '600ms'
frozen=$(cg freezer) && [ ! -e "$frozen/cgroup.controllers" ] || frozen=
if [ "$frozen" ] && has BOX_NAME; then
	bg cold --name cold --stop-timeout 200ms "$ROOTFS" sh -c 'echo up; while :; do sleep 1; done'
	hears cold up
	echo FROZEN >"$frozen/husk/cold/freezer.state"
	from=$(now)
	kill -TERM "$bg"
	poll gone "$bg"
	took=$(($(now) - from))
	# Whatever the outcome: nobody could end it otherwise.
	[ ! -e "$frozen/husk/cold" ] || { took=99999 && echo THAWED >"$frozen/husk/cold/freezer.state"; }
	reap "$bg"
	is "$rc" 137 'a frozen one is thawed for the KILL'
	soon 15 "$took" 500 'in time'
else
	skip 2 'no freezer of v1'
fi
# Before its exec the child may have husk's memory: husk waits for its end before it uses that to look into the group.
if [ "$frozen" ] && has BOX_NAME && traces; then
	strace -f -o /dev/null -e trace=setsid -e inject=setsid:delay_enter=1000ms "$HUSK" run --name cold "$ROOTFS" true 2>"$T/said" &
	bg=$! bgs="$bgs $!"
	entered() { grep -q . "$frozen/husk/cold/tasks"; }
	poll entered
	echo FROZEN >"$frozen/husk/cold/freezer.state"
	sleep 1.2
	kill -TERM "$(child "$bg")"
	late=
	poll gone "$bg" || { late=late && echo THAWED >"$frozen/husk/cold/freezer.state"; }
	reap "$bg"
	is "$rc$late" 125 'so is one that is being set up'
	like "$(cat "$T/said")" '*husk: run: set-up: stopped' 'with a word'
else
	skip 2 'no freezer of v1, or no strace'
fi

# --- nohup ---
: >"$T/deaf.out"
sh -c 'trap "" HUP; exec "$@"' - "$HUSK" run "$ROOTFS" sh -c 'trap "exit 5" HUP; echo up; i=0; while [ $i -lt 8 ]; do sleep 0.1; i=$((i + 1)); done' >"$T/deaf.out" &
bg=$! bgs="$bgs $!"
hears deaf up
kill -HUP "$bg"
reap "$bg"
is "$rc" 0 'HUP, ignored by the caller, is not passed on'
bg hears --stop-timeout 5 "$ROOTFS" sh -c 'trap "exit 5" HUP; echo up; while :; do sleep 0.1; done'
hears hears up
kill -HUP "$bg"
reap "$bg"
is "$rc" 5 'one that he does not ignore is'

for t in -1 1d 1e3 '' . 1. ms 99999999999 300h; do
	c --stop-timeout "$t" "$ROOTFS" true
	refused 'run: --stop-timeout: *' "--stop-timeout '$t' is refused"
done
if has CMD_RUN_DUMP; then
	c --dump --stop-signal RTMIN+3 --stop-timeout 2m "$ROOTFS" true
	like "$out" '*stop-signal RTMIN+3
stop-timeout 2m
*' 'the dump has both'
else
	skip 1 'CONFIG_CMD_RUN_DUMP is off'
fi

# --- COMMAND's end that another keeps back ---
if cg pids >/dev/null && has CG_PIDS && cp -a "$ROOTFS" "$T/root" && cp "$TOOL/hold" "$T/root/bin/hold"; then
	bg kept --share pid --pids 20 --stop-timeout 100ms "$T/root" hold 30
	hears kept held
	from=$(now)
	kill -TERM "$bg"
	reap "$bg"
	took=$(($(now) - from))
	soon 0 $took 1000 '--share pid: who holds it ends too'
	for o in '' --init; do
		has BOX_INIT || [ -z "$o" ] || { skip 1 'CONFIG_BOX_INIT is off' && continue; }
		# shellcheck disable=SC2086
		bg orphan --share pid --pids 20 $o "$T/root" sh -c 'sleep 1000 & echo "up $!"; exec sleep 1001'
		hears orphan 'up *'
		kill -KILL "$bg"
		reap "$bg"
		ok "--share pid $o: where husk is killed, what COMMAND has started ends too" poll gone "$(sed 's/up //' "$T/orphan.out")"
	done
	# The next run takes what they have left; whoever ended it holds the name a moment longer.
	swept() { "$HUSK" run --pids 20 "$T/root" true && [ -z "$(ls "$STATE")" ]; }
	poll swept
	rm -rf "$T/root"
else
	skip 3 'no pids controller'
fi

# --- --share pid without a group: a plain user has none here ---
if ! has NS_USER || ! has NS_PID; then
	skip 2 'CONFIG_NS_USER or CONFIG_NS_PID is off'
elif try as_user 1000 "$HUSK" run "$ROOTFS" true && [ "$rc" != 0 ]; then
	skip 2 "a plain user: $err"
else
	try as_user 1000 "$HUSK" run --share pid "$ROOTFS" true
	refused 'run: *--share pid*--tolerate stop*' '--share pid is refused where no group can end it'
	try as_user 1000 "$HUSK" run --share pid --tolerate stop "$ROOTFS" true
	like "$rc $err" '0 husk: run: *--share pid: *' '--tolerate stop allows it, with a warning'
fi
same 'nothing is left'
