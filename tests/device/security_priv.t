#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A hostile process inside, a hostile caller outside, and things of others that are in the way.
. "${0%/*}/lib.sh"
plan 38
mkroot "$T/root"
r=$T/root
cp "$HUSK" "$T/copy"

# --- proc, sys, cgroup ---
knobs='/proc/sys/kernel/core_pattern /proc/sys/kernel/hostname /proc/sys/vm/swappiness /proc/sys/kernel/modprobe /proc/sys/net/ipv4/ip_forward /sys/kernel/uevent_helper /sys/kernel/mm/ksm/run'
values() {
	for f in $knobs; do
		[ ! -r $f ] || echo "$f $(cat $f)"
	done
}
values >"$T/was"
before
c "$r" sh -c 'for f in $1; do [ -e $f ] && { echo "|/evil" >$f; } 2>/dev/null && echo "$f"; done; exit 0' sh "$knobs"
is "$out" '' 'no knob of /proc/sys and /sys can be written'
values >"$T/now"
ok 'their values on the host are the same' cmp "$T/was" "$T/now"
c --cap-add all "$r" sh -c 'for f in $1; do [ -e $f ] && { echo "|/evil" >$f; } 2>/dev/null && echo "$f"; done; exit 0' sh "$knobs"
is "$out" '' 'not even with every capability, as long as it remounts nothing'
values >"$T/now"
ok 'the host again' cmp "$T/was" "$T/now"
c "$r" sh -c 'mount -o remount,rw /proc/sys; mount -o remount,rw /sys; mount -o bind,remount,rw /sys; umount /proc/kcore; umount -l /sys/firmware; cat /proc/kcore | head -c 1 | wc -c; ls -A /sys/firmware | wc -l'
is "$(echo "$out" | tr -d ' ' | tr '\n' ' ')" '0 0 ' 'masks cannot be taken off'
c "$r" sh -c 'echo h >/proc/sysrq-trigger && echo written; exit 0'
is "$out" '' 'sysrq'
c "$r" sh -c 'find /sys/fs/cgroup -name release_agent 2>/dev/null | while read -r f; do { echo /evil >$f; } 2>/dev/null && echo $f; done; mkdir /sys/fs/cgroup/evil /sys/fs/cgroup/*/evil 2>/dev/null && echo made; exit 0'
is "$out" '' 'no release_agent, no group can be made'
c --memory 32M "$r" sh -c 'mkdir /tmp/cg && mount -t cgroup -o memory x /tmp/cg && echo mounted; mount -t cgroup2 x /tmp/cg && echo mounted; exit 0'
case $err in
*'cgroup: '*) skip 1 'no memory controller' ;;
*) is "$out" '' 'no hierarchy can be mounted' ;;
esac
c "$r" sh -c 'unshare -U -r -m -p -f sh -c "mount -t proc p /tmp && cat /tmp/kcore | head -c 1; umount /proc/kcore; head -c 1 /proc/kcore; mount -o remount,rw /sys && echo rw"; exit 0' 2>/dev/null
is "$out" '' 'a user namespace inside takes off no mask'

# --- devices, setuid files ---
mknod "$r/disk" b 7 0 2>/dev/null
mknod "$r/zero" c 1 5
c "$r" sh -c 'head -c 1 /disk; head -c 1 /zero | wc -c'
is "$(echo "$out" | tr -d ' ')" 0 'device nodes of the root are dead'
c --tolerate cgroup --cap-add mknod "$r" sh -c 'mknod /x c 1 5; head -c 1 /x | wc -c'
is "$(echo "$out" | tr -d ' ')" 0 'own ones too, outside /dev'
rm -f "$r/disk" "$r/zero" "$r/x"
if has GUARD_USER; then
	cp "$r/bin/busybox" "$r/bin/su-id"
	chmod 4755 "$r/bin/su-id"
	mkdir -p "$r/setuid"
	cp "$r/bin/busybox" "$r/setuid/id"
	chmod 4755 "$r/setuid/id"
	c -u 1000 "$r" /setuid/id -u
	is "$out" 1000 'a setuid program gives nothing'
	mknod "$T/disk" b 7 0 2>/dev/null
	bg user -u 1000 "$r" sh -c 'echo up; while :; do sleep 0.1; done'
	hears user up
	pid=$(child $bg)
	kill -KILL $bg
	ok 'the container of another user dies with husk as well' poll gone "$pid"
	reap $bg
	rm -f "$T/disk"
else
	skip 2 'CONFIG_GUARD_USER is off'
fi

# --- terminal ---
if command -v script >/dev/null; then
	try script -qec "'$HUSK' run '$r' sh -c '(exec 3</dev/tty) 2>/dev/null && echo have; read -r _ _ _ _ _ s t _ </proc/self/stat; echo \$s \$t'" /dev/null
	is "$(echo "$out" | tr -d '\r')" '1 0' "the caller's terminal is no controlling terminal inside: no TIOCSTI"
