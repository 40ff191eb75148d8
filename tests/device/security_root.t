#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Hostile roots. Each attack runs twice: on this kernel, and on one that has neither openat2 nor the mount API nor clone3
# (the calls fail with ENOSYS). A canary stands outside the root; it must be the same at the end, and nothing may be seen of it.
. "${0%/*}/lib.sh"
plan 89
before
mkroot "$T/good"
mkdir -p "$T/victim/sub" "$T/src" "$T/leak"
echo canary >"$T/victim/canary"
echo canary >"$T/victim/sub/canary"
echo source >"$T/src/file"
deny="$TOOL/deny old"
host_core=$(cat /proc/sys/kernel/core_pattern)

fingerprint() {
	(cd "$T/victim" && find . -exec stat -c '%n %F %u %g %a %s' {} + && cat canary sub/canary) | sort
	cat /proc/sys/kernel/core_pattern
	cat /proc/self/mountinfo
}
fingerprint >"$T/was"

fresh() { # a new copy of the good root at $r
	rm -rf "$T/root"
	cp -a "$T/good" "$T/root"
	r=$T/root
}

h() {
	# shellcheck disable=SC2086
	try $pre "$HUSK" run "$@"
}

# safe DESCRIPTION: the canary is untouched and was not shown, and the outcome is a clear one.
safe() {
	fingerprint >"$T/now"
	case $rc in
	125)
		case $err in
		*'
'* | '') what='an unclear error' ;;
		"husk: "*) what= ;;
		*) what='an error that is not husk'"'"'s' ;;
		esac
		;;
	*) what= ;;
	esac
	case $out in
	*canary*) what='the canary was shown' ;;
	esac
	cmp -s "$T/was" "$T/now" || what="outside: $(diff "$T/was" "$T/now")"
	if [ -z "$what" ]; then
		yes "$mode: $1"
	else
		no "$mode: $1"
		note "$what"
	fi
}

# stopped DESCRIPTION: safe, and it did not start.
stopped() {
	[ "$rc" = 125 ] || rc="$rc (wanted 125)"
	case $rc in
	125) safe "$1" ;;
	*) no "$mode: $1" ;;
	esac
}

# started DESCRIPTION: safe, and it did.
started() {
	case $rc in
	0) safe "$1" ;;
	*) no "$mode: $1 (status 0 wanted)" ;;
	esac
}

