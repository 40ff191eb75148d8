// SPDX-License-Identifier: GPL-2.0-only
/* The table of steps: what `run` does to a system, in order. */
#include "base/str.h"
#include "box/detach.h"
#include "box/init.h"
#include "box/inside.h"
#include "box/ns.h"
#include "box/pidfile.h"
#include "box/step.h"
#include "box/supervise.h"
#include "box/tty.h"
#include "cgroup/cgroup.h"
#include "guard/idmap.h"
#include "guard/privilege.h"
#include "guard/session.h"
#include "net/net.h"
#include "root/root.h"

/* clang-format off */
const struct step steps[] = {
	/* The child leaves the host's groups first: all that it does from then on counts for the container. */
	{ .plan = cgroup_plan, .prepare = cgroup_prepare, .enter = cgroup_enter, .undo = cgroup_undo },
	{ .enter = ns_enter_time },
	{ .plan = idmap_plan, .attach = idmap_attach, .enter = idmap_enter },
	/* Links before the mounts: they write sysctls, which the container's /proc has read-only. */
	{ .plan = net_plan, .prepare = net_prepare, .attach = net_attach, .undo = net_undo },
	{ .enter = net_enter },
	{ .enter = ns_enter_ping },
	{ .prepare = root_prepare, .enter = root_isolate },
	{ .enter = root_open_binds },
	{ .enter = root_enter },
	{ .enter = root_mount_defaults },
	{ .enter = tty_open },
	{ .enter = root_mount_binds },
	{ .enter = root_switch },
	{ .enter = inside_forget_host },
	{ .enter = ns_enter_names },
	{ .enter = session_enter },
	{ .plan = pidfile_plan, .attach = pidfile_attach, .enter = init_enter, .undo = pidfile_undo },
	{ .enter = privilege_lookup },
	{ .enter = tty_enter },
	{ .enter = root_workdir },
	{ .plan = CFG_BOX_STOP ? supervise_plan : NULL, .enter = detach_enter },
	{ .enter = privilege_drop },
};
/* clang-format on */

const size_t n_steps = ARRAY_SIZE(steps);
