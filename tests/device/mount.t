#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Mounts of its own.
. "${0%/*}/lib.sh"
plan 12
before
cat /proc/self/mountinfo >"$T/mi"

c "$ROOTFS" sh -c 'readlink /proc/self/ns/mnt; while read -r _ _ _ _ d _; do echo "$d"; done </proc/self/mountinfo'
isnt "${out%%
*}" "$(readlink /proc/self/ns/mnt)" 'the link /proc/PID/ns/mnt is another one'
like "$out" '*
/
*' 'its root is a mount'
for d in /proc /sys /dev /dev/pts /dev/shm /tmp; do
	like "$out
" "*
$d
*" "$d is mounted"
done
outside=$(echo "$out" | grep -Ev '^(mnt:|/$|/(proc|sys|dev|tmp)(/|$))')
is "$outside" '' 'and nothing of the host'

c --cap-add sys_admin "$ROOTFS" sh -c 'mount -t tmpfs inside /mnt && grep -c " /mnt " /proc/self/mountinfo; exit 0'
is "$out" 1 'a mount inside is seen inside'
ok "the host's mount table is byte for byte the same" cmp "$T/mi" /proc/self/mountinfo
same 'nothing is left'
