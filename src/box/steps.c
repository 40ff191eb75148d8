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

#define SKIP(f)
#define CALL(f) if (call(f, spec, trace) < 0) return -1;
#define CALL_ENTER(f) if (call_enter(f, spec) < 0) return -1;
/* The last row's first: each is an argument of the one before it. */
#define UNDO(f) undo(f, trace,
#define END(f) )
/* clang-format on */

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/* What is called by its name, once, is inlined; of a column of pointers nothing would be. */
ALWAYS_INLINE int call(step_fn *f, const struct spec *spec, struct trace *trace)
{
	return f ? f(spec, trace) : 0;
}

ALWAYS_INLINE int call_enter(step_enter_fn *f, const struct spec *spec)
{
	return f ? f(spec) : 0;
}

ALWAYS_INLINE int undo(step_undo_fn *f, const struct trace *trace, int result)
{
	return f && f(trace) < 0 ? -1 : result;
}

int step_plan(const struct spec *spec, struct trace *trace)
{
	STEPS(CALL, SKIP, SKIP, SKIP, SKIP)
	return 0;
}

int step_prepare(const struct spec *spec, struct trace *trace)
{
	STEPS(SKIP, CALL, SKIP, SKIP, SKIP)
	return 0;
}

int step_attach(const struct spec *spec, struct trace *trace)
{
	STEPS(SKIP, SKIP, CALL, SKIP, SKIP)
	return 0;
}

int step_enter(const struct spec *spec)
{
	STEPS(SKIP, SKIP, SKIP, CALL_ENTER, SKIP)
	return 0;
}

int step_undo(const struct trace *trace)
{
	return STEPS(SKIP, SKIP, SKIP, SKIP, UNDO) 0 STEPS(SKIP, SKIP, SKIP, SKIP, END);
}
