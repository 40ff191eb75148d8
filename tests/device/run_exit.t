#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Exit statuses, standard streams, arguments, signals.
. "${0%/*}/lib.sh"
plan 49
before
mkroot "$T/root"
: >"$T/root/noexec"
printf '#!/no/such/interpreter\n' >"$T/root/orphan"
printf 'neither a program nor a script\n' >"$T/root/format"
chmod 755 "$T/root/orphan" "$T/root/format"

# A command that will not go on TERM gets KILL after ten seconds; this goes on beside the rest.
deaf_start=$(cut -d. -f1 /proc/uptime)
bg deaf "$T/root" sh -c 'trap "" TERM; echo up; while :; do sleep 1; done'
deaf=$bg
hears deaf up
kill -TERM "$deaf"

# --- statuses ---
for s in 0 7 125 126 127 200 255; do
	c "$T/root" sh -c "exit $s"
	is "$rc$out$err" "$s" "the command's own status: $s"
done
c "$T/root" /no/such/command
is "$rc" 127 'a command that is not there: 127'
like "$err" 'husk: run: */no/such/command: *' 'and it is named'
c "$T/root" nosuchcommand
is "$rc" 127 'not in PATH either: 127'
c "$T/root" ''
is "$rc" 127 'nor is one without a name: 127'
c "$T/root" /orphan
is "$rc" 127 'its interpreter is not there: 127'
c "$T/root" /bin/busybox/x
is "$rc" 127 'not a directory: 127'
c "$T/root" /noexec
is "$rc" 126 'not executable: 126'
c "$T/root" /tmp
is "$rc" 126 'a directory: 126'
c "$T/root" /format
is "$rc" 126 'not a program: 126'
c "$T/root"
is "$rc" 0 'the default command is a shell'

# --- usage ---
try "$HUSK"
is "$rc$out" 125 'husk alone: 125'
like "$err" '*run*' 'and usage on stderr'
for args in --help 'run --help'; do
	# shellcheck disable=SC2086
	try "$HUSK" $args
	is "$rc$err" 0 "husk $args: 0"
	like "$out" '*run*' 'and usage on stdout'
done
try "$HUSK" --version
like "$rc $out" '0 husk [0-9]*' 'husk --version'
try "$HUSK" nosuchcommand
refused '*nosuchcommand*' 'an unknown command'
try "$HUSK" stats
is "$rc$out$err" '125husk: stats: not in this build (CONFIG_CMD_STATS)' 'one that is still to come'

# --- streams and arguments ---
is "$(echo text | "$HUSK" run "$T/root" cat)" text 'stdin and stdout are the ones of the caller'
c "$T/root" sh -c 'echo text >&2'
is "$err$out" text 'stderr too'
c "$T/root" -- sh -c 'printf "<%s>" "$@"' - 'a b' '' '*' "it's" '--help' 'line
line'
is "$out" "<a b><><*><it's><--help><line
line>" 'arguments arrive as they are'
c "$T/root" echo --memory 5
is "$out" '--memory 5' 'options end at ROOT'

# --- signals ---
bg polite "$T/root" sh -c 'trap "echo caught; exit 3" TERM; echo up; while :; do sleep 0.1; done'
hears polite up
kill -TERM $bg
reap $bg
is "$rc $(cat "$T/polite.out")" '3 up
caught' 'TERM goes to the command, whose status counts'

for s in HUP USR1 USR2 ALRM INT QUIT CONT; do
	bg fwd "$T/root" sh -c "trap 'echo caught; exit 4' $s; echo up; while :; do sleep 0.1; done"
	hears fwd up
	kill -$s $bg
	reap $bg
	is "$rc" 4 "$s goes on unchanged"
done

# Each is heard before the next: two that come before husk is scheduled are one.
bg thrice "$T/root" sh -c 'trap "echo int" INT; echo up; while :; do sleep 0.1; done'
hears thrice up
heard() { # N of them, or the end
	gone $bg || [ "$(grep -c int "$T/thrice.out")" = "$1" ]
}
for k in 1 2; do
	kill -INT $bg
	poll heard $k
done
ok 'two INT are not a KILL' kill -0 $bg
kill -INT $bg
poll heard 3
gone $bg && over=yes || over=no
kill -KILL $bg 2>/dev/null # where that has failed
reap $bg
is "$over $rc" 'yes 137' 'a third one is'

bg victim --name victim "$T/root" sh -c 'echo up; while :; do sleep 0.1; done'
hears victim up
pid=$(child $bg)
kill -KILL $bg
ok 'the container dies with husk, even by KILL' poll gone "$pid"
reap $bg
c --name victim "$T/root" true
is "$rc$err" 0 'and its name is free again'

bg killed "$T/root" sh -c 'echo up; while :; do sleep 0.1; done'
hears killed up
kill -KILL "$(child $bg)"
reap $bg
is "$rc" 137 'a command that dies of signal 9: 137'
if traces; then
	# Out of memory, say; a copy, as in a group that is too small for the set-up.
	ln -s bin/true "$T/root/true"
	try strace -f -o /dev/null -P /true -e trace=execve -e inject=execve:signal=KILL "$HUSK" run --oom-score 1 "$T/root" /true
	refused '*set-up: killed by signal 9*' 'one that dies of it in the exec has not run'
else
	skip 1 'no strace'
fi

mkdir "$T/full"
bg nobody_reads "$T/root" sh -c 'echo up; exec <&- >&- 2>&-; sleep 0.2; exit 6'
reap $bg
is "$rc" 6 'closed streams are no end'
(
	exec <&- >&- 2>&-
	"$HUSK" run "$T/root" sh -c 'exit 8'
)
is $? 8 'a caller without streams'

kill -TERM $deaf
reap $deaf
is "$rc" 137 'TERM that is ignored becomes KILL'
deaf_end=$(cut -d. -f1 /proc/uptime)
soon 9 $((deaf_end - deaf_start)) 14 'ten seconds later, and a second TERM changes nothing'
same 'nothing is left'
