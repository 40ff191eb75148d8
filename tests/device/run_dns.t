#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# resolv.conf, hosts and hostname of the container's own.
. "${0%/*}/lib.sh"
want MNT_DNS
plan 31
before
mkroot "$T/root"
r=$T/root
rm -f "$r/etc/hostname"
echo 127.0.0.1 roots >"$r/etc/hosts"
echo nameserver 9.9.9.9 >"$r/etc/resolv.conf"
mkdir "$T/victim"
echo canary >"$T/victim/file"

c "$r" sh -c 'cat /etc/resolv.conf /etc/hosts'
is "$out" 'nameserver 9.9.9.9
127.0.0.1 roots' "without the options the root's own files"
c --hostname seed "$r" cat /etc/hosts
is "$out" '127.0.0.1 roots' 'with --hostname alone too'
nok 'and nothing is made' test -e "$r/etc/hostname"
c --dns 10.0.0.1 --dns fd00::1 --search a.example --search b.example "$r" cat /etc/resolv.conf /etc/hosts
is "$out" 'search a.example b.example
nameserver 10.0.0.1
nameserver fd00::1
127.0.0.1 roots' '--dns and --search'
c --search a.example "$r" cat /etc/resolv.conf
is "$out" 'search a.example' '--search alone'
c --dns 10.0.0.1 --hostname seed "$r" sh -c 'cat /etc/hostname /etc/hosts; ls -A /dev'
like "$out" 'seed
127.0.0.1	localhost
::1	localhost
127.0.1.1	seed
*' 'with --hostname hosts and hostname'
unlike "$out" '*.husk*' 'nothing is seen of how they were made'
if has NET_IP; then
	c --dns 10.0.0.1 --hostname seed --ip 10.9.0.1/32 "$r" cat /etc/hosts
	like "$out" '*
10.9.0.1	seed' "the name's address is the container's"
else
	skip 1 'CONFIG_NET_IP is off'
fi
is "$(cat "$r/etc/resolv.conf" "$r/etc/hosts")" 'nameserver 9.9.9.9
127.0.0.1 roots' "the root's own files never change"
c --dns 10.0.0.1 "$r" sh -c 'stat -c "%u:%g %a %h" /etc/resolv.conf; grep -E " /etc/resolv.conf .*nosuid,nodev,noexec" /proc/self/mountinfo | grep -c .; echo x >>/etc/resolv.conf'
is "$rc $out" '0 0:0 644 1
1' 'they are ordinary files of root, to be written inside'
is "$(cat "$r/etc/resolv.conf")" 'nameserver 9.9.9.9' 'which the root does not see'
rm "$r/etc/resolv.conf"
c --dns 10.0.0.1 "$r" cat /etc/resolv.conf
is "$out" 'nameserver 10.0.0.1' 'a missing target is made'
if has ROOT_READONLY; then
	c -r --dns 10.0.0.1 "$r" cat /etc/resolv.conf
	is "$out" 'nameserver 10.0.0.1' 'on a read-only root'
	rm -f "$r/etc/resolv.conf"
	c -r --dns 10.0.0.1 "$r" true
	refused 'run: dns: /etc/resolv.conf: Read-only file system (--overlay, or an empty file there)' 'which must have it'
else
	skip 2 'CONFIG_ROOT_READONLY is off'
fi
if has NS_USER && [ -e /proc/self/ns/user ]; then
	c --userns --tmpfs /etc --dns 10.0.0.1 "$r" sh -c 'cat /etc/resolv.conf; echo x >/etc/resolv.conf'
	is "$rc $out" '0 nameserver 10.0.0.1' 'in a user namespace'
else
	skip 1 'no user namespaces'
fi
if has MNT_BIND; then
	mkdir "$T/etc"
	cp "$r/etc/passwd" "$T/etc"
	c -b "$T/etc:/etc" --dns 10.0.0.1 "$r" cat /etc/resolv.conf
	is "$out" 'nameserver 10.0.0.1' 'over what a bind brings'
else
	skip 1 'CONFIG_MNT_BIND is off'
fi

# Links: as of OpenWrt's and Debian's roots, and hostile ones.
link() { # TARGET
	rm -rf "$r/etc/resolv.conf"
	ln -s "$1" "$r/etc/resolv.conf"
}
link /tmp/resolv.conf
c --dns 10.0.0.1 "$r" cat /etc/resolv.conf /tmp/resolv.conf
if [ "$rc" = 125 ]; then
	skip 3 'links are refused here (Linux 5.6)'
else
	is "$out" 'nameserver 10.0.0.1
nameserver 10.0.0.1' 'a link to a file in /tmp, which is new'
	link ../run/deep/resolv.conf
	c --dns 10.0.0.1 "$r" cat /run/deep/resolv.conf
	is "$out" 'nameserver 10.0.0.1' 'a link to a file that is missing'
	link ../../../../run/there
	echo there >"$r/run/there"
	c --dns 10.0.0.1 "$r" cat /run/there
	is "$out" 'nameserver 10.0.0.1' 'a link to one that is there'
fi
hostile() { # HOW COMMAND...
	for t in "$T/victim/file" "$T/victim/new" /proc/self/root/x /proc/1/cwd/x resolv.conf; do
		link "$t"
		try "$@" --dns 10.0.0.1 "$r" sh -c 'cat /etc/resolv.conf; echo x >>/etc/resolv.conf'
		case "$rc $out" in
		*canary*) return 1 ;;
		esac
		[ "$(ls "$T/victim")$(cat "$T/victim/file")" = filecanary ] || return 1
	done
	rm -f "$r/etc/resolv.conf"
	mkfifo "$r/etc/resolv.conf"
	try "$@" --dns 10.0.0.1 "$r" cat /etc/resolv.conf
	[ "$out" = 'nameserver 10.0.0.1' ] || return 1
	rm -f "$r/etc/resolv.conf"
	mkdir "$r/etc/resolv.conf"
	try "$@" --dns 10.0.0.1 "$r" true
	[ "$rc" = 125 ]
}
ok 'a link that leads out of the root leads nowhere' hostile "$HUSK" run
if [ -x "$TOOL/deny" ] && has ROOT_OLDKERNEL && "$TOOL/deny" openat2 true; then
	old="$TOOL/deny old"
	# shellcheck disable=SC2086
	ok 'nor on an old kernel' hostile $old "$HUSK" run
	rm -rf "$r/etc/resolv.conf"
	# shellcheck disable=SC2086
	try $old "$HUSK" run --dns 10.0.0.1 --hostname seed "$r" cat /etc/resolv.conf /etc/hostname
	is "$out" 'nameserver 10.0.0.1
seed' 'which has the files as well'
else
	skip 2 'no deny, or CONFIG_ROOT_OLDKERNEL is off'
fi
for o in --dns= --dns=ns.example --dns=10.0.0.1/8 --dns=10.0.0 --search= '--search=a b' '--search=a
nameserver 10.0.0.1'; do
	c "$o" "$r" true
	refused 'run: --*: *' "$(echo "$o" | head -n 1) is refused"
done
if has MNT_BIND; then
	mkdir "$T/foreign"
	c --dns 10.0.0.1 -b "$T/foreign:/dev/.husk" "$T/root" true
	is "$rc$(ls -A "$T/foreign")" 125 'what a bind brought is not written to'
else
	skip 1 'CONFIG_MNT_BIND is off'
fi
same 'nothing is left'
