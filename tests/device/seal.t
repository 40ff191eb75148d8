# SPDX-License-Identifier: GPL-2.0-only
# A container that sees the host's processes: husk runs as a sealed copy in memory there, so that its file cannot be written through /proc/PID/exe.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
plan 7

loud='echo up; read -r line; exit 7'

bg shared --name seal --share pid --tolerate cgroup,stop "$ROOTFS" -- /bin/sh -c "$loud"
hears shared up
like "$(readlink "/proc/$bg/exe")" '*memfd:husk*' '--share pid: husk runs from memory'
nok 'which nobody writes to' sh -c ": >>/proc/$bg/exe"
is "$(cat "/proc/$bg/comm")" "$(basename "$HUSK")" 'and has its name'
tell shared go
reap "$bg"
is "$rc" 7 "and ends with its command's status"

bg alone "$ROOTFS" -- /bin/sh -c "$loud"
hears alone up
is "$(readlink "/proc/$bg/exe")" "$HUSK" 'with processes of its own it runs from its file'
tell alone go
reap "$bg"

# shellcheck disable=SC2016
c --name seal --share pid --tolerate cgroup,stop --env A=1 "$ROOTFS" -- /bin/sh -c 'echo "$A:$*"' x 'b  c' ''
is "$out" '1:b  c ' 'arguments come through the second start'
c --name seal --share pid --tolerate cgroup,stop --workdir relative "$ROOTFS"
refused 'run: --workdir: *' 'and so do errors'
