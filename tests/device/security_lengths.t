#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Lengths and numbers past every buffer: a clear refusal by a stated bound, or it is taken; never a crash, never something cut short that passes.
. "${0%/*}/lib.sh"
plan 36
mkroot "$T/root"
r=$T/root
before

# repeat N TEXT
repeat() {
	command yes "$2" | head -n "$1" | tr -d '\n'
}

# sane: the last one was refused in one line of husk's, or ran; COMMAND's own status is 0.
sane() {
	case $rc in
	0) return 0 ;;
	125)
		case $err in
		*'
'* | '') return 1 ;;
		'husk: run: '*) [ ${#err} -le 600 ] && return 0 ;;
		esac
		;;
	esac
	return 1
}

# --- every option with an argument, as --help tells them ---
options=$("$HUSK" run --help | sed -n 's/^ *\(-[a-z], \)*--\([a-z-]*\) [^ ].*/\2/p;s/^ *--\([a-z-]*\)\[=.*/\1/p')
isnt "$options" '' 'the options are known'
all() { # VALUE: the options that behave otherwise
	for o in $options; do
		c "--$o=$1" "$r" true
		sane || echo "--$o: $rc $(printf %.80s "$err")"
	done
}
for s in a 1 : , /a 1:; do
	if [ "$s" != a ] && [ -n "${DEVICE-}" ]; then
		skip 1 'on an emulated board it takes minutes'
		continue
	fi
	case $s in
	??) long=$(repeat 32000 "$s") ;;
	*) long=$(repeat 64000 "$s") ;;
	esac
	is "$(all "$long")" '' "64000 bytes of '$s' for each of them"
done
# Around the sizes of names, of a page and of PATH_MAX: read only, for a start takes ten times as long.
deep=$(repeat 130 'a23456789012345678901234567890/') # 4030 bytes of short names
readable() { # VALUE
	for o in $options; do
		c --dump "--$o=$1" "$r" true
		sane || echo "--$o: $rc $(printf %.80s "$err")"
	done
}
odd=
if has CMD_RUN_DUMP && [ -z "${DEVICE-}" ]; then # on an emulated board it would take minutes
	for len in 15 16 62 63 64 255 256 257; do
		[ -n "$odd" ] || odd=$(readable "$(repeat "$len" a)")
	done
	for len in 60 64 65 66; do
		[ -n "$odd" ] || odd=$(readable "/$deep$(repeat "$len" b)")
	done
fi
is "$odd" '' 'lengths around the usual buffers, for each of them'
for row in 'name 62 63 64' 'hostname 63 64 65' 'cgroup 180 190 191 192 193 220 240 255 256' 'workdir 255 256' 'user 31 32 255 256' 'domainname 63 64 65'; do
	for len in ${row#* }; do
		c "--${row%% *}=$(repeat "$len" a)" "$r" true
		sane || odd="$odd --${row%% *} of $len bytes: $rc $err;"
	done
done
for len in 57 63 64 65 66 67; do
	at=/$deep$(repeat "$len" b)
	for o in "--workdir=$at" "--bind=$T:$at" "--bind=$at:/mnt" "--tmpfs=$at" "--overlay=$at" "--config=$at"; do
		c "$o" "$r" true
		sane || odd="$odd ${o%%=*} with a path of 4030 + $len bytes: $rc $err;"
	done
	(cd "$r" && rm -rf a234*) 2>/dev/null # from here, as the path is too long for BusyBox's rm
done
is "$odd" '' 'starts with lengths around the bounds'

# --- operands ---
c "/$deep$(repeat 100 b)" true
refused '*' 'ROOT longer than PATH_MAX'
c "$r" "/$deep$(repeat 100 b)"
is "$rc" 126 'COMMAND longer than PATH_MAX'
c "$r" echo "$(repeat 64000 a)"
case $rc in
0) is "${#out}" 64000 'an argument of 64000 bytes is whole' ;;
*) refused '*' 'an argument of 64000 bytes' ;;
esac
# shellcheck disable=SC2046
c "$r" true $(seq 10000)
refused '*' '10000 arguments'

