#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The known ways out, and that none of the host's mounts is left, in every form of root; the host's keys, listeners and terminal; set-up that dies; names of others; a plain user's state.
. "${0%/*}/lib.sh"
plan 90
mkroot "$T/root"
r=$T/root
cp "$TOOL/escape" "$TOOL/sigs" "$TOOL/newuser" "$TOOL/typing" "$r/bin/" 2>/dev/null
mkdir -p "$T/victim" "$T/over" "$T/hostmark"
mount -t tmpfs hostmark "$T/hostmark"
printf '#!/bin/sh\nescape "$1"; rc=$?\ngrep hostmark /proc/self/mountinfo && exit 9\nexit $rc\n' >"$r/bin/ways"
chmod 755 "$r/bin/ways"
echo canary >"$T/victim/canary"
before

# --- every form of root: none of the ways out works, not even with CAP_SYS_CHROOT, and no mount of the host's is left ---
out_of() { # DESCRIPTION OPTION... : with $pre before husk
	_d=$1
	shift
	for cap in '' '--cap-add sys_chroot'; do
		! has GUARD_CAPS && [ -n "$cap" ] && skip 2 'CONFIG_GUARD_CAPS is off' && continue
		# shellcheck disable=SC2086
		try $pre "$HUSK" run "$@" $cap "$image" ways "$T/victim/canary"
		case $rc in
		125)
			[ -n "$cap" ] || no "$_d: starts"
			[ -z "$cap" ] || refused '*' "$_d: CAP_SYS_CHROOT is refused"
			[ -z "$cap" ] || yes "$_d: so nothing is to be tried"
			[ -n "$cap" ] || no "$_d: the ways out"
			;;
		*)
			is "$rc" 0 "$_d${cap:+, CAP_SYS_CHROOT}: starts"
			unlike "$out" '*worked*' "$_d${cap:+, CAP_SYS_CHROOT}: the known ways out hold"
			;;
		esac
	done
}
pre='' image=$r
out_of 'a directory'
if has ROOT_READONLY; then out_of 'read-only' --read-only; else skip 4 'CONFIG_ROOT_READONLY is off'; fi
if has ROOT_OVERLAY && grep -qw overlay /proc/filesystems; then
	out_of 'overlay in memory' --overlay
	out_of 'overlay in a directory' "--overlay=$T/over"
else
	skip 8 'no overlay'
fi
if has NS_USER && [ -e /proc/self/ns/user ]; then
	chmod -R go+rX "$r"
	out_of 'user namespace' --userns
else
	skip 4 'no user namespaces'
fi
if [ -x "$TOOL/deny" ]; then
	if has ROOT_OLDKERNEL; then
		pre="$TOOL/deny old"
		out_of 'an old kernel'
	else
		skip 4 'CONFIG_ROOT_OLDKERNEL is off'
	fi
	if has ROOT_MOVE; then # what the kernel says on an initramfs
		pre="$TOOL/deny -e 22 pivot_root"
		out_of 'moved over the root'
	else
		skip 4 'CONFIG_ROOT_MOVE is off'
	fi
else
	skip 8 'no deny'
fi
pre=
# Images, which a filesystem tool of the build machine makes, or the tests' own.
if command -v mksquashfs >/dev/null && mksquashfs "$r" "$T/image" -quiet -no-progress >/dev/null 2>&1 && has ROOT_IMAGE &&
	"$HUSK" run "$T/image" true 2>/dev/null; then
	image=$T/image
	out_of 'an image'
	out_of 'an image under an overlay' --overlay
	out_of 'an image under an overlay in a directory' "--overlay=$T/over"
	if has ROOT_MOVE; then
		pre="$TOOL/deny -e 22 pivot_root"
		out_of 'an image under an overlay, moved over the root' --overlay
		pre=
	else
		skip 4 'CONFIG_ROOT_MOVE is off'
	fi
else
	skip 16 'no images'
fi
rm -f "$T/image"

# --- listeners of the host without a file ---
if [ -x "$TOOL/abstract" ]; then
	cp "$TOOL/abstract" "$r/bin/"
	"$TOOL/abstract" listen canary &
	bgs="$bgs $!" listener=$!
	poll "$TOOL/abstract" connect canary
	try "$TOOL/abstract" connect canary
	is "$rc" 0 'a listener @canary of the host'
	c "$r" abstract connect canary
	isnt "$rc" 0 'is out of reach'
	c --share pid,uts,ipc,cgroup "$r" abstract connect canary
	isnt "$rc" 0 'whatever else is shared'
	c --net host "$r" abstract connect canary
	is "$rc" 0 'but for the network, as the manual warns'
	kill $listener
	wait $listener 2>/dev/null
