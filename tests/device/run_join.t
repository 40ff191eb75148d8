#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# --join: namespaces of containers, of processes, of files, and of ip netns.
. "${0%/*}/lib.sh"
want NS_JOIN NS_NET NS_UTS NS_IPC NS_PID
plan 55
before
mkroot "$T/root"
chmod 755 "$T/root"
r=$T/root
me=${T##*.} # names of its own: groups are the whole machine's
links='for n in uts ipc pid net cgroup time user mnt; do echo $n $(readlink /proc/self/ns/$n); done'
of() { # KIND of the last output
	echo "$out" | sed -n "s/^$1 //p"
}
host() {
	readlink "/proc/self/ns/$1"
}

# --- of a container ---
bg held --name "join-$me" --hostname joined "$r" sh -c 'echo up; read -r x'
hears held up
pid=$(child $bg)
if has BOX_NAME; then
	for kind in uts ipc pid net cgroup time; do
		[ -e "/proc/self/ns/$kind" ] && has "NS_$(echo $kind | tr a-z A-Z)" || {
			skip 1 "no $kind namespaces"
			continue
		}
		c --join "$kind=join-$me" "$r" sh -c "$links"
		is "$rc $(of $kind)" "0 $(readlink "/proc/$pid/ns/$kind")" "--join $kind=NAME"
	done
	c --join "uts=join-$me" "$r" sh -c "$links; hostname"
	isnt "$(of net)" "$(readlink "/proc/$pid/ns/net")" 'all others are new: not its own'
	isnt "$(of net)" "$(host net)" "nor the host's"
	isnt "$(of mnt)" "$(readlink "/proc/$pid/ns/mnt")" 'mounts are always new'
	like "$out" '*joined' 'its host name is seen'
	c --join "pid=join-$me" "$r" sh -c 'cat /proc/1/cmdline | tr "\0" " "; echo; echo $$'
	like "$out" 'sh -c echo up; read -r x *' 'a fresh /proc shows its processes'
	isnt "$(echo "$out" | tail -n 1)" 1 'and COMMAND is another one there'
	c --join "pid=join-$me" "$r" sh -c 'kill -0 1 && echo seen; exit 7'
	is "$rc $out" '7 seen' 'whose status comes through'
	kill -0 "$pid" && yes 'the other container lives on' || no 'the other container lives on'
	bg second --join "pid=join-$me" --join "net=join-$me" --join "ipc=join-$me" "$r" sh -c 'echo up; while :; do sleep 0.1; done'
	hears second up
	second=$(child $bg)
	is "$(readlink "/proc/$second/ns/pid") $(readlink "/proc/$second/ns/net") $(readlink "/proc/$second/ns/ipc")" \
		"$(readlink "/proc/$pid/ns/pid") $(readlink "/proc/$pid/ns/net") $(readlink "/proc/$pid/ns/ipc")" 'several at once'
	is "$(readlink "/proc/$bg/ns/pid")" "$(host pid)" 'husk itself stays where it is'
	kill -KILL $bg
	ok 'and when it is killed, its container dies' poll gone "$second"
	reap $bg
	out='' err=''
	kill -0 "$pid" && yes 'the one that was joined does not' || no 'the one that was joined does not'
else
	skip 18 'CONFIG_BOX_NAME is off'
fi

# --- of a process, of a file ---
c --join "net=$pid" "$r" sh -c "$links"
is "$rc $(of net)" "0 $(readlink "/proc/$pid/ns/net")" '--join net=PID'
c --join "uts=/proc/$pid/ns/uts" "$r" sh -c "$links"
is "$rc $(of uts)" "0 $(readlink "/proc/$pid/ns/uts")" '--join uts=PATH'
try sh -c 'cd "/proc/$1/ns" && exec "$2" run --join ipc=./ipc "$3" sh -c "$4"' sh "$pid" "$HUSK" "$r" "$links"
is "$rc $(of ipc)" "0 $(readlink "/proc/$pid/ns/ipc")" 'a path relative to the caller'
c --join net=1000000000 "$r" true
refused 'run: join: net=1000000000: *' 'a process that is not there'
c --join "net=nobody-$me" "$r" true
refused "run: join: net=nobody-$me: *" 'a container that is not there'
c --join net=/nowhere/x "$r" true
refused 'run: join: net=/nowhere/x: No such file*' 'a file that is not there'
c --join "net=/proc/$pid/ns/uts" "$r" true
refused 'run: join: net=/proc/*: Invalid argument (another kind*' 'a namespace of another kind'
c --join net=/etc/passwd "$r" true
refused 'run: join: net=/etc/passwd: *' 'a file that is none'
mkfifo "$T/fifo"
c --join "net=$T/fifo" "$r" true
refused 'run: join: net=/*fifo: *' 'a fifo holds nobody up'
c --join "net=a/../../proc/$pid/ns/net" "$r" true
refused 'run: join: net=a/*' 'a name is no path'

# --- of ip netns ---
[ -d /run/netns ] && made='' || made=/run/netns # it makes a mount there
if ip netns add "join-n$me" 2>/dev/null; then
	c --join "net=join-n$me" "$r" sh -c "$links; cat /proc/net/dev"
	is "$rc $(ip netns exec "join-n$me" readlink /proc/self/ns/net)" "0 $(of net)" '--join net=NAME of ip netns'
	c --join "net=join-n$me" "$r" ls /sys/class/net
	is "$out" lo "/sys shows its links"
	c --join "uts=join-n$me" "$r" true
	refused "run: join: uts=join-n$me: *" 'which are network namespaces only'
	ip netns del "join-n$me"
	[ -z "$made" ] || { umount $made && rmdir $made; }
else
	skip 3 'no ip netns'
fi

# --- what contradicts ---
c --join "uts=$pid" --hostname x "$r" true
refused '*--hostname: *' 'the host name of a joined one is not set'
c --join "net=$pid" --ip 10.0.0.2/8 "$r" true
refused '*--ip: *' 'it gets no address'
if has NET_VETH; then
	c --join "net=$pid" --net veth "$r" true
	refused '*--net: *' 'and no link'
else
	skip 1 'CONFIG_NET_VETH is off'
fi
c --join "net=$pid" --net host "$r" true
refused '*--join: *' 'nor is it the host'
c --share uts --join "uts=$pid" "$r" true
refused '*--join: *' 'shared and joined'
for bad in net net= =1 "mnt=$pid" "nets=$pid" ''; do
	c --join "$bad" "$r" true
	refused "run: --join: $bad*" "--join '$bad' is refused"
done

tell held go
reap $bg
wait

# --- a dead container's record leads to nobody ---
if has BOX_NAME; then
	"$HUSK" run --name "join-d$me" "$r" sh -c 'echo up; while :; do sleep 0.1; done' >"$T/dead" 2>&1 &
	bg=$!
	hears_file() { grep -q up "$T/dead"; }
	poll hears_file
	pid=$(child $bg)
	kill -KILL $bg
	poll gone "$pid"
	c --join "net=join-d$me" "$r" true
	refused "run: join: net=join-d$me: *" "one that was killed"
	reap $bg
	other=0
	if echo $((pid - 1)) 2>/dev/null >/proc/sys/kernel/ns_last_pid; then
		sleep 60 &
		other=$!
		bgs="$bgs $other"
	fi
	if [ "$other" = "$pid" ]; then
		c --join "net=join-d$me" "$r" true
		refused "run: join: net=join-d$me: No such process*" 'whose pid is another process now'
	else
		skip 1 'pids cannot be chosen here'
	fi
	[ "$other" = 0 ] || { kill -KILL "$other" && reap "$other"; }
	c --name "join-d$me" "$r" true
	is "$rc$err" 0 'and its name is free'
else
	skip 3 'CONFIG_BOX_NAME is off'
fi

# --- user namespaces ---
if has NS_USER && has BOX_NAME && [ -e /proc/self/ns/user ]; then
	bg inner --name "join-u$me" --userns --uid-map 0:200000:1000 "$r" sh -c 'echo up; read -r x'
	hears inner up
	pid=$(child $bg)
	c --join "user=join-u$me" "$r" sh -c "$links; id -u; id -g; sed -n 's/^Groups:[[:blank:]]*/groups /p' /proc/self/status; tr -s ' ' </proc/self/uid_map"
	is "$rc $(of user)" "0 $(readlink "/proc/$pid/ns/user")" '--join user=NAME'
	like "$out" '*
0
0
groups *
 0 200000 1000' 'root of its ids, without a group'
	isnt "$(of net)" "$(readlink "/proc/$pid/ns/net")" 'the rest is new'
	c --join "user=join-u$me" --hostname seed --tmpfs /mnt "$r" sh -c 'hostname; touch /mnt/x /tmp/x; echo $$'
	is "$rc $out" '0 seed
1' 'and belongs to it: names and mounts are made there'
	c --join "user=join-u$me" --join "net=join-u$me" --join "pid=join-u$me" "$r" sh -c "$links; ls /sys/class/net"
	is "$rc $(of user) $(of net) $(of pid)" "0 $(readlink "/proc/$pid/ns/user") $(readlink "/proc/$pid/ns/net") $(readlink "/proc/$pid/ns/pid")" 'with others of the same container'
	echo canary >"$T/secret"
	chmod 600 "$T/secret"
	c --join "user=join-u$me" --bind "$T/secret:/mnt/s" "$r" cat /mnt/s
	unlike "$rc$out" '*canary*' "a file of root's stays closed"
	c --join "user=join-u$me" --uid-map 0:0:1 "$r" true
	refused '*--uid-map: *joined*' 'it has its maps already'
	tell inner go
	reap $bg
	# In a plain user's setgroups is denied.
	mkfifo "$T/plain.in"
	: >"$T/plain.out"
	as_user 1000 "$HUSK" run --tmpfs /tmp "$r" sh -c 'echo up; read -r x' >"$T/plain.out" 2>"$T/plain.err" <>"$T/plain.in" &
	bg=$! bgs="$bgs $!"
	hears plain up
	pid=$(child "$(child $bg)") # a shell, husk, COMMAND
	if setpriv --groups 4,5 true 2>/dev/null && grep -q up "$T/plain.out"; then
		try setpriv --groups 4,5 "$HUSK" run --join "user=$pid" --join "net=$pid" / sh -c "$links; grep -E '^(Groups|Uid)' /proc/self/status"
		is "$rc $(of user)" "0 $(readlink "/proc/$pid/ns/user")" "root enters a plain user's"
		is "$(echo "$out" | sed -n 's/^Groups:[[:blank:]]*//p')" '' 'without the groups that the host gave it'
	else
		skip 2 'no setpriv, or no namespace for a plain user'
	fi
	tell plain go
	reap $bg
else
	skip 9 'no user namespaces, or no names'
fi
rc=
same 'nothing is left'