else
	skip 1 'nothing makes a terminal here'
fi

# --- the binary ---
printf '#!/proc/self/exe\n' >"$r/evil"
chmod 755 "$r/evil"
c "$r" /evil
isnt "$rc" 0 '#!/proc/self/exe is no way in'
k=0
while [ $k -lt 5 ]; do
	k=$((k + 1))
	c "$r" sh -c 'for p in 1 self $$ 0; do { echo evil >/proc/$p/exe; } 2>/dev/null; { echo evil >>/proc/$p/exe; } 2>/dev/null; done'
done
if has BOX_NAME; then
	c --name exes --share pid "$r" sh -c 'for p in /proc/[0-9]*; do case $(readlink $p/exe) in *husk*) { echo evil >$p/exe; } 2>/dev/null; { echo evil >>$p/exe; } 2>/dev/null;; esac; done'
fi
ok 'the binary is what it was' cmp "$HUSK" "$T/copy"
rc=

cp "$HUSK" "$T/suid"
chmod 4755 "$T/suid"
try as_user 1000 "$T/suid" run "$r" id -u
refused '*' 'setuid root: refused'
like "$err" '*set*id*' 'and says why'
chmod 2755 "$T/suid"
chgrp 0 "$T/suid"
chmod 2755 "$T/suid"
try as_user 1000 "$T/suid" run "$r" id -u
refused 'set-user-id: refused' 'setgid: refused'
chmod 755 "$T/suid"
if setcap cap_net_raw+ep "$T/suid" 2>/dev/null; then
	try as_user 1000 "$T/suid" run "$r" id -u
	refused 'file capabilities: refused' 'with file capabilities: refused'
	try "$T/suid" run "$r" id -u
	is "$rc $out" '0 0' 'which are nothing to root'
else
	skip 2 'no setcap, or a file system without attributes'
fi
rm "$T/suid"

# --- things of others ---
if has CG_PIDS && has BOX_NAME && d=$(cg pids); then
	mkdir -p "$d/husk/foreign"
	c --name foreign --pids 5 "$r" true
	refused '*foreign*' 'a cgroup of that name that is not ours'
	ok 'stays' rmdir "$d/husk/foreign"
	rmdir "$d/husk" 2>/dev/null
	mkdir -p "$d/husk/other"
	c --name mine --pids 5 "$r" true
	is "$rc$err" 0 'a neighbour is no matter'
	ok 'and stays' rmdir "$d/husk/other"
	rmdir "$d/husk" 2>/dev/null
	ls -A "$STATE" >"$T/state"
	echo precious >"$STATE/foreign"
	c --name foreign --pids 5 "$r" true
	case $rc in
	0) yes 'a foreign file in the state directory is no matter' ;;
	*) refused '*foreign*' 'a foreign file in the state directory' ;;
	esac
	is "$(cat "$STATE/foreign")" precious 'stays'
	rm -f "$STATE/foreign"
	ln -s "$T/copy" "$STATE/linked"
	c --name linked --pids 5 "$r" true
	ok 'a link there leads nowhere' cmp "$HUSK" "$T/copy"
	rm -f "$STATE/linked"
	is "$(stat -c '%a %u' "$STATE")" '700 0' 'the state directory is 0700'

	bg held --name busy "$r" sh -c 'echo up; read -r x'
	hears held up
	c --name busy "$r" true
	refused '*busy*' 'the name of a living container'
	tell held go
	reap $bg
	is "$rc" 0 'which is not disturbed'
	out='' err=''
	c --name busy "$r" true
	is "$rc$err" 0 'and is free afterwards'

	# killed by KILL while limits stand: the next run of the name cleans up
	bg dead --name dead --pids 9 --memory 32M "$r" sh -c 'echo up; while :; do sleep 0.1; done'
	hears dead up
	pid=$(child $bg)
	kill -KILL $bg
	reap $bg
	poll gone "$pid"
	ok 'a killed husk leaves its cgroup' test -d "$d/husk/dead"
	out='' err=''
	c --name dead --pids 7 "$r" true
	is "$rc$err" 0 'the next run of the name goes on'
	nok 'and leaves none' test -d "$d/husk/dead"
	# another one, whose name was derived: any run clears it
	bg gone --pids 9 "$r" sh -c 'echo up; while :; do sleep 0.1; done'
	hears gone up
	pid=$(child $bg)
	kill -KILL $bg
	reap $bg
	poll gone "$pid"
	out='' err=''
	c --pids 5 "$r" true
	is "$rc$err" 0 'a run after a nameless one was killed'
	is "$(ls "$d/husk" 2>/dev/null | grep root-)" '' 'clears that as well'
else
	skip 17 'no names or no pids controller'
fi
rc=
same 'nothing is left'
