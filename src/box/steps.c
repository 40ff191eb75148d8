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

/*
 * A row is a line, and a line has what the row has of PLAN PREPARE ATTACH ENTER UNDO, in the order of the rows. NULL is what a build has not.
 * (Each column is a list of its own: as one table of five columns it would be NULL for the most part.)
 */
/* clang-format off */
#define STEPS(PLAN, PREPARE, ATTACH, ENTER, UNDO) \
	PREPARE(join_prepare) \
	/* The child leaves the host's groups first: what it does from then on counts for the container (husk's memory, where it has that, for husk). */ \
	PLAN(cgroup_plan) PREPARE(cgroup_prepare) ENTER(cgroup_enter) UNDO(cgroup_undo) \
	ENTER(ns_enter_cgroup) \
	ENTER(ns_enter_time) \
	ENTER(inside_wait_for_maps) \
	ENTER(root_begin) \
	PLAN(idmap_plan) ATTACH(idmap_attach) ENTER(idmap_enter) \
	PREPARE(root_prepare) ATTACH(root_attach) ENTER(root_isolate) \
	PREPARE(root_prepare_binds) ATTACH(root_attach_binds) ENTER(root_open_binds) \
	ENTER(with_open) \
	ENTER(root_enter) \
	ENTER(root_mount_dev) \
	ENTER(root_mount_kernel) \
	/* Up to here the child mounts while the parent makes the links. */ \
	ENTER(inside_wait) \
	/* Links before the masks: they write sysctls, which are read-only then. */ \
	PLAN(net_plan) PREPARE(net_prepare) ATTACH(net_attach) UNDO(net_undo) \
	ENTER(net_enter) \
	ENTER(ns_enter_ping) \
	ENTER(root_set_sysctls) /* of the links as well */ \
	ENTER(root_mask_kernel) \
	ENTER(tty_open) \
	ENTER(root_mount_binds) \
	ENTER(with_mount_all) \
	ENTER(root_add_devices) \
	ENTER(root_write_dns) \
	ENTER(root_mount_masks) \
	ENTER(cgroup_enter_devices) \
	ENTER(root_switch) \
	ENTER(root_own_null) \
	ENTER(session_enter) \
	PLAN(pidfile_plan) ATTACH(pidfile_attach) ENTER(init_enter) UNDO(pidfile_undo) \
	ENTER(inside_forget_host) \
	ENTER(ns_enter_names) \
	ENTER(privilege_lookup) \
	ENTER(tty_enter) \
	ENTER(root_workdir) \
	ENTER(personality_enter) \
	PLAN(CFG_BOX_STOP ? supervise_plan : NULL) ENTER(detach_enter) \
	ENTER(privilege_drop) \
	ENTER(inside_forget_proc) \
	PLAN(limits_plan) ATTACH(limits_attach) ENTER(limits_enter)

#define TAKE(f) f,
#define SKIP(f)
/* clang-format on */

/* The NULL at the end is for the build in which a column would be empty. */
step_fn *const step_plan[] = { STEPS(TAKE, SKIP, SKIP, SKIP, SKIP) NULL };
step_fn *const step_prepare[] = { STEPS(SKIP, TAKE, SKIP, SKIP, SKIP) NULL };
step_fn *const step_attach[] = { STEPS(SKIP, SKIP, TAKE, SKIP, SKIP) NULL };
step_enter_fn *const step_enter[] = { STEPS(SKIP, SKIP, SKIP, TAKE, SKIP) NULL };
step_undo_fn *const step_undo[] = { STEPS(SKIP, SKIP, SKIP, SKIP, TAKE) NULL };
const struct step_counts n_steps = { ARRAY_SIZE(step_plan), ARRAY_SIZE(step_prepare), ARRAY_SIZE(step_attach), ARRAY_SIZE(step_enter), ARRAY_SIZE(step_undo) };
