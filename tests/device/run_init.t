#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# --init: husk as process 1.
. "${0%/*}/lib.sh"
want BOX_INIT
plan 40
before
mkroot "$T/root"
chown -R 0:0 "$T/root"

c --init "$T/root" sh -c 'echo $$; exit 7'
is "$rc $out$err" '7 2' "COMMAND is process 2, its status is husk's"
c -i "$T/root" sh -c 'kill -KILL $$'
is "$rc$err" 137 'a signal is 128+N'
c --init "$T/root" sh -c 'exit 255'
is "$rc" 255 '255'
c --init "$T/root" nosuch
is "$rc" 127 'COMMAND is not there: 127'
like "$err" 'husk: run: exec: nosuch: *' 'and named'
c --init "$T/root" /tmp
is "$rc" 126 'not executable: 126'
c --init --workdir /nosuch "$T/root" true
refused 'run: *nosuch*' 'a set-up that fails behind the fork'
same 'nothing is left of these'

# --- COMMAND is as without --init ---
mkdir -p "$T/root/tool"
cp "$TOOL/sigs" "$TOOL/fdleak" "$T/root/tool/" 2>/dev/null
c --init "$T/root" /tool/sigs
with=$out
c "$T/root" /tool/sigs
is "$with" "$out" 'signals, descriptors, session: the same'
c --init -u 1000 "$T/root" grep -E '^(Uid|Gid|Groups|Cap|NoNewPrivs)' /proc/self/status
with=$out
c -u 1000 "$T/root" grep -E '^(Uid|Gid|Groups|Cap|NoNewPrivs)' /proc/self/status
is "$with" "$out" 'ids and capabilities too'

# --- orphans ---
c --init "$T/root" sh -c '
	(sleep 0.1 & sleep 0.2 & true)
	sh -c "true & exec sleep 0.1" &
	wait
	for i in 1 2 3 4 5 6 7 8 9 10; do
		sleep 0.3
		pidof sleep || grep -q "^State:.Z" /proc/[0-9]*/status || break
	done >/dev/null
	grep -l "^State:.Z" /proc/[0-9]*/status | wc -l
	grep -h "^PPid:" /proc/[0-9]*/status | sort -u | tr -d "\n\t"'
like "$out" '0
PPid:0PPid:1PPid:2*' 'orphans become its children, and leave no zombies'
c --init "$T/root" sh -c '(sleep 1000 & true); exit 3'
is "$rc" 3 'who is still there does not hold COMMAND up'
c --share pid --init --name shared "$T/root" sh -c '(sleep 0.2 & true); exec sleep 0.4'
if [ "$rc" = 125 ]; then
	skip 2 "--share pid: $err"
else
	is "$rc$err" 0 '--share pid: it is not process 1, and works'
	bg sub --share pid --init --name shared "$T/root" sh -c 'echo up; (sh -c "while sleep 0.1; do read x y z p r </proc/self/stat; echo here \$p; done" & ); sleep 3; exit 4'
	hears sub up
	first=$(child "$bg")
	ok 'orphans come to it, not to the host' poll grep -q "^here $first\$" "$T/sub.out"
	reap "$bg"
fi

# --- signals ---
for s in TERM HUP USR1 INT CONT; do
	bg fwd --init "$T/root" sh -c "trap 'echo caught; exit 4' $s; echo up; while :; do sleep 0.1; done"
	hears fwd up
	kill -$s "$bg"
	reap "$bg"
	is "$rc" 4 "$s is passed on"
done
bg plain --init "$T/root" sh -c 'echo up; exec sleep 1000'
hears plain up
kill -TERM "$bg"
reap "$bg"
is "$rc" 143 'COMMAND has the default actions: TERM ends it at once'
c --init "$T/root" sh -c 'trap "exit 6" TERM; kill -TERM 1; while :; do sleep 0.1; done'
is "$rc" 6 'a signal from inside is passed on as well'

