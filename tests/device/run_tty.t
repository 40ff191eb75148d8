#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# --tty. tool/pty is the person at the terminal: [same] and [changed] are what it says about the settings.
. "${0%/*}/lib.sh"
want BOX_TTY
[ -e /dev/ptmx ] || skip_all 'no /dev/ptmx'
plan 39
before
r=$T/root
mkroot "$r"
mkdir -p "$r/tool"
cp "$TOOL/sigs" "$r/tool/"

# p SCRIPT [OPTION]... ROOT COMMAND...: husk run --tty with somebody at the terminal; its line breaks are the terminal's.
p() {
	_script=$1
	shift
	try "$TOOL/pty" "$_script" "$HUSK" run --tty "$@"
	out=$(tr -d '\r' <"$T/out")
}

# --- what COMMAND has ---
c -t "$r" sh -c 'tty; for f in 0 1 2; do [ -t $f ] && echo $f; done; ls /dev/pts; : >/dev/tty && echo controls'
is "$rc $(echo $out | tr -d '\r')" '0 /dev/pts/0 0 1 2 0 ptmx controls' 'a terminal of its own for all three streams, and of its session'
is "$err" '' 'standard error is the same terminal'
p '' "$r" sh -c 'readlink /proc/self/fd/0; stat -c "%t:%T %u %g %a" /dev/pts/0'
like "$out" '/dev/pts/0
88:0 0 5 620
*same*' "not the caller's"
p '' -u 1000:1000 "$r" sh -c 'stat -c %u /dev/pts/0; echo text >/dev/pts/0'
like "$out" '1000
text
*' 'it belongs to --user'
p '' "$r" /tool/sigs
like "$out" '*fds: 0 1 2
session: own*' 'no other descriptor is left'
p '' --init -u 1000 "$r" sh -c 'stat -c %u /dev/pts/0; : >/dev/tty && echo controls; /tool/sigs'
like "$out" '1000
controls
*fds: 0 1 2
session: own*' 'the same with --init'
if has NS_USER && chmod -R go+rX "$r"; then
	p '' --userns -u 1000 "$r" sh -c 'stat -c %u /dev/pts/0; : >/dev/tty && echo controls'
	like "$out" '*1000
controls
*' 'and in a user namespace'
else
	skip 1 'CONFIG_NS_USER is off'
fi

# --- size ---
p '=#;stty size\n;=33 77;#44x88;stty size\n;=44 88;exit\n' "$r" sh
unlike "$out" '*missing*' "the size is the caller's, also when that changes"
p '=up;#44x88;=winch' "$r" sh -c 'trap "echo winch; exit 5" WINCH; echo up; while :; do sleep 0.1; done'
is "$rc" 5 'a change is told to COMMAND'

# --- the settings of the terminal ---
p '=up;~;go\n' "$r" sh -c 'echo up; read x; echo "<$x>"; exit 6'
is "$rc" 6 'typed text arrives'
like "$out" '*changed*up*go*<go>*same*' 'the terminal is raw meanwhile, and as before at the end'
p '=up;%15;+3' --stop-timeout 0.2 "$r" sh -c 'echo up; trap "" TERM; while :; do sleep 1; done'
like "$rc $out" '137 *same*' 'as before after TERM'
p '=up;%9' "$r" sh -c 'echo up; sleep 100'
is "$rc" 137 '(after KILL nobody can)'
p '' --workdir /nosuch "$r" true
like "$rc $out" '125 *nosuch*same*' 'after a failed set-up'
p '' "$r" nosuch
like "$rc $out" '127 *husk: run: exec: nosuch: *same*' 'after a failed exec'
p '' nosuchroot true
like "$rc $out" '125 *nosuchroot*same*' 'after no start at all'
p '=up;%19;+2;%18;go\n' "$r" sh -c 'echo up; read x; echo "<$x>"; exit 6'
like "$rc $out" '6 *<go>*same*' 'husk can be stopped and go on'
p '=up;!' "$r" sh -c 'trap "exit 9" HUP; echo up; while :; do sleep 0.1; done'
unlike "$rc $out" '*stuck*' 'a terminal that goes away ends it'
try "$TOOL/pty" "=#;set -m\\n;$HUSK run -t $r sleep 1 & sleep 0.5\\n;+2;~;wait\\n;exit 3\\n" sh -i
like "$rc $out" '3 *\[same\]*\[same\]*' 'in the background it leaves the terminal alone'

