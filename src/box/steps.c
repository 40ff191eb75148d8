// SPDX-License-Identifier: GPL-2.0-only
/* The table of steps: what `run` does to a system, in order. */
#include "base/str.h"
#include "box/detach.h"
#include "box/init.h"
#include "box/inside.h"
#include "box/join.h"
#include "box/ns.h"
#include "box/pidfile.h"
#include "box/step.h"
#include "box/supervise.h"
#include "box/tty.h"
#include "cgroup/cgroup.h"
#include "guard/idmap.h"
#include "guard/limits.h"
#include "guard/personality.h"
#include "guard/privilege.h"
#include "guard/session.h"
#include "net/net.h"
#include "root/root.h"
#include "root/with.h"

/* clang-format off */
const struct step steps[] = {
	{ .prepare = join_prepare },
	/* The child leaves the host's groups first: all that it does from then on counts for the container. */
	{ .plan = cgroup_plan, .prepare = cgroup_prepare, .enter = cgroup_enter, .undo = cgroup_undo },
	{ .enter = ns_enter_time },
	{ .plan = idmap_plan, .attach = idmap_attach, .enter = idmap_enter },
	/* Links before the mounts: they write sysctls, which the container's /proc has read-only. */
	{ .plan = net_plan, .prepare = net_prepare, .attach = net_attach, .undo = net_undo },
	{ .enter = net_enter },
	{ .enter = ns_enter_ping },
	{ .enter = root_set_sysctls }, /* of the links as well */
	{ .prepare = root_prepare, .attach = root_attach, .enter = root_isolate },
	{ .prepare = root_prepare_binds, .attach = root_attach_binds, .enter = root_open_binds },
	{ .enter = with_open },
	{ .enter = root_enter },
	{ .enter = root_mount_defaults },
	{ .enter = tty_open },
	{ .enter = root_mount_binds },
	{ .enter = with_mount_all },
	{ .enter = root_add_devices },
	{ .enter = root_write_dns },
	{ .enter = root_mount_masks },
	{ .enter = cgroup_enter_devices },
	{ .enter = root_switch },
	{ .enter = root_own_null },
	{ .enter = inside_forget_host },
	{ .enter = ns_enter_names },
	{ .enter = session_enter },
	{ .plan = pidfile_plan, .attach = pidfile_attach, .enter = init_enter, .undo = pidfile_undo },
	{ .enter = privilege_lookup },
	{ .enter = tty_enter },
	{ .enter = root_workdir },
	{ .enter = personality_enter },
	{ .plan = CFG_BOX_STOP ? supervise_plan : NULL, .enter = detach_enter },
	{ .enter = privilege_drop },
	{ .plan = limits_plan, .attach = limits_attach, .enter = limits_enter },
};
/* clang-format on */

const size_t n_steps = ARRAY_SIZE(steps);
