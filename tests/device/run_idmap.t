#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Whose files root's container in a user namespace sees: ROOT, overlays and binds idmapped, and where that cannot be.
. "${0%/*}/lib.sh"
want NS_USER MNT_IDMAP
[ -e /proc/self/ns/user ] || skip_all 'the kernel has no user namespaces (CONFIG_USER_NS)'
plan 40

# A place whose file system has idmapped mounts: tmpfs since 6.3, ext4 since 5.12.
place=
for d in "$T" "${ROOTFS%/*}" /var/tmp; do
	[ -w "$d" ] || continue
	b=$d/idmap.$$
	mkroot "$b" 2>/dev/null
	c --userns "$b" stat -c %u /
	[ "$out" = 0 ] && place=$b && break
	rm -rf "$b"
done
before
if [ -n "$place" ]; then
	r=$place/root
	mkroot "$r"
	mkdir "$r/sub"
	echo secret >"$r/secret"
	echo plain >"$r/plain"
	chmod 600 "$r/secret"
	chown 1000:1001 "$r/plain"
	c --userns "$r" sh -c 'stat -c "%u:%g" / /secret /plain; cat /secret; echo x >/made && mkdir /dir; grep " / rw" /proc/self/mountinfo'
	like "$out" '0:0
0:0
1000:1001
secret
*' 'an id on disk is the same id inside'
	like "$out" '*nosuid,nodev*idmapped*' 'by an idmapped mount, nosuid and nodev'
	is "$err" '' 'without a word'
	is "$(stat -c %u:%g "$r/made" "$r/dir")" '0:0
0:0' 'and what root makes inside is owned so on disk'
	c --userns -r "$r" sh -c 'cat /secret; echo x >/no'
	like "$rc $out $err" '1 secret *Read-only*' '--read-only'
	if has GUARD_USER; then
		chmod 777 "$r/sub"
		c --userns -u 1000:1001 "$r" sh -c 'cat /secret; echo x >/sub/mine'
		is "$out $(stat -c %u:%g "$r/sub/mine")" ' 1000:1001' "a user's file is the user's on disk; root's is closed to him"
	else
		skip 1 'CONFIG_GUARD_USER is off'
	fi
	c --uid-map 0:200000:1000 "$r" sh -c 'cat /secret; stat -c %u /plain'
	is "$out" 'secret
65534' 'a map that is written out: what it has no id for is nobody'"'"'s'

	# Submounts: one that can, one that cannot.
	mount -t ramfs idmap "$r/sub"
	c --userns "$r" sh -c 'stat -c %u /secret /sub'
	is "$out" '0
65534' 'a mount below that cannot be idmapped leaves the top as it should be'
	umount "$r/sub"
	mount --bind "$r" "$r"
	mount --make-shared "$r"
	grep -c . /proc/self/mountinfo >"$T/count"
	bg held --userns "$r" sh -c 'echo up; read -r x'
	hears held up
	is "$(grep -c . /proc/self/mountinfo)" "$(cat "$T/count")" 'with ROOT on a shared mount no mount comes out'
	tell held go
	reap $bg
	umount "$r"

	if has ROOT_OVERLAY && { grep -qw overlay /proc/filesystems || modprobe overlay 2>/dev/null; }; then
		mkdir "$place/keep"
		c --userns --overlay "$r" sh -c 'cat /secret; stat -c "%u" / /secret; echo y >>/secret && rm /made && echo z >/new && stat -c %u /new'
		case $err in
		*idmapped*) skip 4 'overlays of idmapped layers: Linux 5.19' ;;
		*)
			is "$out" 'secret
0
0
0' '--overlay: ROOT is idmapped below it'
			is "$(cat "$r/secret")$(ls "$r/made")" "secret$r/made" 'and does not change'
			c --userns --overlay="$place/keep" "$r" sh -c 'echo y >>/secret; echo z >/new; rm /made; stat -c %u /new'
			is "$rc$out$err" 00 '--overlay=DIR'
			is "$(stat -c %u:%a "$place/keep/upper/new" "$place/keep/upper/secret")" '0:644
0:600' 'and DIR has the owners that are seen inside'
			;;
		esac
	else
		skip 4 'no overlay'
	fi

	# A root that was given to the ids of the map by chown needs no other way.
	chown -R 100000:100000 "$r"
	c --uid-map 0:100000:1000 "$r" sh -c 'stat -c %u /; echo x >/shifted; cat /proc/self/mountinfo'
	like "$rc $err $out" '0  0
*' 'a root that belongs to the ids of the map'
	unlike "$out" '*idmapped*' 'is left as it is'
	is "$(stat -c %u "$r/shifted")" 100000 'and stays so'

	# Binds.
	mkdir -p "$place/src/below"
	echo data >"$place/src/file"
	chmod 600 "$place/src/file"
	if has MNT_BIND; then
		chown -R 0:0 "$r"
		c --userns -b "$place/src:/mnt" "$r" cat /mnt/file
		isnt "$rc$out" 0data 'a bind is not idmapped'
		c --userns -b "$place/src:/mnt:idmap" "$r" sh -c 'cat /mnt/file; echo new >/mnt/new; grep " /mnt " /proc/self/mountinfo'
		like "$out" 'data