attacks() {
	# --- what husk mounts over ---
	for d in proc sys; do
		fresh
		rm -rf "${r:?}/$d"
		ln -s "$T/victim" "$r/$d"
		h "$r" ls /$d
		stopped "/$d is a link out"
		fresh
		rm -rf "${r:?}/$d"
		ln -s mnt "$r/$d"
		h "$r" true
		stopped "/$d is a link inside"
	done
	fresh
	mkdir -p "$r/proc/self/fd" "$r/proc/sys/kernel" "$r/proc/1"
	echo 'canary' >"$r/proc/version"
	h "$r" cat /proc/version
	started '/proc ships contents of its own: covered'
	fresh
	rm -rf "$r/proc"
	: >"$r/proc"
	h "$r" true
	stopped '/proc is a file'
	for d in dev tmp; do
		fresh
		rm -rf "${r:?}/$d"
		ln -s "$T/victim" "$r/$d"
		h "$r" sh -c "ls /$d/; echo x >/$d/new"
		safe "/$d is a link to a directory of the host"
	done
	fresh
	ln -s /proc/sys/kernel/core_pattern "$r/dev/null"
	ln -s "$T/victim/canary" "$r/dev/console"
	ln -s "$T/victim" "$r/dev/pts"
	ln -s "$T/victim" "$r/dev/shm"
	ln -s "$T/victim" "$r/dev/mqueue"
	h "$r" sh -c 'echo x >/dev/null; cat /dev/console; ls /dev/pts /dev/shm'
	[ "$rc" = 125 ] || rc=0
	started '/dev/null, console, pts, shm, mqueue are links'

	# --- binds and tmpfs ---
	fresh
	ln -s "$T/victim" "$r/out"
	ln -s "$T/victim/canary" "$r/etc/outfile"
	ln -s ../../../../../../../../../.."$T/victim" "$r/up"
	ln -s / "$r/rootlink"
	ln -s /proc/self/root "$r/magic"
	ln -s /proc/1/cwd "$r/cwd"
	ln -s "$T/victim/made-by-husk" "$r/dangling"
	for d in /out /out/sub /out/new /etc/outfile /up /up/new/deep /magic/mnt /cwd/mnt /dangling /dangling/x /proc/self/cwd /proc/self/fd; do
		case $d in
		*file | /dangling) h -b "$T/src/file:$d" "$r" cat "$d" ;;
		*) h -b "$T/src:$d" "$r" ls "$d" ;;
		esac
		safe "bind to $d"
	done
	h -b "$T/src:/rootlink/mnt" "$r" cat /mnt/file
	[ "$mode" = old ] || [ "$out" = source ] || no "$mode: an absolute link is one of the container's"
	safe 'a link that stays inside'
	for d in /out /up/new /dangling; do
		h --tmpfs "$d" "$r" sh -c "echo x >$d/x"
		safe "tmpfs at $d"
	done

	# --- working directory, leaked descriptors ---
	fresh
	ln -s /proc/self/fd/7 "$r/fd7"
	ln -s /proc/self/cwd "$r/cwd"
	ln -s "$T/victim" "$r/out"
	for w in /proc/self/fd/3 /proc/self/fd/7 /proc/self/fd/9 /fd7 /proc/1/cwd /cwd /out /proc/self/fd/7/sub /proc/self/root/../..; do
		try sh -c 'cd "$1/victim" && exec 3<. 4<. 5<. 6<. 7<. 8<. 9<. && shift && exec "$@"' sh "$T" $pre "$HUSK" run -w "$w" "$r" \
			sh -c 'cat canary ../canary ../victim/canary; readlink /proc/self/cwd'
		case $out in
		*victim*) out="$out canary" ;;
		esac
		case $w in
		*/fd/* | /fd7 | /out) [ "$rc" = 125 ] || no "workdir $w is refused" ;;
		esac
		safe "workdir $w"
	done
	if [ -x "$TOOL/fdleak" ]; then
		try "$TOOL/fdleak" "$T/victim" $pre "$HUSK" run -w /proc/self/fd/20 "$r" ls
		stopped 'workdir at descriptor 20'
	else
		skip 1 'no fdleak'
	fi

	# --- root modes ---
	if has ROOT_OVERLAY && [ -d /sys/module/overlay ]; then
		fresh
		rm -rf "$r/proc" "$r/dev"
		ln -s "$T/victim" "$r/proc"
		h --overlay "$r" true
		stopped 'overlay: /proc is a link out'
		fresh
		ln -s "$T/victim" "$r/out"
		h --overlay -b "$T/src:/out/new" "$r" true
		safe 'overlay: a bind through a link'
	else
		skip 2 'no overlay'
	fi
	fresh
	ln -s "$T/victim" "$r/out"
	h -r -b "$T/src:/out/new" "$r" true
	safe 'read-only: a bind through a link'

	# --- out of the root ---
	h "$r" sh -c 'cd ../../../../../../..; ls .; cat ".$1/victim/canary"; ls "/proc/1/root/$1"' sh "$T"
	safe '.. does not lead out'
	h --cap-add sys_admin "$r" sh -c 'mount -t tmpfs x /mnt; mount -t tmpfs x /tmp; umount -l /; umount -l /..; ls /; ls /..; ls "$1"; exit 0' sh "$T"
	safe 'neither do mounts and unmounts of one who may'
}

mode=new pre=
attacks
if ! has ROOT_OLDKERNEL; then
	skip $((n)) 'CONFIG_ROOT_OLDKERNEL is off'
elif [ ! -x "$TOOL/deny" ]; then
	skip $((n)) 'no deny'
else
	# shellcheck disable=SC2086
	$deny true || note 'deny does not work here'
	mode=old pre=$deny
	attacks
fi
mode=both rc=

# --- propagation ---
mkdir "$T/shared"
mount -t tmpfs shared "$T/shared" && mount --make-shared "$T/shared"
mkdir "$T/shared/in"
cat /proc/self/mountinfo >"$T/mi"
for flags in '' :slave; do
	c --cap-add sys_admin -b "$T/shared:/mnt$flags" "$T/good" sh -c 'mount -t tmpfs x /mnt/in && echo mounted'
	is "$out" mounted "a mount inside a shared bind${flags:+ (slave)}"
	ok 'is not on the host' cmp "$T/mi" /proc/self/mountinfo
done
umount "$T/shared"
rmdir "$T/shared"

# --- escape ---
cp "$TOOL/escape" "$T/good/bin/" 2>/dev/null
if [ -x "$T/good/bin/escape" ]; then
	c "$T/good" escape "$T/victim/canary"
	is "$rc" 0 'the known ways out hold'
	unlike "$out" '*worked*' 'each of them'
	c --cap-add sys_chroot "$T/good" escape "$T/victim/canary"
	unlike "$rc $out" '[!0]*worked*' 'with CAP_SYS_CHROOT too (or it is refused)'
	unlike "$out" '*chroot*: worked*' 'above all the nested chroot'
else
	skip 4 'no escape'
fi
rm -rf "$T/root"
same 'nothing is left'
