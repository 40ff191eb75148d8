#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# --device: the host's node. What the controller lets through: limits' tests.
. "${0%/*}/lib.sh"
want MNT_DEVICE
plan 17
before
mkroot "$T/root"
# A node of the test's own, beside those that every system has; where none may be made, /dev/full is there.
node=/dev/full
what=1,7
if mknod "$T/node" c 1 7 2>/dev/null && chmod 640 "$T/node" && chown 5:6 "$T/node"; then
	node=$T/node
fi
d() { # OPTIONS...: husk run with a device controller, or without one where that is tolerated
	c "$@"
	case $err in
	*--tolerate\ cgroup*) c --tolerate cgroup "$@" ;;
	esac
}
is_full='head -c 3 "$0" | wc -c; echo x >"$0"; stat -c "%t,%T %u:%g %a" "$0"'

d --device /dev/full "$T/root" sh -c 'stat -c %t,%T /dev/full; head -c 3 /dev/full | wc -c'
is "$out" "$what
3" 'one that every container has'
d --device "$node" "$T/root" sh -c "$is_full" "$node"
like "$out" "3
$what $(stat -c '%u:%g %a' "$node")" "elsewhere than in /dev: a device, of the host's owner and mode"
like "$err" '*No space left*' 'to be written'
d --device "$node" "$T/root" sh -c 'chmod 666 "$0"; chown 0 "$0"; rm -f "$0"' "$node"
isnt "$rc" 0 'but not to be changed'
is "$(stat -c '%u:%g %a' "$node")" "$([ "$node" = /dev/full ] && echo 0:0 666 || echo 5:6 640)" 'and not changed on the host'
d --device "$node:r" "$T/root" sh -c 'grep "[ ]$0 " /proc/self/mountinfo' "$node"
like "$out" '*nosuid*noexec*' 'nosuid, noexec'
unlike "$out" '* nodev*' 'not nodev'
if [ -c /dev/net/tun ]; then
	d --device /dev/net/tun "$T/root" stat -c %t,%T /dev/net/tun
	is "$out" a,c8 'a directory of /dev is made'
else
	skip 1 'no /dev/net/tun'
fi
if [ "$node" != /dev/full ]; then
	ln -s node "$T/link"
	d --device "$T/link" "$T/root" stat -c %t,%T "$T/link"
	is "$out" "$what" "a link of the host's"
else
	skip 1 'no node may be made'
fi
if has NS_USER && [ -e /proc/self/ns/user ]; then
	c --userns --tolerate cgroup --device /dev/zero "$T/root" sh -c 'head -c 3 /dev/zero | wc -c'
	is "$out" 3 'in a user namespace'
else
	skip 1 'no user namespaces'
fi
if [ -x "$TOOL/deny" ] && has ROOT_OLDKERNEL && "$TOOL/deny" openat2 true; then
	try "$TOOL/deny" old "$HUSK" run --tolerate cgroup --device "$node" "$T/root" \
		sh -c "$is_full" "$node"
	like "$out" "3
$what *" 'on an old kernel'
else
	skip 1 'no deny, or CONFIG_ROOT_OLDKERNEL is off'
fi
d --device "$T/root/etc/passwd" "$T/root" true
refused 'run: device: *etc/passwd: no device' 'a file is no device'
d --device /dev/nosuch "$T/root" true
refused 'run: device: /dev/nosuch: *' 'one that is not there'
for v in dev/full /dev/full:x /dev/../full; do
	c --device "$v" "$T/root" true
	refused 'run: --device: *' "$v is refused"
done
same 'nothing is left'
