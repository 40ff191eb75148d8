#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What the container sees: default mounts, /dev, masks, binds, tmpfs, overlay, read-only.
. "${0%/*}/lib.sh"
plan 86
before
mkroot "$T/root"
mkdir -p "$T/src/sub" "$T/src/a:b" "$T/root/in" "$T/root/srv"
echo data >"$T/src/file"
echo colon >"$T/src/a:b/file"

field() { # TARGET: the mount's own options and type, of mountinfo in out
	echo "$out" | sed -n "s|^[0-9]* [0-9]* [^ ]* [^ ]* $1 \([^ ]*\) .*- \([^ ]*\) .*|\1,\2|p" | tail -n 1
}

# --- default mounts ---
c "$T/root" cat /proc/self/mountinfo
for f in '/:nosuid' '/:nodev' '/:rw' '/proc:proc' '/proc:nosuid' '/proc:nodev' '/proc:noexec' '/sys:sysfs' '/sys:ro' '/sys:nosuid' '/sys:nodev' '/sys:noexec' '/dev:tmpfs' '/dev:nosuid' \
	'/dev:noexec' '/dev/pts:devpts' '/dev/shm:tmpfs' '/dev/shm:nodev' '/tmp:tmpfs' '/tmp:nosuid' '/tmp:nodev'; do
	like ",$(field "${f%:*}")," "*,${f#*:},*" "${f%:*} is ${f#*:}"
done
if [ -d /dev/mqueue ] || grep -q mqueue /proc/filesystems; then
	like "$(field /dev/mqueue)" '*mqueue' '/dev/mqueue'
else
	skip 1 'the kernel has no message queues'
fi
unlike "$out" '* master:*' 'nothing is a slave of the host'
unlike "$out" '* shared:*' 'nothing is shared'
c "$T/root" sh -c 'stat -c %a /tmp /dev/shm; df -k /tmp /dev /dev/shm | sed 1d'
like "$out" '1777
1777
*' '/tmp and /dev/shm are for everybody'
mem=$(sed -n 's/^MemTotal: *\([0-9]*\).*/\1/p' /proc/meminfo)
size=$(echo "$out" | sed -n 's/^[^ ]*  *\([0-9]*\) .* \/tmp$/\1/p')
between 1024 "${size:-0}" $((mem / 8)) '/tmp holds an eighth of the memory at most'
size=$(echo "$out" | sed -n 's/^[^ ]*  *\([0-9]*\) .* \/dev$/\1/p')
is "$size" 64 '/dev holds 64K'
if has CG_MEMORY && cg memory >/dev/null; then
	c --memory 16777215 "$T/root" sh -c 'df -k /tmp | sed 1d'
	size=$(echo "$out" | sed -n 's/^[^ ]*  *\([0-9]*\) .*/\1/p')
	between 1024 "${size:-0}" 8191 '/tmp holds half of --memory at most'
else
	skip 1 'no memory controller'
fi

# --- /dev ---
c "$T/root" sh -c 'cd /dev; ls -1'
is "$(echo "$out" | tr '\n' ' ')" 'fd full mqueue null ptmx pts random shm stderr stdin stdout tty urandom zero ' '/dev has what it should have and no more'
c "$T/root" sh -c 'cd /dev; stat -c "%n %F %t,%T %a" null zero full random urandom tty'
is "$out" 'null character special file 1,3 666
zero character special file 1,5 666
full character special file 1,7 666
random character special file 1,8 666
urandom character special file 1,9 666
tty character special file 5,0 666' 'the devices are what they are called'
c "$T/root" sh -c 'cd /dev; readlink fd; readlink stdin; readlink ptmx; echo x >null && cat null; echo y | cat /dev/stdin; [ -c ptmx ] && echo ptmx'
is "$out" '/proc/self/fd
/proc/self/fd/0
pts/ptmx
y
ptmx' 'and work'
c "$T/root" sh -c 'echo $(ls /dev/pts)'
is "$out" ptmx '/dev/pts is a new one'

# --- masks ---
c "$T/root" sh -c 'for f in kcore keys timer_list sched_debug latency_stats; do [ ! -e /proc/$f ] || [ ! -s /proc/$f ] && cat /proc/$f 2>/dev/null; done | wc -c'
is "${out##* }" 0 'kcore, keys, timer_list and others read empty'
c "$T/root" sh -c 'ls -A /sys/firmware /proc/scsi /proc/acpi 2>/dev/null | grep -v :\$; exit 0'
is "$out" '' '/sys/firmware, /proc/scsi, /proc/acpi are empty'
c "$T/root" sh -c 'n=0; for f in sysrq-trigger sys/kernel/hostname bus dynamic_debug/control irq fs; do [ ! -e /proc/$f ] || { [ -w /proc/$f ] && { [ -d /proc/$f ] && : >/proc/$f/x || echo h >/proc/$f; } 2>/dev/null && echo $f; }; done; exit 0'
is "$out" '' '/proc/sys and its like cannot be written'

