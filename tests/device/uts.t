#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A host name of its own.
. "${0%/*}/lib.sh"
want NS_UTS
plan 10
before
host=$(cat /proc/sys/kernel/hostname) ns=$(readlink /proc/self/ns/uts)

c --hostname seed --domainname field "$ROOTFS" sh -c 'hostname; cat /proc/sys/kernel/domainname; readlink /proc/self/ns/uts'
is "${out%uts:*}" "seed
field
" 'the host name and the domain name are the ones asked for'
isnt "uts:${out##*uts:}" "$ns" 'the link /proc/PID/ns/uts is another one'
is "$(cat /proc/sys/kernel/hostname)" "$host" "the host keeps its name"

c --cap-add sys_admin "$ROOTFS" sh -c 'hostname; hostname other && hostname'
is "$out" "$host
other" 'hostname inside begins as the host has it and can be changed with CAP_SYS_ADMIN'
is "$(cat /proc/sys/kernel/hostname)" "$host" "the host still keeps its name"

c "$ROOTFS" sh -c 'hostname other'
isnt "$rc" 0 'without the capability it cannot'

c --share uts "$ROOTFS" readlink /proc/self/ns/uts
is "$out" "$ns" '--share uts: the same link'
c --share uts --hostname seed "$ROOTFS" true
refused '*hostname*' '--hostname needs a name space of its own'
is "$(cat /proc/sys/kernel/hostname)" "$host" 'the host has its name'
same 'nothing is left'
