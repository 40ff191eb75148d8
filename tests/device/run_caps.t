#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Capabilities, no_new_privs, keyring, session, descriptors, what is inherited.
. "${0%/*}/lib.sh"
plan 45
before
mkroot "$T/root"

masks() { # sets inh prm eff bnd amb
	inh='' prm='' eff='' bnd='' amb=''
	while read -r key value _; do
		case $key in
		CapInh:) inh=$value ;;
		CapPrm:) prm=$value ;;
		CapEff:) eff=$value ;;
		CapBnd:) bnd=$value ;;
		CapAmb:) amb=$value ;;
		esac
	done <"$T/out"
}
status='cat /proc/self/status'

c "$T/root" $status
if has GUARD_CAPS; then
	masks
	# chown 0, dac_override 1, fowner 3, fsetid 4, kill 5, setgid 6, setuid 7, setpcap 8, net_bind_service 10
	want=00000000000005fb
	is "$inh" 0000000000000000 'inheritable: none'
	is "$prm" $want 'permitted: the nine'
	is "$eff" $want 'effective: the nine'
	is "$bnd" $want 'bounding: the nine, unknown ones of later kernels cut as well'
	is "$amb" 0000000000000000 'ambient: none'
	like "$out" '*NoNewPrivs:?1*' 'no_new_privs is on'
	c --cap-add net_raw --cap-add CAP_SYS_TIME,sys_nice "$T/root" $status
	masks
	is "$bnd $eff $inh $amb" '00000000028025fb 00000000028025fb 0000000000000000 0000000000000000' '--cap-add, with cap_ or without, a list or repeated'
	c --cap-drop chown,KILL --cap-drop Cap_SetPcap "$T/root" $status
	masks
	is "$bnd $prm $eff" '00000000000004da 00000000000004da 00000000000004da' '--cap-drop'
	c --cap-drop all "$T/root" $status
	masks
	is "$bnd$prm$eff$inh$amb" "$(printf %080d 0)" '--cap-drop all: nothing in any mask'
	c --cap-add all --cap-drop all "$T/root" $status
	masks
	is "$bnd$prm$eff" "$(printf %048d 0)" 'all added, all dropped: the later one wins'
	c --cap-drop all --cap-add all "$T/root" $status
	masks
	isnt "$eff" 0000000000000000 'and so the other way round'
	c --cap-drop all --cap-add net_raw "$T/root" $status
	masks
	is "$bnd $eff" '0000000000002000 0000000000002000' 'all dropped, one added'
	c --cap-add all "$T/root" $status
	masks
	is "$bnd" "$(sed -n 's/^CapBnd:[[:blank:]]*//p' /proc/self/status)" "--cap-add all: the caller's"
	c --cap-add flying "$T/root" true
	refused '*flying*' 'an unknown capability is refused'
	c "$T/root" sh -c 'sh -c "exec cat /proc/self/status"; exit 0'
	masks
	is "$bnd $prm $eff $inh $amb" "$want $want $want 0000000000000000 0000000000000000" 'a grandchild has no more'
	if setpriv --inh-caps=+sys_admin,+net_raw --ambient-caps=+net_raw true 2>/dev/null; then
		try setpriv --inh-caps=+sys_admin,+net_raw --ambient-caps=+net_raw "$HUSK" run "$T/root" $status
		masks
		is "$inh $amb $eff" "0000000000000000 0000000000000000 $want" "the caller's inheritable and ambient ones do not pass"
	else
		skip 1 'setpriv cannot set them'
	fi
else
	skip 14 'CONFIG_GUARD_CAPS is off'
fi

# --- --ambient ---
if has GUARD_AMBIENT && has GUARD_USER; then
	c --cap-add net_raw --ambient net_raw --ambient CAP_CHOWN -u 1000 "$T/root" sh -c 'id -u; cat /proc/self/status'
	masks
	like "$out" '1000
*' '--ambient: another user'
	is "$inh $prm $eff $bnd $amb" '0000000000002001 0000000000002001 0000000000002001 00000000000025fb 0000000000002001' 'keeps what is named, in all masks, and no more'
	c --cap-add net_raw --ambient net_raw -u 1000 "$T/root" sh -c 'sh -c "exec cat /proc/self/status"; exit 0'
	masks
	is "$eff $amb" '0000000000002000 0000000000002000' 'and so do its children'
	c --ambient all --cap-drop kill -u 1000 "$T/root" $status
	masks
	is "$inh $prm $eff $bnd $amb" '00000000000005db 00000000000005db 00000000000005db 00000000000005db 00000000000005db' 'all: what is left'
	c --cap-add net_raw --ambient net_raw "$T/root" $status
	masks
	is "$inh $prm $eff $bnd $amb" '0000000000002000 00000000000025fb 00000000000025fb 00000000000025fb 0000000000002000' 'root has it beside his own'
	c --ambient net_raw -u 1000 "$T/root" true
	refused 'run: --ambient: net_raw: not kept (--cap-add)' 'one that is not kept is refused'
	c --cap-drop all --ambient chown -u 1000 "$T/root" true
	refused 'run: --ambient: chown: *' 'one that was dropped too'
	c --ambient flying "$T/root" true
	refused '*--ambient: flying: *' 'and one that is unknown'
	c -u 1000 "$T/root" $status
	masks
	is "$inh$prm$eff$amb" "$(printf %064d 0)" 'without it another user has none'