# --- root ---
c "$T/root" sh -c 'echo x >/made && cat /made'
is "$out $(cat "$T/root/made")" 'x x' 'the root is writable where it is'
rm -f "$T/root/made"
if has ROOT_READONLY; then
	c --read-only "$T/root" sh -c 'echo x >/made || echo y >/tmp/made && cat /tmp/made'
	is "$out" y '--read-only: not the root, but /tmp'
	nok 'no file appears' test -e "$T/root/made"
	c -r "$T/root" cat /proc/self/mountinfo
	like ",$(field /)," '*,ro,*' '-r'
	if has MNT_TMP && has MNT_DEV && has ROOT_OVERLAY; then
		for d in tmp dev; do
			rm -rf "${T:?}/root/$d"
			c --read-only "$T/root" true
			refused "run: /$d: missing in a read-only root (--overlay)" "/$d is missing there"
			mkdir "$T/root/$d"
		done
		ln -s mnt "$T/root/link" && rmdir "$T/root/tmp" && mv "$T/root/link" "$T/root/tmp"
		c "$T/root" true
		refused 'run: /tmp: not an ordinary directory: *' 'nor may /tmp be a link'
		rm "$T/root/tmp" && mkdir "$T/root/tmp"
	else
		skip 3 'CONFIG_MNT_TMP, CONFIG_MNT_DEV or CONFIG_ROOT_OVERLAY is off'
	fi
	c -r --read-only=no "$T/root" sh -c 'echo x >/made'
	is "$rc" 0 '--read-only=no undoes it'
	rm -f "$T/root/made"
else
	skip 7 'CONFIG_ROOT_READONLY is off'
fi
c "$T/root" sh -c 'cd /; ls ..; cd ..; readlink /proc/self/cwd; ls /bin/busybox'
like "$out" '*/
/bin/busybox' '.. of / is /'

# --- bind ---
if has MNT_BIND; then
	c --bind "$T/src:/in" "$T/root" sh -c 'cat /in/file; echo new >/in/new; cat /proc/self/mountinfo'
	like "$out" 'data
*' '--bind a directory'
	is "$(cat "$T/src/new")" new 'writable'
	like ",$(field /in)," '*,nosuid,nodev,*' 'nosuid and nodev'
	c -b "$T/src:/in:ro,noexec,noatime" "$T/root" sh -c 'echo x >/in/no 2>/dev/null; cat /proc/self/mountinfo'
	like ",$(field /in)," ',ro,*noexec*' 'ro, noexec'
	like ",$(field /in)," '*noatime*' 'noatime'
	nok 'nothing was written' test -e "$T/src/no"
	c -b "$T/src:/in:suid,dev,exec,rw" "$T/root" cat /proc/self/mountinfo
	unlike ",$(field /in)," '*no[sde]*' 'suid, dev, exec'
	c -b "$T/src/file:/etc/file:ro" "$T/root" cat /etc/file
	is "$out" data 'a file'
	c -b "$T/src:/new/deep/in" -b "$T/src/file:/other/new" "$T/root" sh -c 'cat /new/deep/in/file /other/new'
	is "$out" 'data
data' 'targets are made where missing'
	c -b "$T/src/sub:/in/sub" -b "$T/src:/in:ro" "$T/root" sh -c 'cat /in/file; echo x >/in/sub/x && cat /in/sub/x'
	is "$out" 'data
