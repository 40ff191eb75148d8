#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Config files, --dump, and how options are spelt.
. "${0%/*}/lib.sh"
want CMD_RUN_CONFIG
plan 46
before
mkroot "$T/root"
conf() {
	cat >"$T/conf"
}

conf <<E
# a comment
root $T/root   # and another
env A=it\\'s
env 'B=it'\\''s "quoted" # no comment'
env "C=a \\"b\\" \\\\ \\\$HOME"
env D=a#b
env E=
hostname seed
workdir /tmp
command sh -c 'echo "\$A|\$B|\$C|\$D|\$E|\$1|\$2|"; hostname; readlink /proc/self/cwd' - '' "two words"
E
c --config "$T/conf"
is "$rc $out" "0 it's|it's \"quoted\" # no comment|a \"b\" \\ \$HOME|a#b|||two words|
seed
/tmp" 'words and quotes as in a shell, without expansion'
c -c "$T/conf" --hostname other -w /
is "$(echo "$out" | tail -n 2)" 'other
/' 'what comes later wins'
c --hostname other -c "$T/conf"
is "$(echo "$out" | sed -n 2p)" seed 'in either order'
c -c "$T/conf" -- echo replaced
is "$out" replaced 'a later command replaces, after --'
mkroot "$T/root2"
: >"$T/root2/second"
c -c "$T/conf" "$T/root2" ls /second
is "$out" /second 'the first operand replaces the root'
conf <<E
root $T/root
command echo one
command echo two
E
c -c "$T/conf"
is "$out" two 'a later command replaces, in a file too'
conf <<E
env A=1
env B=2
E
c -c "$T/conf" -e C=3 "$T/root" env
is "$(echo "$out" | grep -c '^[ABC]=')" 3 'what may repeat is repeated'
printf 'root %s\ncommand echo no newline' "$T/root" >"$T/conf"
c -c "$T/conf"
is "$out" 'no newline' 'the last line needs no newline'
printf 'root\t%s  \n\n \t\n#x\n  command \t echo  ok\t\n' "$T/root" >"$T/conf"
c -c "$T/conf"
is "$rc$out" 0ok 'blanks and empty lines'
printf 'hostname first\n' >"$T/conf1"
printf 'hostname second\n' >"$T/conf2"
c -c "$T/conf1" -c "$T/conf2" "$T/root" hostname
is "$out" second 'two files'

# --- booleans ---
if has ROOT_READONLY; then
	for v in '' 1 yes on true enabled; do
		echo "read-only $v" >"$T/conf"
		c -c "$T/conf" "$T/root" sh -c 'echo x >/made'
		isnt "$rc" 0 "read-only $v"
	done
	for v in 0 no off false disabled; do
		printf 'read-only\nread-only %s\n' "$v" >"$T/conf"
		c -c "$T/conf" "$T/root" sh -c ': >/made'
		is "$rc$err" 0 "read-only $v"
	done
	echo 'read-only maybe' >"$T/conf"
	c -c "$T/conf" "$T/root" true
	refused "*$T/conf:1:*maybe*" 'a word that is none'
	echo 'read-only' >"$T/conf"
	c -c "$T/conf" --read-only=no "$T/root" sh -c ': >/made'
	is "$rc" 0 "--read-only=no undoes a file's line"
	rm -f "$T/root/made"
else
	skip 13 'CONFIG_ROOT_READONLY is off'
fi

# --- errors are named by file and line ---
wrong() { # LINE PATTERN DESCRIPTION
	printf 'env A=1\n\n%s\nenv B=2\n' "$1" >"$T/conf"
	c -c "$T/conf" "$T/root" true
	refused "*$T/conf:3: *$2*" "$3"
}
wrong 'hostnme seed' hostname 'a misspelt option, with the nearest one'
wrong 'hostname' hostname 'an argument is missing'
wrong 'hostname a b' hostname 'an argument too many'
wrong 'umask 09' 09 'a wrong value'
wrong "hostname 'open" '' 'an open quote'
wrong 'hostname "open' '' 'another'
wrong 'hostname end\' '' 'a line ends its option: no backslash joins two'
wrong '--hostname x' '' 'dashes do not belong there'
printf 'hostname a\000b\n' >"$T/conf"
c -c "$T/conf" "$T/root" true
refused "*$T/conf*" 'a NUL byte is refused'
c -c "$T/nosuch" "$T/root" true
refused "*$T/nosuch*" 'a file that is not there'
c -c "$T" "$T/root" true
refused "*$T*" 'a directory'
echo "config $T/conf" >"$T/conf"
c -c "$T/conf" "$T/root" true
refused "*$T/conf*" 'a file that reads itself'

# --- dump ---
if has CMD_RUN_DUMP && has MNT_BIND && has MNT_TMPFS; then
	c --dump --share ipc --hostname seed --env "A=it's \"x\" \\ # y" --env B= --workdir /tmp --umask 027 --name dumped --cap-drop kill \
		--bind "$T/root2:/mnt:ro,noexec" --tmpfs /srv:size=2M "$T/root" echo '' 'a b' "it's"
	is "$rc$err" 0 '--dump'
	cp "$T/out" "$T/dump1"
	like "$out" '*hostname seed*' 'prints the options'
	like "$out" '*root *' 'and the root'
	c --dump -c "$T/dump1"
	ok 'read back, it gives the same specification' cmp "$T/dump1" "$T/out"
	c -c "$T/dump1"
	is "$rc $out" "0  a b it's" 'and runs'
	"$HUSK" run --dump "$T/root" echo "$(printf %020000d 0 | tr 0 "'")" >"$T/dump1"
	"$HUSK" run --dump -c "$T/dump1" >"$T/dump2"
	ok 'also where quotes have made it long' sh -c 'cmp "$1" "$2" && [ "$(wc -c <"$1")" -gt 80000 ]' sh "$T/dump1" "$T/dump2"
	c --dump "$T/root" true
	unlike "$out" '*name *' 'a derived name is not printed'
	c --dump --umask nonsense "$T/root" true
	refused '*nonsense*' 'only what is valid is printed'
	c --dump "$T/root" touch /ran
	nok 'it runs nothing' test -e "$T/root/ran"
	c --dump --env "A=line
line" "$T/root" sh -c 'echo "$A"'
	if [ "$rc" = 125 ]; then
		refused '*' 'a newline is refused'
	else
		cp "$T/out" "$T/dump1"
		c -c "$T/dump1"
		is "$out" 'line
line' 'a newline comes back'
	fi
else
	skip 10 'CONFIG_CMD_RUN_DUMP is off'
fi
same 'nothing is left'
