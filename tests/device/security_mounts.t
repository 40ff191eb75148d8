#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# However the root is made: nothing of the host's is left in the container's mount namespace, be it below or on top of the new root.
. "${0%/*}/lib.sh"
[ "$("$HUSK" check --json 2>/dev/null | grep -c '"root_switch":"move"')" = 0 ] || skip_all 'the root is moved: what it lies on stays, out of reach'
plan 13
before
mkroot "$T/root"
roots="$T/root / none"
has ROOT_NONE || roots="$T/root /"
! has ROOT_IMAGE || [ ! -r "$ROOTFS.squashfs" ] || roots="$roots $ROOTFS.squashfs"

tops() { # ROOT OPTIONS...: how many mounts lie on /, and whether the namespace's own root is the container's
	_r=$1
	shift
	[ "$_r" != none ] || set -- --bind "$T/root/bin:/bin:ro" "$@"
	c "$@" --cap-add all "$_r" sh -c 'grep -c "^[^ ]* [^ ]* [^ ]* [^ ]* / " /proc/self/mountinfo; nsenter -m/proc/self/ns/mnt ls -d "$1"' sh "$T/root/etc"
}

for r in $roots; do
	for o in --umask=022 --overlay --userns; do
		[ "$o" != --overlay ] || has ROOT_OVERLAY || continue
		[ "$o" != --userns ] || { has NS_USER && [ -e /proc/self/ns/user ]; } || continue
		tops "$r" "$o"
		case $rc$err in
		125*loop* | 125*squashfs* | 125*overlay*) skip 1 "$err" && continue ;;
		esac
		# With ROOT / the host's other mounts are the container's; an overlay of it has but the one.
		case "$r $o" in
		'/ --umask=022' | '/ --userns') is "${out%%
*}" 1 "$r $o: one root" ;;
		*) is "$out" 1 "$r $o: one root, and nothing of the host's" ;;
		esac
	done
done
[ $n = 12 ] || skip $((12 - n)) 'not in this build'
same 'nothing is left'
