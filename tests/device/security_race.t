#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A process on a volume that the root shares swaps a directory and a link out of the root while containers start: 500 starts on this kernel, and
# 500 on one without openat2 (fewer where that takes too long). Each mount must be seen inside: one that landed outside the root is out of sight.
. "${0%/*}/lib.sh"
plan 16
[ -x "$TOOL/swap" ] || skip_all 'no swap'
want MNT_BIND MNT_TMPFS
N=${RACES:-${DEVICE:+50}}
N=${N:-500}
mkroot "$T/root"
r=$T/root
mkdir -p "$T/victim/sub" "$T/src" "$r/vol/a"
echo canary >"$T/victim/canary"
mount -t tmpfs racesource "$T/src"
: >"$T/src/file"
ln -s ../../../../../../../../../../.."$T/victim" "$r/vol/b"
ln -s "$T/victim" "$r/evil"
# In place of COMMAND: is the mount there, and the canary not? One process: busybox is static, and this is quick.
cp "$r/bin/busybox" "$r/bin/grep"
outside() {
	(cd "$T/victim" && find . -exec stat -c '%n %F %u %g %a %s %Y' {} + | sort)
	cat /proc/self/mountinfo
}
outside >"$T/was"
before

uptime() {
	cut -d. -f1 /proc/uptime
}

# try_one KIND: one start; sets rc, and what must be found in mountinfo.
try_one() {
	k=$((k + 1)) what=racesource
	case $1$((k % 7)) in
	vol0) set -- -b "$T/src:/vol/a/x$k" ;;
	vol1) set -- -b "$T/src:/vol/b/x$k" ;;
	vol2) set -- -b "$T/src:/vol/b" ;;
	vol3) set -- -b "$T/src/file:/vol/a/f$k" ;;
	vol4) set -- --tmpfs "/vol/b/t$k:size=1280k" && what=size=1280k ;;
	vol5) set -- --tmpfs /vol/a:size=1280k && what=size=1280k ;;
	vol6) set -- -w /vol/b -b "$T/src:/mnt" && what=racesource ;;
	*) set -- -b "$T/src:/tmp/x$k" ;;
	esac
	rc=0
	# shellcheck disable=SC2086
	$pre "$HUSK" run "$@" "$r" grep -c -e "$what" -e canary /proc/self/mountinfo canary /tmp/canary >"$T/out" 2>"$T/err" || rc=$?
	case $rc in
	125) refusals=$((refusals + 1)) && [ "$(wc -l <"$T/err")" = 1 ] && return ;;
	2) # grep's, for the two files that must not be there
		started=$((started + 1))
		grep -q '^/proc/self/mountinfo:1$' "$T/out" && ! grep -q canary "$T/out" && return
		;;
	esac
	wrong="$wrong $k: $*: $rc $(cat "$T/out" "$T/err");"
}

race() { # DESCRIPTION STARTS KIND PATH PATH
	"$TOOL/swap" "$4" "$5" &
	swap=$!
	bgs="$bgs $swap"
	k=0 started=0 refusals=0 wrong='' end=$(($(uptime) + $2 / 20))
	# (Of some kinds one in a hundred starts, and on a busy machine a refusal may be all that there is time for: until one has started.)
	while { [ $k -lt "$2" ] && [ "$(uptime)" -le $end ]; } || { [ $started = 0 ] && [ $k -lt $(($2 * 10)) ]; }; do
		try_one "$3"
	done
	kill $swap
	wait $swap 2>/dev/null
	[ ! -L "$4" ] || { mv "$4" "$T/link" && mv "$5" "$4" && mv "$T/link" "$5"; }
	rc=''
	is "$wrong" '' "$kernel: $1: started with all in its place, or refused"
	between 1 $started "$2" "$started of $k started, $refusals were refused"
	outside >"$T/now"
	ok 'nothing was made, mounted or changed outside the root' cmp "$T/was" "$T/now"
}

both() {
	race 'targets in a directory that becomes a link' $((N * 4 / 5)) vol "$r/vol/a" "$r/vol/b"
	# The place of a default mount: the root itself belongs to somebody who writes to it.
	race '/tmp becomes a link' $((N / 5)) tmp "$r/tmp" "$r/evil"
}

kernel='this kernel' pre=
both
kernel='no openat2'
if [ -x "$TOOL/deny" ] && has ROOT_OLDKERNEL; then
	pre="$TOOL/deny openat2"
	both
else
	skip 6 'no deny, or CONFIG_ROOT_OLDKERNEL is off'
fi
# What is mounted below a read-only bind, while the directory it lies in is exchanged with another: before 5.12 each is found by its path.
if [ -x "$TOOL/deny" ] && has ROOT_OLDKERNEL; then
	mkdir -p "$T/src/a/m" "$T/src/b/m"
	mount -t tmpfs below "$T/src/a/m"
	"$TOOL/swap" "$T/src/a" "$T/src/b" &
	swap=$!
	bgs="$bgs $swap"
	k=0 started=0 wrong='' end=$(($(uptime) + N / 10))
	while { [ $k -lt $((N / 2)) ] && [ "$(uptime)" -le $end ]; } || { [ $started = 0 ] && [ $k -lt $N ]; }; do
		k=$((k + 1))
		try "$TOOL/deny" mount_setattr "$HUSK" run -b "$T/src:/d:ro,rec" "$r" grep ' /d/[ab]/m ' /proc/self/mountinfo
		case $rc$out in
		0*' ro,nosuid,nodev,'*) started=$((started + 1)) ;;
		125) ;;
		*) wrong="$wrong $k: $rc $out $err;" ;;
		esac
	done
	kill $swap
	wait $swap 2>/dev/null
	rc=''
	is "$wrong" '' 'a mount below a bind that is read-only is that too'
	between 1 $started $((N / 2)) "$started of $k started"
	umount "$T/src/a/m" 2>/dev/null || umount "$T/src/b/m"
	rm -rf "$T/src/a" "$T/src/b"
else
	skip 2 'no deny, or CONFIG_ROOT_OLDKERNEL is off'
fi
same 'nothing is left'
ok 'no container holds on to the source' umount "$T/src"
