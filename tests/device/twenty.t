#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Twenty containers at once: each has what it was given, all of them end well, and what one costs is said.
. "${0%/*}/lib.sh"
plan 8
before

available() {
	awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo
}

# pss PID...: KiB of all of them; of what several processes share, each has its part.
pss() {
	for _p in "$@"; do
		cat "/proc/$_p/smaps_rollup"
	done 2>/dev/null | awk '$1 == "Pss:" { sum += $2 } END { print sum + 0 }'
}

all_said() { # WORD
	[ "$(grep -l "^$1" "$T"/box*.out | wc -l)" = 20 ]
}

twenty() { # TITLE OPTION...
	title=$1 husks='' commands='' i=0
	shift
	free=$(available)
	while [ $i -lt 20 ]; do
		i=$((i + 1))
		bg box$i --hostname box$i "$@" "$ROOTFS" sh -c 'echo "up $(hostname) $$"; read -r line; echo "$line $(hostname)"; exit 7'
		husks="$husks $bg"
	done
	poll all_said up
	is "$(cat "$T"/box*.out | sort -u | grep -c '^up box[0-9]* 1$')" 20 "$title: they run, each with its own name and as its process 1"
	for p in $husks; do
		commands="$commands $(child "$p")"
	done
	# shellcheck disable=SC2086
	echo "# $title, each: $(((free - $(available)) / 20)) KiB of the memory that was available; $(($(pss $husks) / 20)) KiB are husk's," \
		"$(($(pss $commands) / 20)) its command's"
	i=0
	while [ $i -lt 20 ]; do
		i=$((i + 1))
		tell box$i on
	done
	poll all_said on
	is "$(cat "$T"/box*.out | grep -c '^on box')" 20 "$title: each answers, with the others there"
	statuses=''
	for p in $husks; do
		reap "$p"
		statuses=$statuses$rc
	done
	is "$statuses$(cat "$T"/box*.err)" 77777777777777777777 "$title: each ends with its command's status, and nobody complains"
	rm "$T"/box*
	same "$title: nothing is left"
}
twenty bare

# What a service would have, as far as it is here.
set --
has CG_MEMORY && cg memory >/dev/null && set -- "$@" --memory 4M
has CG_PIDS && cg pids >/dev/null && set -- "$@" --pids 16
has NET_VETH && [ -z "$(want_veth)" ] && set -- "$@" --net veth
twenty "with ${*:-nothing}" "$@"
