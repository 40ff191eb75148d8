#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A time namespace of its own.
. "${0%/*}/lib.sh"
want NS_TIME
[ -e /proc/self/ns/time ] || skip_all 'the kernel has no time namespaces (CONFIG_TIME_NS)'
plan 4
before
ns=$(readlink /proc/self/ns/time)
c "$ROOTFS" sh -c 'readlink /proc/self/ns/time; cat /proc/self/timens_offsets'
like "$out" 'time:*' 'there is one'
isnt "${out%%
*}" "$ns" 'the link /proc/PID/ns/time is another one'
c --share time "$ROOTFS" readlink /proc/self/ns/time
is "$out" "$ns" '--share time: the same link'
same 'nothing is left'
