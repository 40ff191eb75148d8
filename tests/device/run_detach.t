#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# --detach and --pidfile: what stays, what does not, and what ends it.
. "${0%/*}/lib.sh"
want BOX_DETACH BOX_PIDFILE
plan 57
before
mkroot "$T/root"
printf '#!/no/such/interpreter\n' >"$T/root/orphan"
chmod 755 "$T/root/orphan"
cd "$T" || exit 1

# d NAME [OPTION]... ROOT COMMAND...: a detached container with a pid file; sets pid (COMMAND's) and sup (its supervisor's).
d() {
	_n=$1
	shift
	c -d --name "$_n" --pidfile "$_n.pid" "$@"
	pid=$(cat "$_n.pid") sup=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$pid/status")
}

# over NAME: its supervisor has ended and taken everything along.
over() {
	poll gone "$sup" && poll gone "$pid" && [ ! -e "$1.pid" ] && [ ! -e "$STATE/$1" ]
}

# streams PID: where its standard streams lead.
streams() {
	for fd in 0 1 2; do readlink "/proc/$1/fd/$fd"; done | sort -u
}

# --- it runs, and husk does not ---
d box root sleep 1000
is "$rc$out$err" 0 '--detach returns 0 and says nothing'
is "$(tr '\0' ' ' <"/proc/$pid/cmdline")" 'sleep 1000 ' 'the pid file names COMMAND, as the host sees it'
is "$(stat -c %a box.pid)" 644 'and everybody may read it'
is "$(readlink "/proc/$sup/cwd")" / 'the supervisor stands at /'
is "$(streams "$sup")" /dev/null 'and its streams are /dev/null'
is "$(streams "$pid")" /dev/null "so are COMMAND's"
isnt "$(stat -c %d "/proc/$pid/root/dev/null")" "$(stat -c %d /dev/null)" "of the container's own /dev"
set -- $(sed 's/.*) //' "/proc/$sup/stat")
is "$4 $5" "$sup 0" 'in a session of its own, without a terminal'
ok 'it has a record' [ -s "$STATE/box/record" ]
if cg freezer >/dev/null || cg pids >/dev/null; then
	ok 'and a control group' grep -q /husk/box "/proc/$pid/cgroup"
else
	skip 1 'no hierarchy'
fi
c --name box root true
refused 'run: *box*running' 'its name is taken'
kill -HUP "$sup"
kill -INT "$sup"
sleep 0.1
nok 'a hangup is passed on, and does not end the supervisor' gone "$sup"
kill -KILL "$pid"
ok 'when COMMAND ends, all of it goes' over box

d term root sh -c 'trap "exit 0" TERM; while :; do sleep 0.1; done'
kill -TERM "$sup"
ok 'TERM stops it' over term

# Nothing of the caller's is held: a reader of its output sees the end.
t0=$(cut -d. -f1 /proc/uptime)
"$HUSK" run -d --name held --pidfile held.pid root sleep 1000 2>&1 </dev/null | cat
soon 0 $(($(cut -d. -f1 /proc/uptime) - t0)) 5 "a pipe of the caller's is let go"
mkdir caller
(cd caller && exec "$HUSK" run -d --name dir --pidfile ../dir.pid ../root sleep 1000 5<.) >/dev/null 2>&1 </dev/null
for who in held dir; do
	pid=$(cat $who.pid) sup=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$pid/status")
	like "$(ls -l "/proc/$sup/fd" "/proc/$pid/fd")" '*/dev/null*' "$who: it can be looked at"
	unlike "$(ls -l "/proc/$sup/fd" "/proc/$pid/fd")" "*$T*" "and holds nothing of the caller's"
	kill -KILL "$pid"
	ok 'and ends' over $who
done

