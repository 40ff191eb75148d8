# SPDX-License-Identifier: GPL-2.0-only
# What the .t files share: TAP, a way to run husk and keep what it said, and the comparison of the host before and after.
# POSIX sh, and nothing that BusyBox on a board lacks. HUSK, ROOTFS and TOOL come from `run`, which gives /run and /proc of our own too.

: "${HUSK:?}" "${ROOTFS:?}" "${TOOL:?}"
STATE=${STATE:-/run/husk}
SLOW=${SLOW:-1} # how many times slower than a PC this may be: it scales how long is waited, and what may have taken long
T=$(mktemp -d /run/t.XXXXXX) || exit 1
chmod 755 "$T"
n=0 planned='' failed=0 bgs='' groups='' hierarchy=''
trap finish EXIT

finish() {
	status=$?
	trap - EXIT
	for p in $bgs; do
		kill -KILL "$p" 2>/dev/null
	done
	[ -z "$groups" ] || poll drop_groups
	cd /
	[ -z "$hierarchy" ] || unmount_hierarchy
	rm -rf "$T" 2>/dev/null
	[ "$planned" = 0 ] && exit 0
	[ "$status" = 0 ] && [ "$failed" = 0 ] && [ "$n" = "$planned" ] && exit 0
	exit 1
}

# shellcheck disable=SC2086
drop_groups() { # true once they are gone: what was killed in them may still be ending
	find $groups -depth -type d -exec rmdir {} \; 2>/dev/null
	[ -z "$(ls -d $groups 2>/dev/null)" ]
}

# --- TAP ---

plan() {
	planned=$1
	echo "1..$1"
}

# skip_all REASON: nothing of this file can run here.
skip_all() {
	planned=0
	echo "1..0 # SKIP $*"
	exit 0
}

# skip N REASON: the next N assertions cannot be made here.
skip() {
	_k=$1
	shift
	while [ "$_k" -gt 0 ]; do
		n=$((n + 1)) _k=$((_k - 1))
		echo "ok $n # SKIP $*"
	done
}

note() {
	printf '%s\n' "$*" | sed 's/^/#   /'
}

yes() {
	n=$((n + 1))
	echo "ok $n - $*"
}

# What the last command said goes with every failure.
no() {
	n=$((n + 1)) failed=$((failed + 1))
	echo "not ok $n - $*"
	[ -z "${rc-}" ] || note "status $rc; stdout: $out; stderr: $err"
	[ -z "${STOP_AT_FIRST-}" ] || exit 1 # tests/mutants
}

# ok DESCRIPTION COMMAND...: the command succeeds.
ok() {
	_what=$1
	shift
	if "$@" >/dev/null 2>&1; then yes "$_what"; else no "$_what"; fi
}

# nok DESCRIPTION COMMAND...: it does not.
nok() {
	_what=$1
	shift
	if "$@" >/dev/null 2>&1; then no "$_what"; else yes "$_what"; fi
}

is() {
	if [ "$1" = "$2" ]; then
		yes "$3"
	else
		no "$3"
		note "got:    $1"
		note "wanted: $2"
	fi
}

isnt() {
	if [ "$1" != "$2" ]; then
		yes "$3"
	else
		no "$3"
		note "got:    $1"
	fi
}

# like TEXT PATTERN DESCRIPTION: PATTERN is the shell's.
like() {
	# shellcheck disable=SC2254
	case $1 in
	$2) yes "$3" ;;
	*)
		no "$3"
		note "got:    $1"
		note "wanted: $2"
		;;
	esac
}

unlike() {
	# shellcheck disable=SC2254
	case $1 in
	$2)
		no "$3"
		note "got:      $1"
		note "unwanted: $2"
		;;
	*) yes "$3" ;;
	esac
}

# between LOW VALUE HIGH DESCRIPTION: integers.
between() {
	if [ "$1" -le "$2" ] && [ "$2" -le "$3" ]; then
		yes "$4"
	else
		no "$4"
		note "got $2, wanted $1..$3"
	fi
}

# soon LOW VALUE HIGH DESCRIPTION: times, of which the upper bound depends on the machine's speed.
soon() {
	between "$1" "$2" $(($3 * SLOW)) "$4"
}

# --- running husk ---

# slurp FILE: sets text as $(cat FILE) would; a few lines without a process, which is what an emulated board takes longest for.
slurp() {
	text='' _k=0
	{
		while [ $_k -lt 4 ] && IFS= read -r _line; do
			text="$text$_line
" _k=$((_k + 1)) _line=''
		done
		text=$text$_line
		[ $_k -lt 4 ] || text=$text$(cat)
	} <"$1"
	while
		case $text in
		*'
') ;;
		*) false ;;
		esac
	do
		text=${text%?}
	done
}

# try COMMAND...: sets rc, out, err.
try() {
	rc=0
	"$@" >"$T/out" 2>"$T/err" </dev/null || rc=$?
	slurp "$T/out"
	out=$text
	slurp "$T/err"
	err=$text
}

