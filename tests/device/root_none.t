#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# ROOT is none: nothing but what is bound into it.
. "${0%/*}/lib.sh"
want ROOT_NONE MNT_BIND
plan 22
before
old=
mkdir "$T/src" "$T/none"
echo data >"$T/src/file"
b="--bind $ROOTFS/bin:/bin:ro"

# The whole of it twice: the second time as on a kernel before 5.2.
all() {
	# shellcheck disable=SC2086
	n() {
		try $old "$HUSK" run $b "$@"
	}
	n none sh -c 'ls -A /; stat -c "%a %u" /; cat /proc/self/mountinfo'
	is "$rc$err" 0 "$1it starts"
	like "$out" 'bin
dev
proc
sys
tmp
755 0
*' "$1with the default mounts and the bind, and nothing else"
	like "$out" '* / / rw,nosuid,nodev* - tmpfs *size=64k,nr_inodes=4096*' "$1in a small memory of its own"
	n --bind "$T/src/file:/a/b/c:ro" none cat /a/b/c
	is "$out" data "$1targets are made"
	n none sh -c 'head -c 100000 /dev/zero >/big || echo full'
	is "$out" full "$1it is bounded"
	if has ROOT_READONLY; then
		n --read-only --bind "$T/src:/new/in" none sh -c 'cat /new/in/file; echo x >/new/in/x; echo x >/x || cat /proc/self/mountinfo'
		like "$out" 'data
* / / ro,nosuid,nodev* - tmpfs *' "$1--read-only: targets are made, then it is"
		ok "$1a bind keeps its own flags" rm "$T/src/x"
	else
		skip 2 'CONFIG_ROOT_READONLY is off'
	fi
}
all ''
if [ -x "$TOOL/deny" ]; then
	old="$TOOL/deny old"
	all 'before 5.2: '
else
	skip 7 'no deny'
fi
old=

c none true
is "$rc" 127 'there is no command in it'
if has CMD_RUN_DUMP; then
	c --dump none true
	like "$out" 'root none*' '--dump'
	c --dump ./none true
	like "$out" 'root /*none*' './none is a directory'
else
	skip 2 'CONFIG_CMD_RUN_DUMP is off'
fi
if has CMD_RUN_CONFIG; then
	printf 'root none\nbind %s/bin:/bin\n' "$ROOTFS" >"$T/conf"
	c -c "$T/conf" -- echo conf
	is "$out" conf 'in a file'
else
	skip 1 'CONFIG_CMD_RUN_CONFIG is off'
fi
if has NS_USER; then
	# (A copy: the checkout may be where only root gets to.)
	cp -a "$ROOTFS/bin" "$T/bin"
	try as_user 1000 "$HUSK" run --bind "$T/bin:/bin" none sh -c 'id -u; echo x >/x && cat /x'
	is "$out" '0
x' 'for a plain user'
else
	skip 1 'CONFIG_NS_USER is off'
fi
if has ROOT_OVERLAY && grep -qw overlay /proc/filesystems; then
	mkdir "$T/keep"
	c --overlay="$T/keep" --read-only --bind "$ROOTFS/bin:/bin" none sh -c 'echo x >/x'
	like "$rc $(ls "$T/keep/upper")" '1 *bin*' '--overlay keeps what is made'
else
	skip 1 'no overlay'
fi
mkdir "$T/gone"
cd "$T/gone" && rmdir "$T/gone"
c --bind "$ROOTFS/bin:/bin" none pwd
is "$out" / "the caller's directory does not matter"
cd /
same 'nothing is left'