# --- what fails is told by husk in the foreground ---
c -d --name bad --pidfile bad.pid root nosuch
is "$rc$out" 127 'COMMAND is not there: 127'
like "$err" 'husk: run: exec: nosuch: *' 'and named'
c -d --name bad --pidfile bad.pid root /orphan
is "$rc" 127 'nor is its interpreter: 127'
c -d --name bad --pidfile bad.pid root /tmp
is "$rc" 126 'not executable: 126'
c -d --name bad --pidfile bad.pid nosuchroot true
refused 'run: *nosuchroot*' 'no such root'
c -d --workdir relative root true
refused 'run: --workdir: *' 'a contradiction'
nok 'no pid file is left' [ -e bad.pid ]
nok 'no record is left' [ -e "$STATE/bad" ]
same 'nothing is left of all that'

# --- who is stopped before it has returned has no container ---
if traces; then
	for s in TERM HUP; do # (this shell's background ignores INT and QUIT)
		strace -f -o /dev/null -e trace=pivot_root -e inject=pivot_root:delay_enter=500ms "$HUSK" run -d --name bad --pidfile bad.pid root sleep 5 2>said &
		bg=$! bgs="$bgs $!"
		poll [ -s bad.pid ]
		kill -$s "$(child "$bg")"
		reap "$bg"
		like "$rc $(cat said)" '125 *husk: run: set-up: stopped' "$s to the caller meanwhile: 125"
		nok 'no pid file is left' [ -e bad.pid ]
		same 'nor anything else'
	done
else
	skip 6 'no strace'
fi

# --- without a name ---
c -d --pidfile anon.pid root sleep 1000
pid=$(cat anon.pid) sup=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$pid/status")
ok 'one without a name has a record as well, by its supervisor' [ -s "$STATE/root-$sup/record" ]
kill -KILL "$sup"
ok 'a killed supervisor takes COMMAND along' poll gone "$pid"
ok 'its pid file is there still' [ -e anon.pid ]
c root true
is "$rc$err" 0 'the next run'
nok 'removes it' [ -e anon.pid ]
nok 'and the record' [ -e "$STATE/root-$sup" ]
c -d --pidfile short.pid root true
poll test ! -e short.pid
nok 'a COMMAND that has ended leaves no pid file' [ -e short.pid ]

# --- pid files ---
bg fg --pidfile "$T/fg.pid" root sleep 1000
poll test -s fg.pid
is "$(cat fg.pid)" "$(child "$bg")" 'a pid file without --detach'
echo 4711 >fg.pid
kill -KILL "$(child "$bg")"
reap "$bg"
is "$(cat fg.pid)" 4711 'one that holds another pid stays'
c --pidfile fg.pid root sh -c 'exit 3'
is "$rc $(ls fg.pid 2>&1 | grep -c '^fg.pid$')" '3 0' 'a stale one is replaced, and removed'
echo canary, longer than a pid >victim
echo router >name
c --pidfile name root true
refused 'run: pidfile: *name: *' 'nor what is as short, and no number'
echo 1 >short
ln -s short link.pid
c --pidfile link.pid root true
refused 'run: pidfile: *link.pid: *' 'a link is not followed'
c --pidfile victim root true
refused 'run: pidfile: *victim: *' 'what is no pid file is not overwritten'
is "$(cat short name victim)" '1
router
canary, longer than a pid' 'and all are as before'
c --pidfile /dev/null root true
refused 'run: pidfile: /dev/null: *' 'nor is a device'
c --pidfile '' root true
refused 'run: --pidfile: *' 'nor one without a name'
mkdir full && mount -t tmpfs -o size=4k full full && cat /dev/zero >full/zeros 2>/dev/null
c --pidfile full/pid root true
refused 'run: pidfile: *full/pid: *' 'a full disk'
is "$(ls full)" zeros 'and no empty file stays there'
umount full
if has BOX_INIT; then
	d init --init root sleep 1000
	first=$sup
	sup=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$first/status")
	is "$(child "$sup") $(child "$first")" "$first $pid" "with --init the pid file names COMMAND, behind husk's process 1"
	kill -TERM "$pid"
	ok 'which TERM stops, with COMMAND' over init
else
	skip 2 'no --init'
fi
same 'nothing is left'
