#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Process numbers of its own.
. "${0%/*}/lib.sh"
want NS_PID
plan 9
before

c "$ROOTFS" sh -c 'echo $$; readlink /proc/self/ns/pid'
is "${out%%
*}" 1 'echo $$ says 1 inside'
isnt "${out##*
}" "$(readlink /proc/self/ns/pid)" 'the link /proc/PID/ns/pid is another one'

bg held "$ROOTFS" sh -c 'echo up; read -r x'
hears held up
rc=
pid=$(child $bg)
like "$pid" '[0-9]*' 'the host has a process for it'
isnt "$pid" 1 'the host sees another number'
last=$(sed -n 's/^NSpid:.*[^0-9]//p' "/proc/$pid/status")
is "$last" 1 'and the kernel says that it is 1 inside'
tell held go
reap $bg
is "$rc" 0 'it ends as told'

c "$ROOTFS" sh -c 'cd /proc; echo [0-9]*'
is "$out" 1 '/proc shows the container and nobody else'

c --name shared --share pid "$ROOTFS" sh -c 'echo $$'
if [ "$rc" = 125 ]; then
	skip 1 "--share pid: $err"
else
	isnt "$out" 1 '--share pid: not 1'
fi
same 'nothing is left'
