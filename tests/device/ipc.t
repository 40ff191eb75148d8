#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# System V queues of its own.
. "${0%/*}/lib.sh"
want NS_IPC
plan 10
mkroot "$T/root"
cp "$TOOL/ipcq" "$T/root/bin/"
key=$((0x$(echo "$T" | md5sum | cut -c1-7) + 1)) # (a run that was killed may have left its own)
own=$((key + 1))
before
try "$TOOL/ipcq" make $key
is "$rc" 0 'the host makes a queue'
try "$TOOL/ipcq" has $key
is "$out" yes 'and has it'
c "$T/root" sh -c "ipcq has $key; readlink /proc/self/ns/ipc"
is "${out%%
*}" no 'unseen inside'
isnt "${out##*
}" "$(readlink /proc/self/ns/ipc)" 'the link /proc/PID/ns/ipc is another one'
c "$T/root" sh -c "ipcq make $own >/dev/null; ipcq has $own"
is "$out" yes 'the container makes one of its own'
try "$TOOL/ipcq" has $own
is "$out" no 'unseen outside'
c --share ipc "$T/root" ipcq has $key
is "$out" yes "--share ipc: the host's"
c --share ipc "$T/root" grep -c ' /dev/mqueue ' /proc/self/mountinfo
is "$out" 0 'and then /dev/mqueue is not a new one'
"$TOOL/ipcq" remove $key
try "$TOOL/ipcq" has $key
is "$out" no 'the queue goes'
same 'nothing is left'
