#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# --mask and --unmask.
. "${0%/*}/lib.sh"
want MNT_MASK_MORE
plan 28
before
mkroot "$T/root"
mkdir -p "$T/root/dir" "$T/src"
echo secret | tee "$T/root/dir/file" "$T/root/file" "$T/src/file" >"$T/victim"
ln -s "$T/victim" "$T/root/out"
ln -s /file "$T/root/in"

c --mask /file --mask /dir "$T/root" sh -c 'cat /file /dir/file; ls -A /dir; stat -c "%F %t,%T" /file; grep -E " /(file|dir) " /proc/self/mountinfo'
unlike "$out" '*secret*' '--mask of a file and of a directory: nothing to be read'
like "$out" 'character special file 1,3
*' 'the file is the null device'
is "$(echo "$out" | grep -c ' ro,nosuid.*noexec')" 2 'read-only, nosuid, noexec'
c --mask /file --mask /dir "$T/root" sh -c 'echo x >/dir/new; chmod 600 /file; rm -f /file; umount /file'
isnt "$rc" 0 'nothing inside takes it away'
is "$(cat "$T/root/file" "$T/root/dir/file")" 'secret
secret' 'and the files stay as they are'
c --mask /in "$T/root" cat /file
is "$rc$out" 0 'a link is resolved inside'
c --mask /out "$T/root" true
refused 'run: mask: /out: *' 'one that leads out leads to nothing'
is "$(cat "$T/victim")" secret 'and what is there stays'
if has MNT_BIND; then
	c -b "$T/src:/mnt" --mask /mnt/file "$T/root" sh -c 'cat /mnt/file; echo x >/mnt/file; :'
	is "$rc$out$(cat "$T/src/file")" 0secret 'over what a bind brings'
else
	skip 1 'CONFIG_MNT_BIND is off'
fi
c --mask /proc/uptime --mask /proc/self --mask /sys/class "$T/root" sh -c 'cat /proc/uptime; ls /sys/class; exit 0'
is "$out" '' 'below /proc and /sys'
if has ROOT_READONLY; then
	c -r --mask /dir "$T/root" ls -A /dir
	is "$rc$out" 0 'of a read-only root'
else
	skip 1 'CONFIG_ROOT_READONLY is off'
fi
if has NS_USER && [ -e /proc/self/ns/user ]; then
	c --userns --mask /file --mask /dir "$T/root" sh -c 'cat /file; ls -A /dir; stat -c %t,%T /file; chmod 600 /file'
	like "$rc $out" '1 1,3' 'in a user namespace'
else
	skip 1 'no user namespaces'
fi
if [ -x "$TOOL/deny" ] && has ROOT_OLDKERNEL && "$TOOL/deny" openat2 true; then
	try "$TOOL/deny" old "$HUSK" run --mask /file --mask /dir "$T/root" \
		sh -c 'cat /file; ls -A /dir; stat -c "%t,%T" /file; echo x >/dir/x'
	is "$rc $out" '1 1,3' 'on an old kernel'
else
	skip 1 'no deny, or CONFIG_ROOT_OLDKERNEL is off'
fi
for p in '' / file /../file; do
	c --mask "$p" "$T/root" true
	refused 'run: --mask: *' "\"$p\" is refused"
done
ln -s /dev/null "$T/root/etc/empty"
echo canary >"$T/secret"
if has MNT_BIND; then
	c --bind "$T/secret:/etc/empty" --mask /etc/passwd "$T/root" cat /etc/passwd
	case $err in
	*loop*) skip 1 'links are refused here (Linux 5.6)' ;;
	*) refused 'run: mask: /dev/null: not the null device' 'where a bind covers the null device there is nothing to cover with' ;;
	esac
	unlike "$out" '*canary*' 'and what lies there is not shown elsewhere'
else
	skip 2 'CONFIG_MNT_BIND is off'
fi
c --mask /nosuch "$T/root" true
refused 'run: mask: /nosuch: No such file*' 'a path that is not there'

c "$T/root" sh -c 'echo x >/proc/sys/kernel/hostname'
isnt "$rc" 0 'by default /proc/sys is read-only'
c --unmask /proc/sys "$T/root" sh -c 'echo x >/proc/sys/kernel/hostname; hostname; echo y >/proc/irq/x'
is "$rc $out" '1 x' '--unmask /proc/sys leaves it alone open'
if [ -e /sys/firmware/memmap ] || [ -e /sys/firmware/acpi ] || [ -e /sys/firmware/devicetree ]; then
	c --unmask /sys/firmware "$T/root" ls /sys/firmware
	isnt "$out" '' 'a directory that is covered'
else
	skip 1 'nothing in /sys/firmware'
fi
c --unmask /proc/kcore "$T/root" sh -c 'stat -c %F /proc/kcore; exit 0'
unlike "$out" character* 'a file that is covered'
c --unmask /sys "$T/root" grep ' /sys ' /proc/mounts
like "$out" '* rw,nosuid,nodev,noexec*' '/sys'
c --unmask /proc/sys --unmask /proc/uptime "$T/root" true
refused 'run: unmask: /proc/uptime: *' 'a path that is no mask'
c --unmask /proc/sys/net "$T/root" true
refused 'run: unmask: /proc/sys/net: *' 'one below a mask'
same 'nothing is left'