# bash, unlike ash, sends a job that runs no CONT.
if command -v bash >/dev/null; then
	try "$TOOL/pty" "=#;$HUSK run -t $r head -n 1 &\n;+5;fg\n;=fg;+5;~;go\n;=#;exit 3\n" bash --norc --noprofile -i
	like "$rc $out" '3 *\[changed\]*go*go*' 'brought to the foreground it takes it'
else
	skip 1 'no bash here'
fi

# --- job control ---
p '=#;cat\n;+3;\cC;echo a\\fter $?\n;=after 130;exit 7\n' "$r" sh
is "$rc" 7 'interrupt goes to the job inside'
p '=#;sleep 100\n;+3;\cZ;=Stopped;bg\n;jobs\n;=Running;kill %1\n;exit 8\n' "$r" sh
unlike "$rc $out" '*missing*' 'suspend too: job control works'
p '=$;sleep 100\n;+3;\cZ;=Stopped;fg\n;+2;\cC;exit 8\n' --init -u 1000 "$r" sh
unlike "$rc $out" '*missing*' 'with --init and a user as well'
p '=up;\cC;\cC;\cC;=int' "$r" sh -c 'trap "echo int; exit 4" INT; echo up; while :; do sleep 0.1; done'
is "$rc" 4 'keys are no signals to husk'

# --- streams that are no terminal ---
is "$(echo text | "$HUSK" run -t "$r" cat | tr -d '\r' | tail -1)" text 'a pipe is passed on, its end is end of file'
is "$( (sleep "$SLOW"; printf 'no line') | timeout 20 "$HUSK" run -t "$r" sh -c 'stty -echo; cat')" 'no line' 'behind an unfinished line too'
try timeout 20 "$HUSK" run -t "$r" sh
is "$rc" 0 'an interactive shell ends with its input'
is "$(seq 1 3000 | timeout 30 "$HUSK" run -t "$r" sh -c 'stty -echo; echo go; wc -l' | tr -d '\r' | tail -1)" 3000 'much input arrives as a whole'
# (Through cat, in large pieces: seq writes each line to a terminal by itself.)
is "$("$HUSK" run -t "$r" sh -c 'seq 1 20000 | cat' </dev/null | tr -d '\r' | sed -n '$p;$=' | tr '\n' ' ')" '20000 20000 ' 'much output too: all of it, up to the last byte'
n0=$(cut -d. -f1 /proc/uptime)
is "$("$HUSK" run -t "$r" yes </dev/null | head -1 | tr -d '\r')" y 'a reader that leaves'
soon 0 $(($(cut -d. -f1 /proc/uptime) - n0)) 5 'ends COMMAND'
c -t "$r" sh -c '(trap "" HUP; sleep 1000 & true); echo out; exit 3'
is "$rc $(echo "$out" | tr -d '\r')" '3 out' 'who still holds the terminal does not hold husk up'
bg slow -t "$r" sh -c 'echo up; while :; do echo line; done'
hears slow up
kill -KILL "$(child "$bg")"
reap "$bg"
is "$rc" 137 'COMMAND is killed in the midst of its output'
is "$(PTY_INPUT=null "$TOOL/pty" '' "$HUSK" run -t "$r" sh -c 'stty size; cat' | head -1 | tr -d '\r')" '33 77' "the size is that of the caller's output where its input has none"
if traces; then
	try "$TOOL/pty" '' strace -o /dev/null -e trace=ioctl -e inject=ioctl:delay_enter=500ms "$HUSK" run --tty "$r" stty size
	like "$out" '33 77*' 'it is there before COMMAND, however slow husk is'
else
	skip 1 'no strace here'
fi
(
	exec <&- >&- 2>&-
	timeout 20 "$HUSK" run -t "$r" sh -c 'exit 8'
)
is $? 8 'a caller without streams'
# COMMAND's last words do not fit: the pipe holds 64 KiB, and its reader sleeps. (dd leaves the pipe non-blocking.)
if dd oflag=nonblock </dev/null >/dev/null 2>&1; then
	got=$({ dd oflag=nonblock </dev/null 2>/dev/null; "$HUSK" run -t "$r" head -c 68000 /dev/zero; } | { sleep 1; wc -c; })
	is "$got" 68000 'what does not fit into a non-blocking output is not lost'
else
	skip 1 'dd has no oflag=nonblock'
fi
c -t -d "$r" true
refused 'run: --tty: *--detach*' 'not with --detach'
same 'nothing is left'