x' 'the shorter target is mounted first'
	c -b "$T/src/a\\:b:/in" "$T/root" cat /in/file
	is "$out" colon '\: is a colon'
	(cd "$T" && "$HUSK" run -b src:/in root cat /in/file) >"$T/out" 2>"$T/err"
	is "$(cat "$T/out")" data 'relative paths are those of the caller'
	mount -t tmpfs sub "$T/src/sub" && echo under >"$T/src/sub/file"
	c -b "$T/src:/in" "$T/root" cat /in/sub/file
	isnt "$rc" 0 'a bind is of one mount'
	c -b "$T/src:/in:rec" "$T/root" cat /in/sub/file
	is "$out" under 'rec takes the mounts below with it'
	c -b "$T/src:/in:rec,ro" "$T/root" sh -c 'echo x >/in/sub/no'
	isnt "$rc" 0 'and ro is ro there too'
	c -b "$T/src:/tmp" "$T/root" cat /tmp/file
	is "$out" data "a default's target replaces the default"
	c --tmpfs /in/sub -b "$T/src:/in" "$T/root" sh -c 'echo x >/in/sub/x && cat /in/file'
	is "$rc$out" 0data 'a target inside a bind'
	umount "$T/src/sub"
	rmdir "$T/src/x" 2>/dev/null
	for f in bogus ro,bogus; do
		c -b "$T/src:/in:$f" "$T/root" true
		refused '*bogus*' "flag $f is refused"
	done
	c -b "$T/nosuch:/in" "$T/root" true
	refused "*$T/nosuch*" 'a source that is not there'
	c -b "$T/src:/bin/sh" "$T/root" true
	refused '*/bin/sh*' 'a directory over a file'
	c -b "$T/src:in" "$T/root" true
	refused '*' 'a target that is not absolute'
else
	skip 22 'CONFIG_MNT_BIND is off'
fi

# --- tmpfs ---
if has MNT_TMPFS; then
	c --tmpfs /srv:size=2M,mode=700,noexec "$T/root" sh -c 'stat -c %a /srv; df -k /srv | tail -n 1; cat /proc/self/mountinfo'
	like "$out" '700
*2048 *' '--tmpfs with size and mode'
	like ",$(field /srv)," '*,nosuid,nodev,noexec*tmpfs,' 'and flags'
	p=$(page)
	c --tmpfs /srv:size=5000 "$T/root" df -k /srv
	like "$out" "* $(((5000 + p - 1) / p * p / 1024)) *" 'a size of whole pages, up'
	c --tmpfs /srv/new:ro "$T/root" sh -c 'echo x >/srv/new/x'
	isnt "$rc" 0 'ro'
	c --tmpfs /srv:size=x "$T/root" true
	refused '*' 'a size that is none'
else
	skip 5 'CONFIG_MNT_TMPFS is off'
fi
rm -rf "$T/root/new" "$T/root/other"

# --- overlay ---
if has ROOT_OVERLAY && { grep -qw overlay /proc/filesystems || modprobe overlay 2>/dev/null; }; then
	c --overlay "$T/root" sh -c 'echo x >/made; rm /etc/group; cat /made; ls /etc'
	unlike "$out" '*group*' '--overlay: deletions are seen inside'
	like "$out" 'x
*passwd*' '--overlay: writes are seen inside'
	nok 'and not on the host' test -e "$T/root/made"
	ok 'deletions neither' test -e "$T/root/etc/group"
	c --overlay="$T/keep" "$T/root" true
	refused "*$T/keep*" '--overlay=DIR: DIR has to be there'
	mkdir "$T/keep"
	c --overlay="$T/keep" "$T/root" sh -c 'echo kept >/made'
	is "$rc $(cat "$T/keep/upper/made")" '0 kept' '--overlay=DIR keeps them in DIR/upper'
	ok 'DIR/work beside it' test -d "$T/keep/work"
	c --overlay="$T/keep" "$T/root" cat /made
	is "$out" kept 'and finds them again'
	(cd "$T" && "$HUSK" run --overlay=./keep root cat /made) >"$T/out" 2>"$T/err"
	is "$(cat "$T/out")" kept 'a relative DIR'
	mkdir -p "$T/odd,di:r\\x"
	c --overlay="$T/odd,di:r\\x" "$T/root" sh -c 'echo odd >/made'
	is "$(cat "$T/odd,di:r\\x/upper/made")" odd 'a comma, a colon and a backslash in DIR'
	c --overlay --overlay-size 1M "$T/root" sh -c 'head -c 2097152 /dev/zero >/big || echo full'
	is "$out" full '--overlay-size is a limit'
	if has CMD_RUN_CONFIG; then
		printf 'overlay\noverlay-size 1M\n' >"$T/conf"
		c -c "$T/conf" --overlay=no "$T/root" true
		is "$rc$err" 0 '--overlay=no undoes that of a file, and its size'
	else
		skip 1 'CONFIG_CMD_RUN_CONFIG is off'
	fi
	bg locked --overlay="$T/keep" "$T/root" sh -c 'echo up; read -r x'
	hears locked up
	c --overlay="$T/keep" "$T/root" true
	refused "*$T/keep*" 'two containers on one DIR'
	tell locked go
	reap $bg
	out='' err=''
	is "$rc" 0 'the first one is not disturbed'
else
	skip 14 'no overlay'
fi
same 'nothing is left'
