#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Every signal there is, up to the last: 64, on MIPS 127. The C library's own (with musl 32 to 34, and 34 is SIGRTMIN to others) are no exception.
. "${0%/*}/lib.sh"
[ -x "$TOOL/sigs" ] || skip_all 'no sigs'
plan 4
before
mkroot "$T/root"
cp "$TOOL/sigs" "$T/root/bin/"
# KILL and STOP go nowhere else, CHLD is husk's own, TERM means stop, a third INT means KILL; CONT and what stops take each other out of the queue.
case $(uname -m) in
mips*) last=127 not=' 2 9 15 18 23 25 ' ;;
*) last=64 not=' 2 9 15 17 18 19 ' ;;
esac

each() { # [OPTION]...: sends every signal to husk; prints the first that did not arrive
	bg all "$@" "$T/root" sigs wait
	hears all up
	s=0 sent=''
	while [ $s -lt $last ]; do
		s=$((s + 1))
		case $not in *" $s "*) continue ;; esac
		kill -$s "$bg" && sent=$s
	done
	hears all "^$sent\$"
	kill -TERM "$bg"
	reap "$bg"
	s=0
	while [ $s -lt $last ]; do
		s=$((s + 1))
		case $not in *" $s "*) continue ;; esac
		grep -q "^$s\$" "$T/all.out" || break
		[ $s != $last ] || echo "all, $rc"
	done
	[ $s = $last ] || echo "not $s, $rc: $(cat "$T/all.err")"
}
is "$(each)" 'all, 0' 'every signal is passed on'
if has BOX_INIT; then
	is "$(each --init)" 'all, 0' 'and by --init'
else
	skip 1 'CONFIG_BOX_INIT is off'
fi
try "$TOOL/sigs" dirty "$HUSK" run "$T/root" sigs
like "$out" 'ignored:
blocked:
*' 'the last one is not ignored either, where the caller ignores it'
same 'nothing is left'
