#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Environment, working directory, umask, user and groups.
. "${0%/*}/lib.sh"
plan 35
before
mkroot "$T/root"
mkdir -p "$T/root/srv/deep" "$T/root/home"
cat >"$T/root/etc/passwd" <<'P'
root:x:0:0:root:/root:/bin/sh
seed:x:1234:77:a user:/home:/bin/sh
short:x:55
P
cat >"$T/root/etc/group" <<'G'
root:x:0:
field:x:77:
barn:x:88:other,seed
mill:x:99:seed
G

# --- environment ---
export LEAK=1 SEEN=yes
c "$T/root" env
is "$(echo "$out" | sort)" 'HOME=/root
PATH=/usr/sbin:/usr/bin:/sbin:/bin
TERM=dumb' 'PATH, HOME and TERM, and nothing of the caller'
c --env A=1 -e B='x y' --env=C= -e SEEN -e UNSET_HERE "$T/root" env
like "$out" '*A=1*' '--env K=V'
like "$out" '*B=x y*' '-e K=V'
like "$out
" '*C=
*' 'an empty value'
like "$out" '*SEEN=yes*' "--env K: the caller's"
unlike "$out" '*UNSET_HERE*' 'and nothing where he has none'
c -e A=1 -e A=2 -e PATH=/bin:/usr/bin "$T/root" env
like "$out" '*A=2*' 'the later one wins'
unlike "$out" '*A=1*' 'and is alone'
like "$out" '*PATH=/bin:/usr/bin*' 'over the default too'
TERM='' c "$T/root" env
unlike "$out" '*LEAK*' 'still nothing else'
unset LEAK SEEN

# --- working directory, umask ---
c "$T/root" pwd
is "$out" / 'the working directory is /'
for w in '--workdir /srv/deep' '-w /srv/deep' '--workdir=/srv/../srv/deep/'; do
	# shellcheck disable=SC2086
	c $w "$T/root" sh -c 'exec readlink /proc/self/cwd'
	is "$out" /srv/deep "$w"
done
c -w /nowhere "$T/root" true
refused '*/nowhere*' 'a directory that is not there is refused'
c -w /etc/passwd "$T/root" true
refused '*/etc/passwd*' 'a file too'
umask 077
c "$T/root" sh -c umask
is "$out" 0022 'umask is 022 whatever the caller has'
umask 022
c --umask 027 "$T/root" sh -c umask
is "$out" 0027 '--umask'

# --- user ---
ids='id -u; id -g; id -G; env | grep ^HOME'
if has GUARD_USER; then
	c --user 1000:2000 "$T/root" sh -c "$ids"
	is "$out" '1000
2000
2000
HOME=/' '--user UID:GID'
	c -u 1000 "$T/root" sh -c "$ids"
	is "$out" '1000
1000
1000
HOME=/' '-u UID alone: the group of the same number'
	c -u 1000:5,6,7 "$T/root" sh -c "$ids"
	is "$out" '1000
5
5 6 7
HOME=/' 'further groups'
	c -u 1000 "$T/root" grep '^Cap\(Eff\|Prm\|Inh\|Amb\)' /proc/self/status
	is "$(echo "$out" | sed 's/.*[[:blank:]]//' | sort -u)" 0000000000000000 'and has no capability'
	c -u 1000 --bind "$T:/mnt" "$T/root" sh -c 'echo x >/mnt/made'
	isnt "$rc" 0 'what is of root stays closed to it'
	c -u 1000 "$T/root" true
	is "$(stat -c %u "$T/out")" 0 'the files behind its standard streams keep their owner'
	(exec <&- && "$HUSK" run -u 1000 "$T/root" true)
	is "$(stat -c '%u %g' /dev/null)" '0 0' "/dev/null of the host keeps its owner"
else
	skip 7 'CONFIG_GUARD_USER is off'
fi
if has GUARD_USER && has GUARD_PASSWD; then
	c -u seed "$T/root" sh -c "$ids"
	is "$out" '1234
77
77 88 99
HOME=/home' "a name: the container's passwd and group"
	c -u 1234 "$T/root" sh -c "$ids"
	is "$out" '1234
77
77
HOME=/home' 'a number that passwd knows: its group and home, no further groups'
	c -u seed:mill "$T/root" sh -c 'id -u; id -g'
	is "$out" '1234
99' 'the name of a group'
	c -u seed:0 "$T/root" sh -c 'id -u; id -g'
	is "$out" '1234
0' 'the number of a group'
	c -u daemon "$T/root" true
	refused '*daemon*' "a name that only the host knows is refused"
	c -u seed:users "$T/root" true
	refused '*users*' 'a group too'
	c -u short "$T/root" id -u
	isnt "$rc $out" '0 0' 'a broken line of passwd never means root'
	rm "$T/root/etc/passwd"
	ln -s /proc/sys/kernel/hostname "$T/root/etc/passwd"
	c --hostname evil:x:7:7::/: --user evil "$T/root" id
	refused '*evil*' 'no file of procfs is passwd'
	rm "$T/root/etc/passwd"
	ln -s /proc/self/environ "$T/root/etc/passwd"
	c -u seed "$T/root" true
	refused '*' 'passwd is no link out'
else
	skip 9 'CONFIG_GUARD_PASSWD is off'
fi
same 'nothing is left'
