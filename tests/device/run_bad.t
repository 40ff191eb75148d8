#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Bad input: one clear line, 125, and nothing left behind.
. "${0%/*}/lib.sh"
plan 75
before
mkroot "$T/root"
nl='
'
long=$(printf %0300d 0)

well() { # PATTERN: the last run was refused in one line of that kind
	[ "$rc" = 125 ] && [ -z "$out" ] || return 1
	# shellcheck disable=SC2254
	case $err in
	*"$nl"*) return 1 ;;
	"husk: run: "$1) return 0 ;;
	esac
	return 1
}

# bad SYMBOL OPTION VALUE...: every value is refused, and the option named. One assertion.
bad() {
	if ! has "$1"; then
		skip 1 "CONFIG_$1 is off"
		return
	fi
	opt=$2
	shift 2
	for v in "$@"; do
		c "$opt" "$v" "$T/root" touch /ran
		if ! well "*${opt#--}*"; then
			no "$opt $v is refused"
			return
		fi
		if [ -e "$T/root/ran" ]; then
			no "$opt $v: COMMAND ran"
			return
		fi
	done
	yes "$opt: wrong values are refused: $(printf '%.60s' "$*" | tr '\n' '?')"
}

bad BOX_NAME --name '' . .. ../x a/b -x .hidden "a${nl}b" 'a b' 'é' "$long" a2345678901234567890123456789012345678901234567890123456789012345
bad CMD_RUN --env '' =x
bad CMD_RUN --workdir '' tmp /nowhere /etc/passwd "/$long"
bad CMD_RUN --umask '' 8 08 0x7 1000 -1 a 22x 077777777777777777777777
bad CMD_RUN --share '' nothing uts,nothing uts, ,uts mnt user UTS
bad BOX_TOLERATE --tolerate '' nothing pid,nothing
bad GUARD_USER --user '' : 1: :1 1:: 01 1x -1 +1 ' 1' '1 ' 4294967295 4294967296 18446744073709551616 1:01 1:-1 1:4294967295 1:1, 1:1,,2 1:1,x2 0x1 nosuchuser 1:nosuchgroup "$long"
bad NS_USER --uid-map '' 0 0:0 0:0:0 0:0:1:1 a:b:c 0:0:-1 0:4294967295:2 0:0:4294967297 ' 0:0:1' 0:0:1, NONE
bad NS_USER --gid-map '' 0 0:0:0 x
bad NS_UTS --hostname '' "$long" "$(printf %065d 0)" 'a b' "a${nl}10.0.0.1 bank" "$(printf 'a\001')"
bad NS_UTS --domainname "$long" 'a b' "a$nl"
bad ROOT_OVERLAY --overlay-size '' 1X K -1 1.5.5M 99999999999999999999G
bad MNT_BIND --bind '' x x: :x "$T/root" "$T/root:mnt" "$T/root:/mnt/../x" "$T/nosuch:/mnt" "$T/root:/mnt:bogus" "$T/root:/mnt:ro,,bogus" "$T/root:/mnt:size=1M" "/$long:/mnt"
bad MNT_TMPFS --tmpfs '' x /x:bogus /x:size= /x:size=y /x:mode=9 /x:mode=x /x/../y
bad CMD_RUN --net '' nothing wlan:lo bridge NONE host:x macvlan macvlan: ipvlan:a/b phys phys:2345678901234567 phys:a%d
bad NET_VETH --net veth: veth:a/b "veth:a b" veth:2345678901234567 veth:. veth:.. veth,bogus=1 veth,ip= veth,ip
bad NET_IP --ip '' 10.1.1.1 10.1.1.1/ 10.1.1.1/33 10.1.1.1/-1 10.1.1/24 010.1.1.1/8 ::1/129 :::/64 1:2:3:4:5:6:7:8:9/64 g::/64
bad NET_IP --gateway '' 10.1.1 10.1.1.1/24 x ::g
bad NET_IP --host-ip '' 10.1.1.1 x/8
bad NET_VETH --bridge '' 2345678901234567 a/b
bad CG_MEMORY --memory '' 0 -1 x 16X 16MM 1.2.3M M 99999999999999999999 17179869184G ' 16M'
bad CG_CPU --cpus '' 0 -1 x 0.0 1.x . 1,5 1e3 99999999999 0.0000001
bad CG_PIDS --pids '' 0 -1 x 1.5 5x 99999999999999999999
bad CG_CPUSET --cpuset '' x 1- -1 1,,2 2-1 '0 1' 0, 0x1
bad CG --cgroup '' .. ../x a/../b a/.. /../x . a/./b "$long$long"
bad CG_RAW --cgroup-set '' x =1 memory=1 pids.max= cgroup.procs=1 cgroup.threads=1 freezer.state=FROZEN cgroup.freeze=1 ../pids.max=1
bad MNT_SYSCTL --sysctl '' net.ipv4.ip_forward net.ipv4.ip_forward= kernel.hostname=x vm.swappiness=1 net/../vm/swappiness=1
bad GUARD_CAPS --cap-add '' bogus cap_ chown,bogus chown, 'chown kill'
bad GUARD_CAPS --cap-drop '' bogus chown,,kill

# --- options ---
for o in --nosuch --memry -Z --detached --name= --; do
	c "$o" "$T/root" true
	case $o in
	--) is "$rc" 0 '-- alone ends the options' ;;
	*) refused '*' "$o" ;;
	esac