# c [OPTION]... ROOT [COMMAND]...: husk run.
c() {
	try "$HUSK" run "$@"
}

# bg NAME [OPTION]... ROOT COMMAND...: husk run in the background; sets bg. Its output goes to $T/NAME.out and $T/NAME.err, its input is
# what `tell NAME LINE` says.
bg() {
	_f=$T/$1
	shift
	[ -p "$_f.in" ] || mkfifo "$_f.in"
	: >"$_f.out"
	"$HUSK" run "$@" >"$_f.out" 2>"$_f.err" <>"$_f.in" &
	bg=$!
	bgs="$bgs $bg"
}

# Opened for both ways: where nobody reads any more, this does not hang.
tell() {
	echo "$2" 1<>"$T/$1.in"
}

# hears NAME TEXT: waits until the container (the last one begun) has said it.
hears() {
	poll heard_or_gone "$T/$1.out" "$2"
}

heard_or_gone() {
	grep -q -- "$2" "$1" || gone "$bg"
}

# reap PID: waits for it; sets rc (and drops out and err, which are not its).
reap() {
	rc=0 out='' err=''
	wait "$1" 2>/dev/null || rc=$?
}

# refused PATTERN DESCRIPTION: the last try ended in husk's own failure: 125 and one line on stderr that matches.
refused() {
	_good=1 _said=$err
	# A warning that every start has whose root no mount can give other owners: what runs from a tmpfs, on kernels before 6.3.
	case $_said in
	'husk: run: root: not idmapped ('*'
'*) _said=${_said#*"
"} ;;
	esac
	[ "$rc" = 125 ] && [ -z "$out" ] || _good=0
	case $_said in
	*'
'*) _good=0 ;;
	esac
	# shellcheck disable=SC2254
	case $_said in
	"husk: "$1) ;;
	*) _good=0 ;;
	esac
	if [ $_good = 1 ]; then
		yes "$2"
	else
		no "$2"
		note "wanted: status 125, no output and one line: husk: $1"
	fi
}

# poll COMMAND...: until it succeeds, ten seconds at most (more on a slow machine).
poll() {
	_tries=$((200 * SLOW))
	until "$@" >/dev/null 2>&1; do
		_tries=$((_tries - 1))
		[ $_tries -gt 0 ] || return 1
		sleep 0.05
	done
}

# traces: is there an strace that works?
traces() { command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null; }

# child PID: prints the first child of a process.
child() {
	cat /proc/[0-9]*/stat 2>/dev/null | awk -v parent="$1" '
		{
			rest = $0
			sub(/.*\) /, "", rest)
			split(rest, f, " ")
			if (f[2] == parent && f[1] != "Z") {
				print $1
				exit found = 1
			}
		}
		END { exit !found }'
}

has_child() {
	[ -n "$(child "$1")" ]
}

gone() {
	[ ! -e "/proc/$1/stat" ] || grep -q '^State:.[ZX]' "/proc/$1/status"
}

# as_user UID COMMAND...: as a plain user without groups.
as_user() {
	_uid=$1
	shift
	if setpriv --reuid="$_uid" --regid="$_uid" --clear-groups true 2>/dev/null; then
		setpriv --reuid="$_uid" --regid="$_uid" --clear-groups "$@"
	else
		_program=$1
		shift
		start-stop-daemon -S -q -c "$_uid:$_uid" -p /nonexistent -x "$_program" -- "$@"
	fi
}

# --- what stands on the host ---

# (Few processes and no long loop: on an emulated board either would be most of a test's time.)
look() {
	{
		cat /proc/self/mountinfo /proc/sys/kernel/hostname
		# Groups of others come and go.
		[ ! -d /sys/fs/cgroup ] || find /sys/fs/cgroup -type d \( -path '*/husk*' -o -path '*/evil*' \)
		for _e in "$STATE"/*; do
			[ "$_e" = "$STATE/*" ] || echo "state $_e"
		done
		stat -c '%n %u %g %a' /dev/null "$ROOTFS"
		cat /proc/self/cgroup /proc/net/dev /proc/[0-9]*/stat | awk -v test=$$ '
			/^[0-9]+ \(/ {
				name = rest = $0
				sub(/\).*/, ")", name)
				sub(/.*\) /, "", rest)
				split(rest, f, " ")
				# The dead, kernel threads, and what the test itself runs just now, this awk among it.
				if (f[1] !~ /[ZX]/ && f[2] != 0 && f[2] != 2 && (f[2] != test || name ~ /husk/) &&
				    name !~ /\(timeout\)/) # which with BusyBox looks only once a second whether it is still needed
					print "process", name
			}
			/^ *[^ :]*: *[0-9]+ +[0-9]/ { print "link", $1 }
			/^[0-9]+:.*test:/'
	} >"$1" 2>/dev/null
}

# before ... same DESCRIPTION: nothing was left behind and nothing is missing.
before() {
	look "$T/before"
}

# The end of a network namespace, and with it its veth pair's, comes a moment after its last process's: hence the polling.
is_same() {
	look "$T/after"
	cmp -s "$T/before" "$T/after"
}

