#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# ROOT is /: the host's files, with /dev, /proc, /sys and /tmp of its own.
. "${0%/*}/lib.sh"
plan 22
before
echo host >"$T/file"
touch "/tmp/husk.$$"

c / sh -c 'echo $$; readlink /proc/self/ns/mnt; cat "$1/file"' sh "$T"
is "$rc$err" 0 'it starts'
like "$out" '1
*' 'PID 1'
unlike "$out" "*$(readlink /proc/self/ns/mnt)*" 'in a mount namespace of its own'
like "$out" '*
host' "the host's files are there"
c / sh -c 'cd /dev; ls -1; ls -A /tmp; cd /proc; echo [0-9]*'
is "$(echo "$out" | tr '\n' ' ')" 'fd full mqueue null ptmx pts random shm stderr stdin stdout tty urandom zero 1 ' '/dev, /tmp and /proc are new'
c / sh -c 'echo x >"$1/made"' sh "$T"
is "$rc $(cat "$T/made")" '0 x' 'and can be written'
if has ROOT_READONLY; then
	for k in '' mount_setattr old; do
		if [ "$k" ] && ! { [ -x "$TOOL/deny" ] && has ROOT_OLDKERNEL; }; then
			skip 2 'no deny, or CONFIG_ROOT_OLDKERNEL is off'
			continue
		fi
		try ${k:+"$TOOL/deny" $k} "$HUSK" run --read-only / sh -c 'echo x >"$1/no"' sh "$T"
		isnt "$rc" 0 "--read-only: not where it was a mount of its own either${k:+, on a kernel without: $k}"
		nok 'no file' test -e "$T/no"
	done
else
	skip 6 'CONFIG_ROOT_READONLY is off'
fi
if has ROOT_OVERLAY && grep -qw overlay /proc/filesystems; then
	c --overlay / sh -c 'echo x >/husk-made && cat /husk-made'
	case $rc$err in
	125*overlay*) skip 2 "$err" ;;
	*)
		is "$out" x '--overlay'
		nok 'the host has no such file' test -e /husk-made
		;;
	esac
else
	skip 2 'no overlay'
fi
if has NS_USER; then
	try as_user 1000 "$HUSK" run / sh -c 'id -u; cat /etc/passwd | head -c 4; cd /proc; echo [0-9]*'
	is "$rc$err" 0 'a plain user too'
	like "$out" '0
root*1*' 'who is root inside'
else
	skip 2 'CONFIG_NS_USER is off'
fi
c / sh -c 'umount -l /dev; umount -l /tmp; ls "/tmp/husk.$1"' sh $$
unlike "$out" '*husk.*' 'what is covered stays covered'
c -w "$T" / sh -c 'cat file; exec readlink /proc/self/cwd'
is "$out" "host
$T" '--workdir in a mount of the host'
rm -f "/tmp/husk.$$"
c "$T/../../" readlink /proc/self/cwd
is "$rc$out" 0/ 'by another name'
if [ -x "$TOOL/deny" ]; then
	try "$TOOL/deny" old "$HUSK" run / sh -c 'cat "$1/file"; ls -A /tmp; umount -l /' sh "$T"
	is "$out" host 'before 5.2 the same'
	isnt "$rc" 0 'and nothing to be uncovered'
else
	skip 2 'no deny'
fi
same 'nothing is left'