else
	skip 4 'no abstract'
fi

# --- keys ---
if has GUARD_KEYRING && [ "$("$TOOL/sigs" key canary "$TOOL/sigs" find canary)" = found ]; then
	for o in '' '--share pid,ipc,uts,net' '--userns' '--cap-add all'; do
		case $o in
		--userns) has NS_USER && [ -e /proc/self/ns/user ] || { skip 1 'no user namespaces' && continue; } ;;
		--cap-add*) has GUARD_CAPS || { skip 1 'CONFIG_GUARD_CAPS is off' && continue; } ;;
		esac
		# shellcheck disable=SC2086
		try "$TOOL/sigs" key canary "$HUSK" run --tolerate cgroup,stop $o "$r" sigs find canary
		is "$rc$out" "${rc}absent" "the caller's key: absent ${o:-by default}"
	done
else
	skip 4 'no keyrings'
fi
if has GUARD_FILTER && [ "$("$TOOL/sigs" userkey canary "$TOOL/sigs" find canary)" = found ] && grep -q '^Seccomp_filters' /proc/self/status; then
	for o in '' '--userns'; do
		[ -z "$o" ] || { has NS_USER && [ -e /proc/self/ns/user ]; } || { skip 1 'no user namespaces' && continue; }
		# shellcheck disable=SC2086
		try "$TOOL/sigs" userkey canary "$HUSK" run $o "$r" sigs find canary
		is "$rc$out" 1absent "a key of the host's user: absent ${o:-by default}"
	done
else
	skip 2 'no user keyrings, or no filter'
fi

# --- user namespaces: there COMMAND could mount, and the host's control groups are root's ---
if has GUARD_FILTER && [ -e /proc/self/ns/user ] && [ "$("$TOOL/newuser" | head -n 1)" = unshare ] && grep -q '^Seccomp_filters' /proc/self/status; then
	c "$r" newuser
	is "$rc$out" 1 'none can be made, by no call'
	c --allow-new-privs "$r" newuser
	is "$rc$out" 1 'with --allow-new-privs'
	c --share pid,cgroup --tolerate stop "$r" newuser
	is "$rc$out" 1 'where others are shared'
	c --init "$r" newuser
	is "$rc$out" 1 'below --init'
	c --user 1000 "$r" newuser
	is "$rc$out" 1 'as another user'
	c "$r" sh -c '(exit 0) && sh -c "exit 0" && echo fine'
	is "$out" fine 'processes can'
	c --cap-add sys_admin "$r" newuser
	like "$out" 'unshare*clone*' 'who may mount anyway is not kept from it'
	if has NS_USER; then
		c --userns "$r" newuser
		like "$out" 'unshare*clone*' "in a user namespace of the container's own they nest"
		c --uid-map 0:0:65536 "$r" newuser
		is "$rc$out" 1 "but not where the host's root is in its map, who owns the control groups"
		c --uid-map 0:100000:10 --uid-map 10:0:5 "$r" newuser
		is "$rc$out" 1 'under whatever number'
		if has NS_JOIN; then
			bg mapped --uid-map 0:0:65536 "$r" sh -c 'echo up; read -r x'
			hears mapped up
			c --join user="/proc/$(child $bg)/ns/user" "$r" newuser
			is "$rc$out" 1 'nor in one that is joined, whose map may have him'
			tell mapped go
			reap $bg
		else
			skip 1 'CONFIG_NS_JOIN is off'
		fi
	else
		skip 4 'CONFIG_NS_USER is off'
	fi
	try "$TOOL/deny" -e 22 seccomp,prctl=22 "$HUSK" run "$r" true
	refused '*user namespaces*CONFIG_SECCOMP_FILTER*' 'a kernel without filters'
	try "$TOOL/deny" -e 22 seccomp,prctl=22 "$HUSK" run --tolerate cgroup,seccomp "$r" newuser
	like "$rc$out$err" '0unshare*husk: run: user namespaces*' 'tolerated, with a warning'
else
	skip 13 'no user namespaces, or no filter'
fi

