#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# --with: a program of the host and what it needs to start, in a root that has nothing else.
. "${0%/*}/lib.sh"
want ROOT_WITH ROOT_NONE MNT_BIND
plan 61
before
box=$ROOTFS/bin/busybox
mkdir "$T/d"
echo 'echo data' >"$T/d/file"

# found OPTION...: what is mounted in a root with them, beside the default mounts and a BusyBox to look around with.
found() {
	try "$HUSK" run "$@" --bind "$box:/busybox:ro" none /busybox cat /proc/self/mountinfo
	out=" $(echo "$out" | cut -d ' ' -f 5 | grep -Ev '^/(busybox|tmp|(dev|proc|sys)(/.*)?)?$' | sort | tr '\n' ' ')"
}

# --- files ---
c --with "$box" none "$box" echo static
is "$rc$out$err" 0static 'a static program'
found --with "$box"
is "$out" " $box " 'needs itself only'
(cd "$ROOTFS/bin" && "$HUSK" run --with busybox none "$(pwd -P)/busybox" echo here) >"$T/out" 2>&1
is "$(cat "$T/out")" here 'a relative path'
ln -s "$box" "$T/sh"
c --with "$T/sh" none "$T/sh" -c 'echo "$0"'
is "$out" "$T/sh" 'a link is what it leads to, at its own place'
c --with "$T/d" --with "$box" none "$box" sh -c 'cd "$1"; . ./file; echo x >new' sh "$T/d"
is "$rc$out" 1data 'a directory'
nok 'read-only' test -e "$T/d/new"
mount -t tmpfs sub "$T/d" && echo under >"$T/d/file" && mkdir "$T/d/sub" && mount -t tmpfs sub "$T/d/sub"
for k in '' mount_setattr old; do
	if [ "$k" ] && ! { [ -x "$TOOL/deny" ] && has ROOT_OLDKERNEL; }; then
		skip 1 'no deny, or CONFIG_ROOT_OLDKERNEL is off'
		continue
	fi
	try ${k:+"$TOOL/deny" $k} "$HUSK" run --with "$T/d" --with "$box" none "$box" \
		sh -c 'cd "$1"; echo x >sub/new; while read -r l; do echo "$l"; done </proc/self/mountinfo' sh "$T/d"
	like "$out" "*$T/d ro,nosuid,nodev*$T/d/sub ro,nosuid,nodev*" "with what is mounted below${k:+, on a kernel without: $k}"
done
umount "$T/d/sub"
umount "$T/d"
c --with "$T/d/file" --bind "$box:/busybox" none /busybox sh -c '/busybox cat "$1"; echo x >"$1"; /busybox cat /proc/self/mountinfo' sh "$T/d/file"
like "$out" "echo data*$T/d/file ro,nosuid,nodev*" 'a file of data'
c --with "$T/d/file" --with "$T/d" --tmpfs "$T" --bind "$box:/busybox" none /busybox sh -c '/busybox cat "$1"; /busybox ls "${1%/*}"' sh "$T/d/file"
is "$out" 'echo data
file' 'the shorter path first, --tmpfs and --bind included'
if has CMD_RUN_DUMP; then
	(cd "$T" && "$HUSK" run --with d --with /bin/sh --dump none) >"$T/out" 2>&1
	like "$(cat "$T/out")" 'root none
with d
with /bin/sh
*' '--dump'
else
	skip 1 'CONFIG_CMD_RUN_DUMP is off'
fi

# --- what is refused ---
mkfifo "$T/fifo"
c --with "$T/fifo" none true
refused "*$T/fifo*" 'a fifo'
c --with /dev/null none true
refused '*/dev/null*' 'a device'
c --with "$T/nosuch" none true
refused "*with: $T/nosuch*" 'what is not there'
c --with / none true
refused '*--with: /*' 'the whole host'
for k in 5 40 60 200; do
	head -c $k "$box" >"$T/bad"
	c --with "$T/bad" none true
	refused "*with: $T/bad: not a valid ELF file" "the first $k bytes of a program"
