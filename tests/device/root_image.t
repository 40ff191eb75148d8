#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# ROOT is a file with a file system in it.
. "${0%/*}/lib.sh"
want ROOT_IMAGE
[ -r "$ROOTFS.squashfs" ] || skip_all 'no image'
[ -c /dev/loop-control ] || skip_all 'the kernel has no loop devices'
grep -qw squashfs /proc/filesystems || modprobe squashfs 2>/dev/null || skip_all 'the kernel has no squashfs'
plan 54
before
i=$T/root.squashfs
cp "$ROOTFS.squashfs" "$i"
was=$(md5sum <"$i")

attached() { # the devices that have a file of this test's
	grep -l "$T" /sys/block/loop*/loop/backing_file 2>/dev/null
}
none_attached() {
	[ -z "$(attached)" ]
}
detached() {
	ok "$1" poll none_attached
}

c "$i" sh -c 'echo $$; cat /etc/passwd; cat /proc/self/mountinfo'
is "$rc$err" 0 'a squashfs starts'
like "$out" '1
root:*' 'with its files'
like "$out" '* / / ro,nosuid,nodev* - squashfs /dev/loop* ro*' 'read-only, nosuid, nodev'
detached 'and its device is given back'
c "$i" sh -c 'echo x >/made'
isnt "$rc" 0 'nothing is written'
(cd "$T" && "$HUSK" run root.squashfs echo here) >"$T/out" 2>&1
is "$(cat "$T/out")" here 'a relative path'
ln -s root.squashfs "$T/link"
c "$T/link" echo here
is "$out" here 'a link to one'