# --- terminal ---
if has GUARD_FILTER && has MNT_DEV && [ "$("$TOOL/typing")" = typed ] && grep -q '^Seccomp_filters' /proc/self/status; then
	for o in '' --init '--cap-add sys_admin,sys_tty_config --tolerate cgroup' --userns; do
		[ "$o" != --userns ] || has NS_USER || o=
		# shellcheck disable=SC2086
		c $o "$r" typing
		is "$rc$out" '0Operation not permitted' "nobody types for others ${o:-by default}, not even on a terminal of his own"
	done
else
	skip 4 'no filter, or a kernel that types for nobody (LEGACY_TIOCSTI)'
fi
if command -v script >/dev/null; then
	for o in '' '--share pid,net' '--cap-add sys_tty_config'; do
		try script -qec "'$HUSK' run --tolerate cgroup,stop $o '$r' escape /nonexistent" /dev/null
		like "$out" '*tiocsti: held*' "nothing is typed into the caller's terminal ${o:-by default}"
	done
else
	skip 3 'nothing makes a terminal here'
fi

# --- set-up that dies ---
if has CG_MEMORY && cg memory >/dev/null; then
	# So little that the set-up itself does not fit: what is said and left must be that of a failed start, or the command's own death.
	for m in 4K 40K 200K 400K; do
		c --memory $m "$r" sh -c 'echo ran'
		case $rc$out in
		0ran | 137 | 137ran | 135* | 139*) yes "--memory $m: it fits, or COMMAND was killed" ;;
		125) refused '*memory*' "--memory $m: the set-up was out of memory, and says so" ;;
		*) no "--memory $m" ;;
		esac
	done
else
	skip 4 'no memory controller'
fi
if [ -x "$TOOL/deny" ]; then
	c "$r" true
	is "$rc" 0 'a start'
	try "$TOOL/deny" -e 12 keyctl,setsid "$HUSK" run "$r" sh -c 'echo ran'
	refused '*' 'set-up without memory for the last steps'
	try sh -c 'ulimit -n 8; exec "$@"' sh "$HUSK" run "$r" sh -c 'echo ran'
	case $rc in 0) is "$out" ran 'with eight descriptors it starts' ;; *) refused '*' 'eight descriptors are too few: refused' ;; esac
else
	skip 3 'no deny'
fi

# --- names and files of others ---
if has BOX_NAME; then
	# A name that leads elsewhere through the state directory, the hierarchies or the links.
	mkdir -p "$STATE"
	chmod 700 "$STATE"
	mkdir "$STATE/taken"
	echo precious >"$STATE/taken/file"
	c --name taken "$r" true
	refused '*taken*' 'a foreign directory of that name, with something in it'
	is "$(cat "$STATE/taken/file")" precious 'which is left alone'
	rm -rf "$STATE/taken"
	mkdir "$STATE/taken"
	ln -s "$T/victim/canary" "$STATE/taken/record"
	c --name taken "$r" true
	is "$(cat "$T/victim/canary")" canary 'a record that is a link leads nowhere'
	rm -rf "$STATE/taken"
	mkdir "$STATE/taken"
	head -c 5000 /dev/zero >"$STATE/taken/record"
	c --name taken "$r" true
	ok 'a record of rubbish: refused, or cleared' test "$rc" = 125 -o "$rc" = 0
	rm -rf "$STATE/taken"
else
	skip 4 'CONFIG_BOX_NAME is off'
fi
if has BOX_NAME && has NS_USER && [ -e /proc/self/ns/user ] && as_user 1234 true 2>/dev/null; then
	chmod 755 "$T" "$r"
	mkdir -m 700 "$T/theirs"
	# In /tmp, where anybody can be first: husk-UID must be his alone.
	rm -rf /tmp/husk-1234
	ln -s "$T/victim" /tmp/husk-1234
	try as_user 1234 "$HUSK" run --name mine "$r" true
	refused '*husk-1234*' "a plain user's state directory that is a link"
	rm -f /tmp/husk-1234
	mkdir -m 777 /tmp/husk-1234
	try as_user 1234 "$HUSK" run --name mine "$r" true
	refused '*husk-1234*' "one that is another's"
	chown 1234 /tmp/husk-1234
	try as_user 1234 "$HUSK" run --name mine "$r" true
	refused '*husk-1234*' 'one that others may write to'
	is "$(ls "$T/victim")" canary 'nothing was made where the link led'
	rm -rf /tmp/husk-1234
else
	skip 4 'no names or no user namespaces'
fi
rm -rf "$T/over"/* 2>/dev/null
rc=
same 'nothing is left'
umount "$T/hostmark"