# --- what it is to those inside ---
# For who may trace it: husk's own file, of which root inside is the owner, and what the caller's environment held.
cp "$HUSK" "$T/husk"
try env SECRET=canary "$T/husk" run --init --cap-add sys_ptrace "$T/root" sh -c 'chmod 777 /proc/1/exe; tr -d "\0" </proc/1/environ; cat /proc/1/comm'
is "$out $(stat -c %a "$T/husk")" "husk $(stat -c %a "$HUSK")" "sys_ptrace: the host's file keeps its mode, the caller's environment is gone"
rm "$T/husk"
bg hide --init -b "$TOOL:/mnt" "$T/root" sh -c '
	cat /proc/1/cmdline | tr "\0" " "; echo
	readlink /proc/1/exe || echo no exe
	ls /proc/1/fd 2>/dev/null | wc -l
	grep CapEff /proc/1/status
	echo up; exec sleep 1000'
hears hide up
like "$(cat "$T/hide.out")" '*no exe
0
CapEff:	0000000000000020
up' 'non-dumpable, with the capability to signal and no other'
unlike "$(cat "$T/hide.out")" '*root*' 'its command line does not tell'
pid=$(child "$bg")
is "$(ls "/proc/$pid/fd" | wc -l)" 0 'it has no descriptor'
like "$(grep -E '^(CapBnd|NoNewPrivs)' "/proc/$pid/status" | tr -s '[:space:]' ' ')" 'CapBnd: 0000000000000000 NoNewPrivs: 1 ' 'nor a right that an exec could bring'
if has GUARD_FILTER && grep -q '^Seccomp_filters' "/proc/$pid/status"; then
	like "$(cat "/proc/$pid/status")" '*Seccomp_filters:?1*' "and COMMAND's filter"
else
	skip 1 'no filters'
fi
is "$(sed -n 's/^Uid:[[:space:]]*\([0-9]*\).*/\1/p' "/proc/$pid/status")" 0 'and keeps its id'

if traces; then
	# COMMAND's process makes fewer of these calls.
	try strace -f -o /dev/null -e trace=prctl -e inject=prctl:delay_enter=200000:when=38+ "$HUSK" run --init "$T/root" grep CapBnd /proc/1/status
	like "$out" 'CapBnd:?0000000000000000' 'it has no more when COMMAND begins, however long that takes'
else
	skip 1 'no strace here'
fi

# --- the supervisor is killed ---
kill -KILL "$bg"
ok 'it dies with its supervisor' poll gone "$pid"
for o in '-u 1000' '--userns' '--userns -u 1000'; do
	has NS_USER || [ "$o" = '-u 1000' ] || { skip 1 'no user namespaces'; continue; }
	chmod -R go+rX "$T/root"
	# shellcheck disable=SC2086
	bg orphan --init $o "$T/root" sh -c 'echo up; exec sleep 1000'
	hears orphan up
	pid=$(child "$bg")
	sub=$(poll has_child "$pid" && child "$pid")
	kill -KILL "$bg"
	ok "and COMMAND, whatever it is: $o" poll gone "${sub:-1}"
done

# --- the pid file names COMMAND all the same ---
if has BOX_PIDFILE; then
	cd "$T" || exit 1
	bg told --init --name told --pidfile pid root sh -c 'echo up; exec sleep 1000'
	hears told up
	is "$(cat pid)" "$(child "$(child "$bg")")" 'the pid file names COMMAND, not process 1'
	kill -KILL "$(cat pid)"
	reap "$bg"
	is "$rc" 137 'whose end is the end'
	nok 'of the file as well' [ -e pid ]
	echo precious >pid
	c --init --pidfile pid root touch /ran
	is "$rc $err" '125 husk: run: pidfile: '"$T"'/pid: is there, and no pid file' 'what is no pid file stays'
	nok 'and COMMAND has not run' [ -e root/ran ]
	rm pid
	bg left --init --name told --pidfile pid root sh -c 'echo up; exec sleep 1000'
	hears left up
	kill -KILL "$bg"
	poll gone "$(cat pid)"
	c --name told root true
	nok 'that of a killed husk goes with the next run' [ -e pid ]
else
	skip 6 'CONFIG_BOX_PIDFILE is off'
fi
c --name x "$T/root" true
same 'nothing is left'
