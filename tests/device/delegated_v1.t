#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A plain user's limits on v1: in each hierarchy the group that he is in, where that is his.
. "${0%/*}/lib.sh"
want CG_V1 CG_PIDS NS_USER
v1=$(cg pids) && [ ! -e "$v1/cgroup.controllers" ] || skip_all 'no pids controller on v1'
mkroot "$T/root"
chown 1000:1000 "$T/root"
as_user 1000 "$HUSK" run "$T/root" true 2>/dev/null || skip_all 'no user namespaces for plain users'
plan 16
mkdir -p "$T/mine" && chown 1000:1000 "$T/mine"
before

# give DIR [BELOW]: a group of the user's in the hierarchy at DIR, which he will be in; prints it.
give() {
	mkdir -p "$1/$name${2-}" && chown 1000:1000 "$1/$name${2-}" "$1/$name${2-}/tasks" && echo "$1/$name${2-}"
}
name=test-${T##*.}
groups="$groups $v1/$name"
pids=$(give "$v1")
memory=
if has CG_MEMORY && dir=$(cg memory) && [ ! -e "$dir/cgroup.controllers" ] && [ "$dir" != "$v1" ]; then
	groups="$groups $dir/$name"
	memory=$(give "$dir" /below)
fi
his() ( # COMMAND...: as the user, in his groups
	for g in $pids $memory; do
		sh -c 'echo $PPID >"$0/tasks"' "$g"
	done
	outside "$@"
)
outside() {
	as_user 1000 env "XDG_RUNTIME_DIR=$T/mine" "$@"
}
# Nothing is in them but the user's other processes, and nothing below.
empty() {
	for g in $pids $memory; do
		[ -z "$(cat "$g/tasks")" ] && ! ls -d "$g"/*/ >/dev/null 2>&1 || return 1
	done
}

try outside "$HUSK" run --pids 4 "$T/root" true
refused '*cgroup: *ermission denied*group of one*' 'in no group of his own he has no limits'
try his "$HUSK" run --name deleg --pids 4 "$T/root" sh -c 'for i in 1 2 3 4 5 6; do sleep 1 & done; wait; echo all'
like "$err" "*can't fork*" 'in one of his a limit holds'
ok 'and leaves nothing' empty
if [ "$memory" ]; then
	try his "$HUSK" run --memory 8M --pids 9 "$T/root" sh -c 'exec dd if=/dev/zero of=/dev/null bs=32M count=1'
	like "$rc $err" '137 *out of memory (limit 8M)*' 'another in its hierarchy, where he is in another group'
	ok 'and leaves nothing either' empty
elif has CG_MEMORY && ! cg memory >/dev/null; then
	try his "$HUSK" run --memory 8M "$T/root" true
	refused '*cgroup: memory: no such controller*' 'a controller that is nowhere is not a matter of delegation'
	ok 'and nothing is left either' empty
else
	skip 2 'no memory controller on v1, or not in this build'
fi
# A limit whose hierarchy is not his.
pids_only=$memory memory=
if [ "$pids_only" ]; then
	try his "$HUSK" run --memory 8M --pids 9 "$T/root" true
	refused '*cgroup: *ermission denied*' 'a limit in a hierarchy that is not his is refused'
	ok 'and the other one is undone' empty
	try his "$HUSK" run --tolerate cgroup --memory 8M --pids 9 "$T/root" true
	is "$rc" 0 'or tolerated'
else
	skip 3 'no memory controller on v1'
fi
memory=$pids_only

inside() { # prints COMMAND's pid
	cat "$pids"/*/deleg/tasks "$pids"/*/*/deleg/tasks 2>/dev/null | grep -m 1 .
}
up() { # OPTION...: a container that lives until it is told otherwise; sup is its supervisor
	his "$HUSK" run --name deleg --pids 5 "$@" "$T/root" sh -c 'trap "exit 7" TERM; while :; do sleep 0.1; done' &
	bg=$! bgs="$bgs $!"
	poll inside
	sup=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$(inside)/status")
}
up
is "$(cat "$pids/husk/deleg/pids.max")" 5 'a named one is below it'
[ -z "$memory" ] || poll grep -q . "$memory/husk/deleg/tasks" # where its figures would be
kill -KILL "$sup"
reap "$bg"
ok 'a killed husk leaves it' test -d "$pids/husk/deleg"
try outside "$HUSK" run --name deleg "$T/root" true
is "$rc$err" 0 'the next run of the name, from elsewhere'
ok 'removes it in each' empty
up --cgroup a/b
is "$(cat "$pids/a/b/deleg/pids.max")" 5 '--cgroup: below it as well'
kill -TERM "$sup"
reap "$bg"
is "$rc" 7 'which ends'
ok 'and leaves nothing' empty
rc=
same 'nothing is left'
for g in $groups; do
	[ ! -d "$g/below" ] || rmdir "$g/below"
	rmdir "$g"
done