done
set --
while [ $# -lt 400 ]; do
	set -- "$@" --with "$T/d"
done
c "$@" none true
refused '*CONFIG_MAX_*' 'more than there is room for'
if has ROOT_IMAGE && [ -r "$ROOTFS.squashfs" ] && [ -c /dev/loop-control ]; then
	c --with "$T/d/file" "$ROOTFS.squashfs" true
	refused "*with: $T/d/file: Read-only*" 'a root in which no target can be made'
else
	skip 1 'no image'
fi

# --- scripts ---
script() { # FILE LINE...
	_s=$1
	shift
	printf '%s\n' "$@" >"$_s"
	chmod 755 "$_s"
}
script "$T/s1" "#! $box sh" 'echo "script $1"'
c --with "$T/s1" none "$T/s1" arg
is "$out" 'script arg' "a script's interpreter"
script "$T/s2" "#!$T/s1 x" 'exit 3'
c --with "$T/s2" none "$T/s2"
is "$out" 'script x' 'that of a script as well'
script "$T/s3" "#!$T/s3"
c --with "$T/s3" none "$T/s3"
is "$rc" 126 'one without end'
script "$T/s4" '#!relative'
c --with "$T/s4" none true
refused '*relative*' 'a relative one'
script "$T/s5" "#!$T/nosuch"
c --with "$T/s5" none true
refused "*$T/nosuch*" 'one that is not there'
mkdir "$T/bin"
ln -s "$box" "$T/bin/env"
ln -s "$box" "$T/bin/cat"
script "$T/s6" "#!$T/bin/env cat"
c --env PATH="$T/nowhere:$T/bin" --with "$T/s6" none "$T/s6"
is "$rc$out" "0#!$T/bin/env cat" 'env, and what it is to start'

# What a script, or a program, names is not the user's word: only what can be run or linked with.
script "$T/s7" "#!$T/d"
c --with "$T/s7" none "$T/s7"
refused "*$T/d: neither a program nor a library" 'a directory as an interpreter'
echo secret >"$T/secret"
script "$T/s8" "#!$T/secret"
c --with "$T/s8" none "$T/s8"
refused "*$T/secret: neither a program nor a library" 'nor any other file'
script "$T/s9" '#!/proc/version'
c --with "$T/s9" none "$T/s9"
refused '*/proc/version: neither a program nor a library' 'a file of procfs, which is not even read'
if loader=$(grep -ao '/lib[^ ]*/ld-linux[a-z0-9.-]*' /usr/bin/env 2>/dev/null | head -n 1) && [ "$loader" ]; then
	# Of the same length, so that nothing moves.
	other=$T/d
	while [ ${#other} -lt ${#loader} ]; do other=$other/; done
	[ ${#other} = ${#loader} ] || other=$(printf '/run%*s' $((${#loader} - 4)) '' | tr ' ' /)
	LC_ALL=C sed "s|$loader|$other|" /usr/bin/env >"$T/hostile"
	chmod 755 "$T/hostile"
	c --with "$T/hostile" none "$T/hostile"
	refused '*: neither a program nor a library' "a directory as a program's loader"
else
	skip 1 'no program with a loader'
fi

# Of each file one descriptor is held.
many=
for k in 1 2 3; do
	for l in 0 1 2 3 4 5 6 7 8 9; do
		cp "$box" "$T/many$k$l" && many="$many --with $T/many$k$l"
	done
done
# shellcheck disable=SC2086
try sh -c 'ulimit -n 60 && exec "$@"' sh "$HUSK" run $many --with "$box" none "$box" echo enough
is "$rc$out$err" 0enough '30 programs with 60 descriptors'
rm -f "$T"/many*

# --- programs with libraries ---
if grep -q 'ld-linux' /usr/bin/env && [ -e /etc/ld.so.cache ]; then
	c --with /usr/bin/env none /usr/bin/env
	like "$rc$err$out" '0*PATH=*' 'a program of this system'
	found --with /usr/bin/env
	like "$out" '* /*/ld-linux*' 'with its loader'
	like "$out" '* /*/libc.so.6 *' 'with its libraries'
	k=7
	while try sh -c 'ulimit -n '$k' && exec "$@"' sh "$HUSK" run --with /usr/bin/env none /usr/bin/env && [ "$rc" != 0 ] && [ $k -lt 40 ]; do
		case $err in
		*'not found'* | *'not a '* | *'neither a '*) break ;;
		esac
		k=$((k + 1))
	done
	is "$rc$err" 0 "with too few descriptors ($k are enough) no library is called missing"
	c --with /usr/bin/env --with /bin/ls --with /usr/bin/env none /bin/ls /usr/bin/env
	is "$out" /usr/bin/env 'two of them'
	if has NS_USER; then
		try as_user 1000 "$HUSK" run --with /usr/bin/env none /usr/bin/env
		like "$rc$out" '0*PATH=*' 'for a plain user'
	else
		skip 1 'CONFIG_NS_USER is off'
	fi
	mkroot "$T/root"
	rm -f "$T/root/usr/bin/env"
	c --with /usr/bin/env "$T/root" sh -c 'env; /usr/bin/env X=y'
	is "$rc" 0 'in another root'
	if [ -x "$TOOL/deny" ]; then
		try "$TOOL/deny" old "$HUSK" run --with /usr/bin/env none /usr/bin/env
		like "$rc$err$out" '0*PATH=*' 'before 5.2'
	else
		skip 1 'no deny'
	fi
else
	skip 8 'no program with shared libraries'
fi

# build CC FLAGS...: $T/x/bin/main needs liba.so, and that libb.so, both in $T/x/lib
build() {
	rm -rf "$T/x"
	mkdir -p "$T/x/bin" "$T/x/lib"
	(
		cd "$T/x" && echo 'int b(void){return 7;}' >b.c && echo 'int b(void);int a(void){return b();}' >a.c &&
			echo 'int a(void);int main(void){return a();}' >main.c &&
			"$1" -shared -fPIC -o lib/libb.so b.c && "$1" -shared -fPIC -o lib/liba.so a.c -Llib -lb &&
			shift_cc=$1 && shift && "$shift_cc" -o bin/main main.c -Llib -la -Wl,-rpath-link,lib "$@"
	) >"$T/build" 2>&1
}
# 7 is what b says.
starts() {
	c --with "$T/x/bin/main" none "$T/x/bin/main"
	is "$rc$err" 7 "$1"
}
# In a mount namespace with an /etc of its own, into which a file is put.
with_etc() { # FILE CONTENT COMMAND...
	# shellcheck disable=SC2016
	try unshare -m sh -c 'mkdir -p "$1/up" "$1/wk" && mount -t overlay -o "lowerdir=/etc,upperdir=$1/up,workdir=$1/wk" etc /etc && echo "$3" >"/etc/$2" &&
		T=$1 && shift 3 && { ! command -v ldconfig >/dev/null || ldconfig 2>/dev/null; }; "$@"' sh "$T" "$@"
	rm -rf "$T/up" "$T/wk"
}
if command -v gcc >/dev/null && build gcc '-Wl,-rpath,$ORIGIN/../lib,--disable-new-dtags'; then
	starts 'DT_RPATH, handed down'
	found --with "$T/x/bin/main"
	like "$out" "*$T/x/lib/liba.so*" 'the libraries are at their own place'
	mkdir "$T/y"
	ln -s ../x/bin/main "$T/y/main"
	ln -s x/lib "$T/lib"
	c --with "$T/y/main" none "$T/y/main"
	is "$rc$err" 7 '$ORIGIN of a link'
	rm "$T/lib"
	build gcc '-Wl,-rpath,/nowhere:${ORIGIN}/../lib:relative,--disable-new-dtags'
	starts '${ORIGIN}, one of several'
	build gcc "-Wl,-rpath,$T/x/lib,--enable-new-dtags"
	c --with "$T/x/bin/main" none "$T/x/bin/main"
	refused "*$T/x/lib/liba.so: libb.so: not found" 'DT_RUNPATH is not handed down'
	build gcc "-Wl,-rpath,$T/x/lib,--enable-new-dtags" -Wl,--no-as-needed -lb
	starts 'and need not be, for what the program names'
	build gcc -Wl,--no-as-needed
	c --with "$T/x/bin/main" none "$T/x/bin/main"
	refused "*$T/x/bin/main: liba.so: not found" 'a library that is nowhere'
	if grep -qw overlay /proc/filesystems && [ -d /etc/ld.so.conf.d ]; then
		with_etc ld.so.conf.d/husk-test.conf "$T/x/lib" "$HUSK" run --with "$T/x/bin/main" none "$T/x/bin/main"
		is "$rc$err" 7 'a directory of ld.so.conf'
		with_etc ld.so.conf.d/husk-test.conf "# $T/x/lib" "$HUSK" run --with "$T/x/bin/main" none "$T/x/bin/main"
		refused '*liba.so: not found' 'not one in a remark'
		with_etc ld.so.conf.d/husk-test.none "$T/x/lib" "$HUSK" run --with "$T/x/bin/main" none "$T/x/bin/main"
		refused '*liba.so: not found' 'nor one in a file of another name'
		found --with /usr/bin/env
		unlike "$out" '*ld.so.cache*' "the loader's cache only where it is needed"
	else
		skip 4 'no overlay or no ld.so.conf.d'
	fi
	# One for another machine in the way, and one that is none.
	build gcc "-Wl,-rpath,$T/other:$T/x/lib,--disable-new-dtags"
	mkdir "$T/other"
	cp "$T/x/lib/liba.so" "$T/other/liba.so"
	printf '\002\000' | dd of="$T/other/liba.so" bs=1 seek=18 conv=notrunc 2>/dev/null
	echo none >"$T/other/libb.so"
	starts 'a library for another machine is passed over'
	if has MNT_BIND; then
		printf '\377\377\377\377' | dd of="$T/x/lib/liba.so" bs=1 seek=32 conv=notrunc 2>/dev/null
		c --with "$T/x/bin/main" none true
		refused '*liba.so: not found' 'and so is a bad one'
		c --with "$T/x/lib/liba.so" none true
		refused '*liba.so: not a valid ELF file' 'which is named where it is asked for'
	else
		skip 2 'CONFIG_MNT_BIND is off'
	fi
else
	skip 14 "no compiler ($(cat "$T/build" 2>/dev/null | head -n 1))"
fi
if command -v musl-gcc >/dev/null && build musl-gcc "-Wl,-rpath,$T/x/lib,--enable-new-dtags"; then
	starts 'musl hands DT_RUNPATH down'
	found --with "$T/x/bin/main"
	like "$out" "* /lib/ld-musl-*.so.1 *$T/x/lib/liba.so*" 'its loader'
	unlike "$out" '*libc.so*' 'which is its library'
	build musl-gcc
	c --with "$T/x/bin/main" none true
	refused '*liba.so: not found' 'without a path'
	arch=$(echo /lib/ld-musl-*.so.1)
	arch=${arch#/lib/ld-musl-} arch=${arch%.so.1}
	if grep -qw overlay /proc/filesystems; then
		with_etc "ld-musl-$arch.path" "/nowhere:$T/x/lib" "$HUSK" run --with "$T/x/bin/main" none "$T/x/bin/main"
		is "$rc$err" 7 'its path file'
	else
		skip 1 'no overlay'
	fi
else
	skip 5 'no musl-gcc'
fi
rm -rf "$T/root"
same 'nothing is left'