# --- 10000 of each ---
# many FORMAT: the options, as lines of a file; %d is the number.
many() {
	awk -v format="$1" 'BEGIN { for (k = 0; k < 10000; k++) { line = format; gsub(/%d/, k, line); print line } }'
}
for row in "MNT_BIND bind $T:/mnt/%d" 'MNT_TMPFS tmpfs /mnt/%d' 'CMD_RUN env V%d=x' 'NS_USER uid-map %d:1%d:1' 'NET_VETH net veth' 'NET_IP ip 10.0.0.1/8' \
	'GUARD_CAPS cap-add chown' 'MNT_DEVICE device /dev/null' 'MNT_SYSCTL sysctl net.ipv4.ip_forward=%d' 'GUARD_RLIMIT rlimit nofile=%d'; do
	symbol=${row%% *} row=${row#* }
	option=${row%% *}
	case "
$options
" in
	*"
$option
"*) ;;
	*)
		skip 1 "no --$option in this build"
		continue
		;;
	esac
	has "$symbol" && has CMD_RUN_CONFIG || { skip 1 "CONFIG_$symbol or CONFIG_CMD_RUN_CONFIG is off" && continue; }
	many "$row" >"$T/conf"
	c --config "$T/conf" "$r" true
	refused '*' "10000 times --$option"
done

# --- what is promised is taken ---
set --
k=0
while [ $k -lt 64 ]; do
	set -- "$@" --env "V$k=$k"
	! has MNT_BIND || set -- "$@" --bind "$T:/mnt/$k"
	k=$((k + 1))
done
c "$@" "$r" sh -c 'env | grep -c ^V; grep -c " /mnt/" /proc/self/mountinfo'
case $rc$err in
125*) no '64 variables and 64 mounts' ;;
*) is "$(echo "$out" | head -n 1)" 64 '64 variables and 64 mounts' ;;
esac

# --- a file ---
if has CMD_RUN_CONFIG; then
	printf 'env A=%s\n' "$(repeat 64000 a)" >"$T/conf"
	c --config "$T/conf" "$r" true
	ok 'a line of 64000 bytes' sane
	repeat 64000 "'a' " >"$T/conf"
	c --config "$T/conf" "$r" true
	refused '*' '64000 words in a line'
	repeat 300000 a >"$T/conf"
	c --config "$T/conf" "$r" true
	refused '*' 'a file that is one word'
	head -c 100000 /dev/zero >"$T/conf"
	c --config "$T/conf" "$r" true
	refused '*' 'a file of NUL bytes'
	printf "config $T/conf\n" >"$T/conf"
	c --config "$T/conf" "$r" true
	refused '*' 'a file that names itself'
	printf "env A='open" >"$T/conf"
	c --config "$T/conf" "$r" true
	refused '*' 'a quote that nothing ends'
	c --config "$T/" "$r" true
	refused '*' 'a directory as the file'
else
	skip 7 'CONFIG_CMD_RUN_CONFIG is off'
fi

# --- a root's own files ---
if has GUARD_USER; then
	printf 'user:x:%s:1::/:\n' "$(repeat 64000 1)" >"$r/etc/passwd"
	c --user user "$r" true
	refused '*user*' 'an id of 64000 digits in passwd'
	printf '%s:x:7:7::/:\nuser:x:8:8::/%s:/bin/sh\n' "$(repeat 64000 a)" "$(repeat 64000 a)" >"$r/etc/passwd"
	c --user user "$r" id -u
	ok 'lines of 64000 bytes in passwd' sane
	unlike "$out" 0 'root it is not'
	k=0
	while [ $k -lt 3000 ]; do
		echo "g$k:x:$((k + 10)):user"
		k=$((k + 1))
	done >"$r/etc/group"
	printf 'user:x:8:8::/:/bin/sh\n' >"$r/etc/passwd"
	c --user user "$r" true
	refused '*groups*' '3000 groups'
else
	skip 4 'CONFIG_GUARD_USER is off'
fi
same 'nothing is left'
