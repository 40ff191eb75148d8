#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What the kernel cannot do is an error, unless it is tolerated: then a warning.
. "${0%/*}/lib.sh"
want BOX_TOLERATE
[ -x "$TOOL/deny" ] || skip_all 'no deny'
plan 10
before
warned() { # WORD DESCRIPTION
	case $rc$out/$err in
	0/*'
'*) no "$2" ;;
	0/"husk: "*$1*) yes "$2" ;;
	*) no "$2" ;;
	esac
}
# unshare(CLONE_NEWTIME) and unshare(CLONE_NEWCGROUP), as a kernel answers that has neither.
if has NS_TIME && [ -e /proc/self/ns/time ]; then
	try "$TOOL/deny" -e 22 unshare/0x80 "$HUSK" run "$ROOTFS" true
	refused '*time*' 'no time namespace: refused'
	try "$TOOL/deny" -e 22 unshare/0x80 "$HUSK" run --tolerate time "$ROOTFS" true
	warned time 'tolerated: a warning'
	try "$TOOL/deny" -e 22 unshare/0x80 "$HUSK" run --tolerate net "$ROOTFS" true
	refused '*time*' 'another word does not help'
	try "$TOOL/deny" -e 22 unshare/0x80 "$HUSK" run --share time "$ROOTFS" true
	is "$rc$err" 0 '--share time does not need it'
else
	skip 4 'no time namespaces'
fi
if has NS_CGROUP && [ -e /proc/self/ns/cgroup ]; then
	try "$TOOL/deny" -e 22 unshare/0x2000000 "$HUSK" run "$ROOTFS" true
	refused '*cgroup*' 'no cgroup namespace: refused'
	try "$TOOL/deny" -e 22 unshare/0x2000000 "$HUSK" run --tolerate uts,cgroup "$ROOTFS" true
	warned cgroup 'tolerated, in a list'
else
	skip 2 'no cgroup namespaces'
fi
c --tolerate uts,ipc,pid,net,cgroup,time "$ROOTFS" sh -c 'echo $$'
is "$rc$out$err" 01 'what is there is used, and nothing is said'
if has CG_MEMORY && ! cg memory >/dev/null; then
	c --memory 16M "$ROOTFS" true
	case $rc in
	0) skip 2 'a memory controller was found all the same' ;;
	*)
		refused '*memory*' 'no memory controller: refused'
		c --memory 16M --tolerate cgroup "$ROOTFS" true
		warned memory 'tolerated'
		;;
	esac
else
	skip 2 'the memory controller is there'
fi
same 'nothing is left'
