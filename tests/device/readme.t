#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# README's examples do what it says: each block marked `sh` is run, from a place that looks like the top of a clone, and what it prints
# (on either stream) is the block marked `text` behind it. Blocks marked `sh user` are run by a plain user.
. "${0%/*}/lib.sh"
readme=${README:-${0%/*}/../../README.md}
[ -r "$readme" ] || skip_all 'README.md is not on the board'
want CMD_RUN_CONFIG CMD_RUN_DUMP NS_UTS NS_NET NS_USER NET_VETH NET_IP MNT_BIND ROOT_READONLY ROOT_OVERLAY CG_MEMORY CG_CPU CG_PIDS BOX_NAME ROOT_NONE ROOT_WITH GUARD_USER

# N.sh or N.user, and N.text
awk -v dir="$T" '
	/^```/ && kind { kind = ""; next }
	/^```sh( user)?$/ { kind = $2 ? "user" : "sh"; n++; next }
	/^```text$/ { kind = "text"; printf "" >(dir "/" n ".text"); next }
	/^```/ { kind = "other" }
	kind && kind != "other" { print >(dir "/" n "." kind) }
' "$readme"
count=0
while [ -e "$T/$((count + 1)).sh" ] || [ -e "$T/$((count + 1)).user" ]; do
	count=$((count + 1))
done
plan $((count + 3))
is "$([ $count -ge 5 ] && echo enough)" enough 'README has its examples'

mkdir -p "$T/bin" "$T/clone/build/host"
ln -s "$HUSK" "$T/bin/husk"
# What a bare Debian lacks, and `ls`, whose messages differ.
for a in ip wget ls; do
	[ $a != ls ] && command -v $a >/dev/null || ln -s "$ROOTFS/bin/busybox" "$T/bin/$a"
done
PATH=$T/bin:$PATH
cp -a "$ROOTFS" "$T/clone/build/host/rootfs"
modprobe veth 2>/dev/null
modprobe bridge 2>/dev/null
cd "$T/clone" || exit 1
before

i=0
while [ $i -lt $count ]; do
	i=$((i + 1))
	if [ -e "$T/$i.user" ]; then
		what="example $i, as a plain user"
		try as_user 1000 sh -c 'exec 2>&1; . "$0"' "$T/$i.user"
	else
		what="example $i"
		try sh -c 'exec 2>&1; . "$0"' "$T/$i.sh"
	fi
	if [ -e "$T/$i.text" ]; then
		is "$out" "$(cat "$T/$i.text")" "$what prints what README says"
	else
		is "$rc" 0 "$what"
	fi
done
ok 'the root is as it was' diff -r --no-dereference "$ROOTFS" build/host/rootfs
cd /
same 'nothing is left'
