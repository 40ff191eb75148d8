#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A plain user's limits: a group of v2 that is his, as a session manager delegates it.
. "${0%/*}/lib.sh"
want CG_V2 CG_PIDS NS_USER
v2=$(cg pids) && [ -e "$v2/cgroup.controllers" ] || skip_all 'no pids controller on v2'
mkroot "$T/root"
chown 1000:1000 "$T/root"
as_user 1000 "$HUSK" run "$T/root" true 2>/dev/null || skip_all 'no user namespaces for plain users'
plan 28
mkdir -p "$T/mine" && chown 1000:1000 "$T/mine"
grep -qw pids "$v2/cgroup.subtree_control" || { given=1 && echo +pids >"$v2/cgroup.subtree_control"; }
group=$v2/test-${T##*.}
mkdir "$group"
groups="$groups $group"
chown 1000:1000 "$group" "$group/cgroup.procs" "$group/cgroup.subtree_control" "$group/cgroup.threads"
before

# in_group COMMAND...: as the user, alone in his group.
cat >"$T/as" <<'S'
if setpriv --reuid=1000 --regid=1000 --clear-groups true 2>/dev/null; then
	exec setpriv --reuid=1000 --regid=1000 --clear-groups "$@"
fi
program=$1
shift
exec start-stop-daemon -S -q -c 1000:1000 -p /nonexistent -x "$program" -- "$@"
S
{ echo 'echo 0 >"$GROUP/cgroup.procs" || exit 1' && cat "$T/as"; } >"$T/in"
in_group() {
	try env GROUP="$group" XDG_RUNTIME_DIR="$T/mine" sh "$T/in" "$@"
}
empty() { # nothing is in it any more
	[ -z "$(cat "$group/cgroup.procs")" ] && ! ls -d "$group"/*/ >/dev/null 2>&1
}

in_group "$HUSK" run --name deleg --pids 4 "$T/root" sh -c 'cat /proc/self/cgroup; for i in 1 2 3 4 5 6; do sleep 1 & done; wait; echo all'
like "$out" '0::/*' 'a container in it'
like "$err" "*can't fork*" 'whose limit holds'
ok 'it takes everything along' empty
cp "$TOOL/newuser" "$T/root/bin/newuser"
if has GUARD_FILTER && [ "$(as_user 1000 "$HUSK" run "$T/root" newuser | head -n 1)" = unshare ]; then
	in_group "$HUSK" run --pids 4 "$T/root" newuser
	is "$rc$out" 1 'no user namespace within, in which it could enter the group and take the limit off'
else
	skip 1 'no filter, or no user namespaces in others'
fi

# Somebody else in the group: it cannot give controllers, and husk moves nobody but itself.
sleep 60 &
other=$! bgs="$bgs $!"
echo $other >"$group/cgroup.procs"
in_group "$HUSK" run --pids 4 "$T/root" true
refused '*esource busy*systemd-run*' 'a group with another process in it'
is "$(cat "$group/cgroup.procs")" $other 'which stays where it is'
kill $other
wait $other 2>/dev/null
poll empty

# Below a group of the user's that was there: it gets back what was given to it, and the one above takes processes again.
mkdir "$group/given"
chown -R 1000:1000 "$group/given"
in_group "$HUSK" run --pids 4 --cgroup given "$T/root" true
is "$rc$err$(cat "$group/given/cgroup.subtree_control")" 0 'a parent that was there is as it was'
# Not where somebody else is in there by now, who would lose his limits.
mkdir "$group/given/other"
in_group "$HUSK" run --pids 4 --cgroup given "$T/root" true
like "$rc$err $(cat "$group/given/cgroup.subtree_control") " '0 *pids *' 'with another group in there it keeps what that one may use'
rmdir "$group/given/other" "$group/given"
for c in $(cat "$group/cgroup.subtree_control"); do # pids, and what else earlier tests had husk enable above
	echo "-$c" >"$group/cgroup.subtree_control"
done
rmdir "$group/husk.sup"
ok 'and the group is as it was' empty

# Parents go with the last one in there, who did not make them; and with a killed one's successor.
below() { # NAME: one that ends when told to, in the background
	env GROUP="$group" XDG_RUNTIME_DIR="$T/mine" sh "$T/in" "$HUSK" run --name "$1" --cgroup x/y "$T/root" sh -c "while [ ! -e /$1 ]; do sleep 0.1; done" &
	bgs="$bgs $!"
	poll test -d "$group/x/y/$1"
}
below first
one=$!
below second
touch "$T/root/first"
wait $one
ok 'the parents of two stay with the second' test -d "$group/x/y/second"
touch "$T/root/second"
wait $!
ok 'and go with it' empty
rm "$T/root/first"
below first
kill -KILL $!
wait $! 2>/dev/null
ok 'one that is killed leaves them' test -d "$group/x/y"
try env XDG_RUNTIME_DIR="$T/mine" sh "$T/as" "$HUSK" run --name first "$T/root" true
is "$rc$err" 0 'the next run of its name'
ok 'removes them' empty

if has BOX_DETACH && has BOX_PIDFILE; then
	in_group "$HUSK" run --detach --name deleg --pidfile "$T/mine/pid" --pids 4 "$T/root" sh -c 'trap exit TERM; while :; do sleep 0.1; done'
	is "$rc$err" 0 'a detached one'
	pid=$(cat "$T/mine/pid")
	like "$(cat "/proc/$pid/cgroup")" "*0::/${group##*/}/husk/deleg" 'is in a group of its own there'
	sup=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$pid/status")
	like "$(cat "/proc/$sup/cgroup")" "*0::/${group##*/}/husk.sup" 'its supervisor beside it'
	is "$(cat "$group/husk/deleg/pids.max")" 4 'with its limit'
	kill -TERM "$sup"
	ok 'it ends' poll gone "$sup"
	ok 'and takes everything along' poll empty
	in_group "$HUSK" run --detach --name deleg --pidfile "$T/mine/pid" --share pid --pids 4 "$T/root" sh -c 'while :; do sleep 0.1; done'
	case $err in
	*'no group to end it by'*) skip 2 'before Linux 5.14' ;;
	*)
		is "$rc$err" 0 "one that sees the host's processes"
		sup=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$(cat "$T/mine/pid")/status")
		kill -TERM "$sup"
		poll gone "$sup"
		ok 'goes as well' poll empty
		;;
	esac
	in_group "$HUSK" run --detach --name deleg --pidfile "$T/mine/pid" --pids 4 "$T/root" sh -c 'while :; do sleep 0.1; done'
	sup=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$(cat "$T/mine/pid")/status")
	kill -KILL "$sup"
	poll gone "$sup"
	ok 'a killed supervisor leaves its group' test -d "$group/husk.sup"
	try env XDG_RUNTIME_DIR="$T/mine" sh "$T/as" "$HUSK" run --name deleg "$T/root" true
	is "$rc$err" 0 'the next run of the name'
	ok 'takes that back as well, and the group takes processes again' empty
	in_group "$HUSK" run --detach --name deleg --pids 4 "$T/root" /nosuchcommand
	is "$rc" 127 'one whose command is not there'
	ok 'leaves nothing' poll empty
else
	skip 13 'CONFIG_BOX_DETACH or CONFIG_BOX_PIDFILE is off'
fi
rc=
same 'nothing is left'
rmdir "$group"
[ -z "${given-}" ] || echo -pids >"$v2/cgroup.subtree_control"