same() {
	_tries=$((40 * SLOW))
	until is_same; do
		_tries=$((_tries - 1))
		if [ $_tries = 0 ]; then
			no "$1"
			note "$(diff "$T/before" "$T/after" | grep '^[-+<>]')"
			return
		fi
		sleep 0.05
	done
	yes "$1"
}

# --- what this build and this kernel have ---

# has SYMBOL: is it in the build? (A build without `check` cannot be asked: then everything is.)
has() {
	[ -n "${build-}" ] || build=$("$HUSK" check --json 2>/dev/null | tr -d ' \n')
	case $build in
	*"\"$1\":false"*) return 1 ;;
	esac
}

# want SYMBOL...: else the file is skipped.
want() {
	for _s in "$@"; do
		has "$_s" || skip_all "CONFIG_$_s is off"
	done
}

# Ends the one that a test mounts and names before, hierarchy="DIR NAME", once its processes have ended. One whose groups have just gone outlives its
# last mount for good, unless it is mounted once more.
unmount_hierarchy() {
	_dir=${hierarchy% *} _name=${hierarchy##* } _times=5 hierarchy=
	grep -q " $_dir cgroup " /proc/mounts || return 0
	poll remove_groups
	sleep 0.1
	umount "$_dir"
	while [ $_times -gt 0 ]; do
		_tries=20
		while [ $_tries -gt 0 ]; do
			grep -q ":name=$_name:" /proc/self/cgroup || return 0
			_tries=$((_tries - 1))
			sleep 0.05
		done
		_times=$((_times - 1))
		mount -t cgroup -o "none,name=$_name" "$_name" "$_dir"
		sleep 0.1
		umount "$_dir"
	done
}

remove_groups() { # of $_dir; true once there are none
	find "$_dir" -depth -type d ! -path "$_dir" -exec rmdir {} \; 2>/dev/null
	set -- "$_dir"/*/
	[ ! -d "$1" ]
}

# page: bytes of one. (getconf is not in BusyBox.)
page() {
	_kib=$(sed -n 's/^KernelPageSize: *\([0-9]*\) kB/\1/p' /proc/self/smaps | head -n 1)
	echo $((_kib * 1024))
}

# cg CONTROLLER: the mount point of its hierarchy, v1 or v2, or nothing and failure.
cg() {
	while read -r _ dir type opts _; do
		case $type in
		cgroup)
			case ,$opts, in
			*,"$1",*) echo "$dir" && return 0 ;;
			esac
			;;
		cgroup2)
			if grep -qw "$1" "$dir/cgroup.controllers" 2>/dev/null; then
				echo "$dir"
				return 0
			fi
			;;
		esac
	done </proc/mounts
	return 1
}

# own_group DIR: a group of this run's in the hierarchy at DIR, which `look` sees; sets group, its name. The test removes it, and where husk
# has left something in it, finish does.
own_group() {
	group=husk.${T##*.} groups="$groups $1/husk.${T##*.} ${1%/*}/*/husk.${T##*.}" # what husk makes below that name in other hierarchies, too
	mkdir "$1/$group"
}

# want_veth MODULE...: else the file is skipped. The modules may be there, as veth's.
want_veth() {
	for _m in veth "$@"; do
		modprobe "$_m" 2>/dev/null
	done
	ip link add name low9 type veth peer name lower9 2>/dev/null || skip_all 'the kernel has no veth (CONFIG_VETH)'
	ip link del low9
}

link_is() { # NAME: on the host
	grep -q "^ *$1:" /proc/net/dev
}

no_link() {
	! link_is "$1"
}

mac_of() { # NAME
	ip link show "$1" | sed -n 's/.*ether \([^ ]*\).*/\1/p'
}

# pair NAME PEER: two links of the host's, one at the other's end. BusyBox lets the kernel choose the second name.
pair() {
	_links=$(sed -n 's/^ *\([^:]*\):.*/\1/p' /proc/net/dev)
	ip link add name "$1" type veth peer name "$2" || return 1
	for _l in $(sed -n 's/^ *\([^:]*\):.*/\1/p' /proc/net/dev); do
		case "
$_links
$1
$2
" in
		*"
$_l
"*) ;;
		*) ip link set "$_l" name "$2" ;;
		esac
	done
}

# low_pair: low9, an interface of the host's for containers; sets mac, its address. At its other end lower9 is the network behind it, 10.78.5.0/24.
low_pair() {
	pair low9 lower9
	ip addr add 10.78.5.1/24 dev lower9
	ip link set lower9 up
	ip link set low9 mtu 1450 up
	mac=$(mac_of low9)
}

# mkroot DIR: a root of its own, which a test may spoil.
mkroot() {
	mkdir -p "$1"
	cp -a "$ROOTFS/." "$1/"
	mkdir -p "$1/proc" "$1/sys" "$1/dev" "$1/tmp" "$1/mnt" "$1/etc"
	echo 'root:x:0:0:root:/root:/bin/sh' >"$1/etc/passwd"
	echo 'root:x:0:' >"$1/etc/group"
}