*nosuid,nodev*idmapped*' 'but with the flag idmap'
		is "$(stat -c %u:%g "$place/src/new")" 0:0 'and what is made is owned so on disk'
		c --userns -b "$place/src/file:/mnt/f:idmap,ro" "$r" sh -c 'cat /mnt/f; echo x >/mnt/f'
		like "$rc $out $err" '1 data *Read-only*' 'a file, read-only'
		mount -t tmpfs below "$place/src/below"
		echo under >"$place/src/below/file"
		c --userns -b "$place/src:/mnt:idmap" "$r" cat /mnt/below/file
		isnt "$rc" 0 'of one mount'
		umount "$place/src/below"
		if has NS_JOIN && has BOX_NAME; then
			bg inner --name "idmap-$$" --userns "$r" sh -c 'echo up; read -r x'
			hears inner up
			c --join "user=idmap-$$" -b "$place/src:/mnt:idmap" "$r" cat /secret /mnt/file
			is "$out$err" 'secret
data' 'in a joined user namespace as well, and ROOT too'
			tell inner go
			reap $bg
		else
			skip 1 'CONFIG_NS_JOIN or CONFIG_BOX_NAME is off'
		fi
		c -b "$place/src:/mnt:idmap" "$r" true
		refused '*idmap: no user namespace' 'without a user namespace idmap is refused'
		as_user 1000 "$HUSK" run -b "$place/src:/mnt:idmap" "$r" true >"$T/out" 2>"$T/err"
		rc=$? out=$(cat "$T/out") err=$(cat "$T/err")
		refused '*idmap*--tolerate idmap*' 'a plain user may not idmap'
	else
		skip 8 'CONFIG_MNT_BIND is off'
	fi
	echo data >"$r/of7"
	chown 7:7 "$r/of7"
	c --uid-map 5:200000:10 --gid-map 5:200000:10 "$r" stat -c %u /of7
	is "$rc $out" '0 7' "a file of a mapped owner's, in a directory of one that is not"
	rm "$r/of7"
else
	skip 25 'no file system with idmapped mounts here (Linux 5.12; tmpfs 6.3)'
fi

# Not possible: the file system, the kernel.
mkdir "$T/ram"
mount -t ramfs idmap "$T/ram"
mkroot "$T/ram/root"
c --userns "$T/ram/root" stat -c %u /bin/busybox
is "$rc $out" '0 65534' 'where ROOT cannot be idmapped its files are nobody'"'"'s'
like "$err" 'husk: run: root: not idmapped (*' 'and husk says so'
isnt "${err#*
}" '' 'in one line'
nok 'no more than one' [ "$(echo "$err" | wc -l)" != 1 ]
if has MNT_BIND; then
	c --userns -b "$T/ram:/mnt:idmap" "$ROOTFS" true
	refused '*bind: *ram: idmap: *--tolerate idmap*' 'a bind that is to be idmapped and cannot be is refused'
	if has BOX_TOLERATE; then
		c --userns --tolerate idmap -b "$T/ram:/mnt:idmap" "$T/ram/root" stat -c %u /mnt
		is "$rc $out" '0 65534' 'unless that is tolerated'
		like "$err" '*idmap*' 'with a warning'
	else
		skip 2 'CONFIG_BOX_TOLERATE is off'
	fi
else
	skip 3 'CONFIG_MNT_BIND is off'
fi
umount "$T/ram"
mkroot "$T/root"
if [ -x "$TOOL/deny" ] && "$TOOL/deny" mount_setattr true; then
	for calls in mount_setattr open_tree,move_mount,mount_setattr,fsopen; do
		try "$TOOL/deny" $calls "$HUSK" run --userns "$T/root" stat -c %u /bin/busybox
		is "$rc $out" '0 65534' "a kernel without $calls"
		like "$err" 'husk: run: root: not idmapped (*' 'the same word'
		try "$TOOL/deny" $calls "$HUSK" run --userns -b "$T/root/etc:/mnt:idmap" "$T/root" true
		like "$rc $err" '125 *idmap: *' 'a bind is refused'
	done
else
	skip 6 'no deny'
fi

# The host's own root would be handed over with all its files. (Here it is one whose file system could.)
if [ -n "$place" ] && chown -R 0:0 "$r" && cp "$HUSK" "$r/husk" && mkdir -p "$r/.old" && unshare -m sh -c '
	mount --bind "$1" "$1" && cd "$1" && mount -t proc proc proc && mount -t sysfs sys sys && mount -t tmpfs run run && mount --bind /dev dev && pivot_root . .old &&
	exec /bin/sh -c "umount -l /.old; /husk run --userns / sh -c \"echo up; cat /secret\"; /husk run / cat /secret"' sh "$r" >"$T/out" 2>"$T/err"; then
	is "$(cat "$T/out")" "up
secret" "ROOT / is never idmapped: root's files stay closed"
else
	skip 1 'no root of its own to be had here'
fi
rm -rf "${place:-$T/none}"
same 'nothing is left'