done
if has CMD_HINTS; then
	for pair in 'hostnme hostname' 'read-onyl read-only' 'evn env'; do
		c "--${pair% *}" x "$T/root" true
		refused "*${pair% *}*${pair#* }*" "--${pair% *} hints at --${pair#* }"
	done
else
	skip 3 'CONFIG_CMD_HINTS is off'
fi
c --hostname
refused '*hostname*' 'an argument is missing at the end'
c --hostname=x
refused '*ROOT*' 'ROOT is missing'
c --read-only=maybe "$T/root" true
refused '*maybe*' 'a word that is no boolean'
c --userns=5 "$T/root" true
refused '*' 'another'
try "$HUSK" run
refused '*ROOT*' 'nothing at all'

# --- root ---
: >"$T/file"
mkfifo "$T/fifo"
ln -s loop "$T/loop"
c "$T/nosuch" true
refused "*$T/nosuch*No such file*" 'ROOT is not there'
c "$T/file" true
refused "*$T/file*" 'ROOT is a file'
c "$T/fifo" true
refused "*$T/fifo*" 'ROOT is a pipe'
c /dev/null true
refused '*/dev/null*' 'ROOT is a device'
c "$T/loop" true
refused "*$T/loop*" 'ROOT is a link to itself'
c '' true
refused '*ROOT*' 'ROOT is empty'
c "/$long/$long" true
refused '*' 'ROOT is too long a name'
mkdir "$T/empty"
c "$T/empty" true
isnt "$rc" 0 'an empty root has no command'

# --- too much ---
# (A shell that appends to its arguments copies them all each time.)
some() { # N TEXT: that often, & is the number
	seq "$1" | sed "s|.*|$2|"
}
# shellcheck disable=SC2046
c "$T/root" true $(some 300 '&')
case $rc in
0) yes '300 arguments: taken' ;;
*) refused '*' '300 arguments: refused by a bound' ;;
esac
# shellcheck disable=SC2046
c "$T/root" true $(some 10000 x)
refused '*' '10000 arguments: refused by a bound'
# shellcheck disable=SC2046
c $(some 200 '--env V&=&') "$T/root" true
refused '*env*' '200 variables: refused by a bound'
# shellcheck disable=SC2046
c $(some 50 '--env V&=&') "$T/root" env
is "$rc $(echo "$out" | grep -c ^V)" '0 50' '50 variables are taken'
if has MNT_BIND; then
	# shellcheck disable=SC2046
	c $(some 1000 "--bind $T/root:/mnt/&") "$T/root" true
	refused '*bind*' '1000 binds: refused by a bound'
else
	skip 1 'CONFIG_MNT_BIND is off'
fi
big=$long$long$long$long$long$long$long$long
big=$big$big$big$big$big$big$big$big
c --env "A=$big$big$big$big" "$T/root" true
refused '*env*' '76 KB in one value: refused by a bound'
c "$T/root" true "$big$big$big$big"
refused '*' 'in one argument too'
c --workdir "/$big" "$T/root" true
refused '*' '19 KB of a path'

# --- where it may not ---
if has NS_USER; then
	mkdir -m 700 "$T/closed"
	cp -a "$T/root/bin" "$T/closed/"
	try as_user 1000 "$HUSK" run "$T/closed" true
	refused "*$T/closed*ermission denied*" 'a root that the caller may not enter'
else
	skip 1 'CONFIG_NS_USER is off'
fi
if has CG_PIDS && cg pids >/dev/null && has BOX_NAME; then
	mkdir -p -m 700 "$STATE"
	mv "$STATE" "$STATE.away"
	ln -s "$T" "$STATE"
	c --name linked --pids 5 "$T/root" true
	refused "*$STATE*" 'the state directory is a link'
	rm "$STATE"
	: >"$STATE"
	c --name filed --pids 5 "$T/root" true
	refused "*$STATE*" 'the state directory is a file'
	rm "$STATE"
	mv "$STATE.away" "$STATE"
	k=$(ls "$T")
	unlike "$k" '*linked*' 'nothing went where the link led'
else
	skip 3 'no names or no pids controller'
fi
(
	exec 2>&-
	"$HUSK" run --nosuch "$T/root" true
)
is $? 125 'stderr is closed'
nok 'and no file got the message' test -s "$T/root/ran"
"$HUSK" run "$T/root" true </etc 2>"$T/err"
is "$? $(cat "$T/err")" '125 husk: run: standard streams: 0: a directory' 'a directory as standard input, which would be a way out'
if [ -c /dev/full ]; then
	for words in --help --version 'run --help' 'check --json' 'cgroup ls' 'cgroup tree'; do
		# shellcheck disable=SC2086
		"$HUSK" $words >/dev/full 2>"$T/err"
		is "$? $(grep -c 'standard output: No space left' "$T/err")" '125 1' "a full disk at $words"
	done
	if has CMD_RUN_DUMP; then
		"$HUSK" run --dump "$T/root" >/dev/full 2>/dev/null
		is $? 125 'a specification that is cut short is an error'
	else
		skip 1 'no --dump in this build'
	fi
else
	skip 7 'no /dev/full'
fi
nok 'COMMAND never ran' test -e "$T/root/ran"
same 'nothing is left'