else
	skip 9 'CONFIG_GUARD_AMBIENT is off'
fi

# --- new privileges ---
if has GUARD_NNP; then
	c --allow-new-privs "$T/root" cat /proc/self/status
	like "$out" '*NoNewPrivs:?0*' '--allow-new-privs'
	c --allow-new-privs=no "$T/root" cat /proc/self/status
	like "$out" '*NoNewPrivs:?1*' 'undone'
else
	skip 2 'CONFIG_GUARD_NNP is off'
fi

# --- keyring ---
cp "$TOOL/sigs" "$T/root/bin/"
try "$TOOL/sigs" key canary "$TOOL/sigs" find canary
if has GUARD_KEYRING && [ "$out" = found ]; then
	# (Without CAP_SYS_ADMIN it could not even look.)
	try "$TOOL/sigs" key canary "$HUSK" run --cap-add sys_admin "$T/root" sigs find canary
	is "$out" absent "a key of the caller's session is out of reach"
	try "$TOOL/sigs" key canary "$HUSK" run "$T/root" cat /proc/keys
	unlike "$out" '*canary*' 'and out of sight'
else
	skip 2 'no keyrings'
fi

# --- session, terminal ---
c "$T/root" sh -c 'read -r _ _ _ _ pgrp session tty _ </proc/self/stat; read -r self _ </proc/self/stat; echo "$$ $session $tty"'
is "$out" '1 1 0' 'a session of its own, without a terminal'

# --- descriptors ---
mkdir "$T/secret"
try sh -c 'exec 3</ 4</etc 5<"$1" 6>"$1/w" 7<&0 8</proc 9</dev; exec "$2" run "$3" sh -c "cd /proc/self/fd; echo *"' sh "$T/secret" "$HUSK" "$T/root"
like "$out" '0 1 2*' 'descriptors 0, 1, 2'
# The shell's own expansion opens the directory.
like "$out" '0 1 2 3' 'and nothing else (3 is the open directory)'
if [ -x "$TOOL/fdleak" ]; then
	try "$TOOL/fdleak" "$T/secret" "$HUSK" run "$T/root" sigs
	like "$out
" '*fds: 0 1 2
*' 'twenty descriptors of directories do not survive'
else
	skip 1 'no fdleak'
fi

# --- what is inherited ---
c "$T/root" grep '^Sig\(Blk\|Ign\)' /proc/self/status
is "$(echo "$out" | sed 's/.*[[:blank:]]//' | sort -u | sed 's/^0*$/none/')" none 'no signal is blocked or ignored'
try sh -c 'trap "" INT QUIT TERM HUP PIPE CHLD USR1; exec "$1" run "$2" grep "^Sig\(Blk\|Ign\)" /proc/self/status' sh "$HUSK" "$T/root"
is "$(echo "$out" | sed 's/.*[[:blank:]]//' | sort -u | sed 's/^0*$/none/')" none 'not even those that the caller ignores'
is "$(stat -c '%u %g %a' /dev/null)" '0 0 666' "/dev/null of the host is as it was"
try "$TOOL/sigs" dirty "$HUSK" run "$T/root" sigs
like "$out" '*umask: 022*session: own*' 'umask and session are fresh'
like "$out" '*alarm: 0*' 'and no alarm is pending'
(ulimit -n 64 && "$HUSK" run "$T/root" true)
is $? 0 'a caller with few descriptors'

# --- what capabilities would be needed for ---
c "$T/root" sh -c 'mount -t tmpfs x /mnt'
isnt "$rc" 0 'no mount'
c "$T/root" sh -c 'umount /proc'
isnt "$rc" 0 'no unmount'
c "$T/root" sh -c 'mknod /tmp/n c 1 3'
isnt "$rc" 0 'no device node'
c "$T/root" sh -c 'ip link add name x type dummy || ip link set lo down'
isnt "$rc" 0 'no change of the network'
c "$T/root" chroot / true
isnt "$rc" 0 'no chroot'
same 'nothing is left'