# --- while it runs ---
bg run "$i" sh -c 'echo up; read -r x'
hears run up
d=$(attached)
like "$d" '/sys/block/loop[0-9]*/loop/backing_file' 'one device'
is "$(cat "${d%/*}/autoclear" "${d%/*/*}/ro" | tr '\n' ' ')" '1 1 ' 'which is read-only and goes with its last user'
dev=${d%/loop/*}
unlike "$(cat /proc/self/mountinfo)" "*/dev/${dev##*/} *" 'it is mounted nowhere on the host'
c "$i" echo second
is "$out" second 'a second container from the same file'
mv "$i" "$T/moved"
tell run go
reap $bg
is "$rc" 0 'the file can be renamed meanwhile'
mv "$T/moved" "$i"
detached 'all are given back'
bg killed "$i" sh -c 'echo up; read -r x'
hears killed up
kill -KILL $bg
reap $bg
detached 'after a KILL of husk as well'

# --- with what else there is ---
if has ROOT_OVERLAY && { grep -qw overlay /proc/filesystems || modprobe overlay 2>/dev/null; }; then
	c --overlay "$i" sh -c 'echo x >/made; rm /etc/group; cat /made; ls /etc'
	unlike "$out" '*group*' '--overlay: deletions'
	like "$out" 'x
*passwd*' 'and writes'
	mkdir "$T/keep"
	c --overlay="$T/keep" "$i" sh -c 'echo kept >/made'
	c --overlay="$T/keep" "$i" cat /made
	is "$out $(cat "$T/keep/upper/made")" 'kept kept' '--overlay=DIR, beside the image'
	c --overlay --bind "$T/keep:/not/there" "$i" ls /not/there
	is "$rc" 0 'targets are made in the overlay'
	c --read-only --overlay "$i" sh -c 'echo x >/made'
	isnt "$rc" 0 'which is read-only where that is asked for'
else
	skip 5 'no overlay'
fi
if has MNT_BIND; then
	mkdir "$T/src" && echo data >"$T/src/file"
	c --bind "$T/src:/mnt" "$i" cat /mnt/file
	is "$out" data '--bind on a directory of the image'
	c --bind "$T/src:/not/there" "$i" true
	refused '*/not/there*Read-only*' 'on one that is not there: refused'
	detached 'and the device is given back'
else
	skip 3 'CONFIG_MNT_BIND is off'
fi
if has NS_USER; then
	c --userns "$i" sh -c 'id -u; head -c 4 /etc/passwd; cat /proc/self/uid_map'
	like "$out" '0
root * 100000 *' '--userns: root mounts it'
	try as_user 1000 "$HUSK" run "$i" true
	refused "*$i*image*" 'a plain user may not'
	detached 'and the device is given back'
else
	skip 3 'CONFIG_NS_USER is off'
fi
is "$(md5sum <"$i")" "$was" 'the file is as it was'

# --- what is none ---
mkfifo "$T/fifo"
c "$T/fifo" true
refused "*$T/fifo*" 'a fifo'
c /dev/null true
refused '*/dev/null*' 'a device'
: >"$T/empty"
c "$T/empty" true
refused "*$T/empty*no file system*" 'an empty file'
head -c 70000 "$HUSK" >"$T/junk"
c "$T/junk" true
refused "*$T/junk*no file system*" 'one without a file system'
head -c 20000 "$i" >"$T/cut"
c "$T/cut" true
refused "*$T/cut*squashfs*" 'a truncated one'
c "$T/nosuch" true
refused "*$T/nosuch*" 'one that is not there'
c "$i/etc" true
refused "*$i/etc*" 'a path through it'
detached 'no device is kept'

# --- what the kernel lacks ---
if [ -x "$TOOL/deny" ]; then
	try "$TOOL/deny" -e 19 fsopen,mount "$HUSK" run "$i" true
	refused "*$i*no squashfs support (CONFIG_SQUASHFS)" 'the file system is named'
	detached 'no device is kept'
	try "$TOOL/deny" -e 25 ioctl "$HUSK" run "$i" true
	refused '*/dev/loop*' 'loop devices that do nothing'
	try "$TOOL/deny" old "$HUSK" run "$i" sh -c 'cat /proc/self/mountinfo; ls /'
	is "$rc$err" 0 'an old kernel'
	like "$out" '* / / ro,nosuid,nodev* - squashfs *bin*etc*' 'the same there'
	detached 'and it is given back'
	if has ROOT_OVERLAY && grep -qw overlay /proc/filesystems; then
		try "$TOOL/deny" old "$HUSK" run --overlay "$i" sh -c 'echo x >/made; cat /made'
		is "$out" x 'and under an overlay'
	else
		skip 1 'no overlay'
	fi
else
	skip 7 'no deny'
fi
if command -v unshare >/dev/null; then
	# /dev without its loop-control.
	# shellcheck disable=SC2016
	try unshare -m sh -c 'mkdir "$3/dev" && cp -a /dev/null /dev/zero "$3/dev" && mount --bind "$3/dev" /dev && exec "$1" run "$2" true' \
		sh "$HUSK" "$i" "$T"
	refused '*/dev/loop-control*(CONFIG_BLK_DEV_LOOP)' 'no loop-control'
	if has CMD_CHECK; then
		# shellcheck disable=SC2016
		try unshare -m sh -c 'mount --bind "$2/dev" /dev && exec "$1" check' sh "$HUSK" "$T"
		like "$rc $err" '1 *image: cannot work here (CONFIG_BLK_DEV_LOOP)*' 'husk check says so'
	else
		skip 1 'CONFIG_CMD_CHECK is off'
	fi
else
	skip 2 'no unshare'
fi
if traces; then
	try strace -o "$T/trace" -e trace=ioctl -e inject=ioctl:error=EBUSY:when=2 "$HUSK" run "$i" echo up
	is "$rc$out" 0up 'a device that another takes first'
	try strace -o "$T/trace" -e trace=ioctl -e inject=ioctl:error=EINVAL:when=2 "$HUSK" run "$i" echo up
	is "$rc$out" 0up 'before 5.8'
	like "$(cat "$T/trace")" '*LOOP_SET_FD*LO_FLAGS_READ_ONLY|LO_FLAGS_AUTOCLEAR*' 'with the same flags'
	try strace -o "$T/trace" -e trace=ioctl -e inject=ioctl:error=EINVAL:when=2+2 "$HUSK" run "$i" true
	like "$rc $(tail -n 3 "$T/trace")" '125*LOOP_SET_STATUS64*INJECTED*LOOP_CLR_FD*' 'a failure between its two calls'
	detached 'keeps no device'
else
	skip 5 'no strace'
fi

# --- other file systems ---
if command -v mkfs.ext4 >/dev/null && grep -qw ext4 /proc/filesystems; then
	mkroot "$T/r"
	truncate -s 8M "$T/ext4"
	mkfs.ext4 -q -O ^metadata_csum -d "$T/r" "$T/ext4"
	c "$T/ext4" cat /proc/self/mountinfo
	like "$out" '* / / ro,nosuid,nodev* - ext4 /dev/loop*' 'ext4'
	# s_feature_incompat has the journal to be replayed.
	printf '\106' | dd of="$T/ext4" bs=1 seek=1120 conv=notrunc 2>/dev/null
	c "$T/ext4" cat /proc/self/mountinfo
	like "$out" '* - ext4 /dev/loop*norecovery*' 'one that was not unmounted'
	mkfs.ext4 -q -F -O ^has_journal -d "$T/r" "$T/ext4" && tune2fs -e panic "$T/ext4" >/dev/null
	c "$T/ext4" sh -c 'grep -h "^errors=" /proc/fs/ext4/loop*/options'
	like "$out" '*errors=continue*' 'one that would have the host panic'
	unlike "$out" '*panic*' 'does not'
else
	skip 4 'no ext4'
fi
detached 'no device is kept'
same 'nothing is left'
