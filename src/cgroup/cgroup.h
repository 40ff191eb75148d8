/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A container's control group: the step `cgroup`. One group in each hierarchy that a limit needs, and for a container with a name also
 * where its figures and its freezer are; all under one path, trace->cgroup. Each controller is used on v1 or on v2, wherever it is.
 */
#ifndef CGROUP_CGROUP_H
#define CGROUP_CGROUP_H
#include <stdbool.h>
#include "spec/spec.h"
#include "spec/trace.h"

#if CFG_CG
/*
 * Has this container a group, and where? Finds the hierarchies; from then on trace->cgroup_made is set: what is found under the name is this
 * container's to remove, and once there is a process to kill. Recorded before cgroup_prepare, it lets a husk that is killed at any moment be
 * cleaned up after. Makes nothing that others can see.
 */
int cgroup_plan(const struct spec *spec, struct trace *trace);

/*
 * Makes the groups, where nobody has one of that name, writes the limits, opens what the child attaches itself by. Where nothing could be made
 * and no limit asks for it, trace->cgroup is emptied. On failure what this call made is gone again.
 */
int cgroup_prepare(const struct spec *spec, struct trace *trace);

/* The group on v2 for CLONE_INTO_CGROUP, or -1. */
int cgroup_clone_fd(void);
/* The clone has put the child there: cgroup_enter leaves v2 out. */
void cgroup_in_clone(void);

/* Is there a group that the child has to be in before it gets a cgroup namespace? */
bool cgroup_is_used(void);

/* Child: attaches itself, which costs a tenth of being attached (no grace period to wait for). */
int cgroup_enter(const struct spec *spec);

/*
 * Child, once it has mounted what it needs and before it leaves the host's view: no device from now on but the usual ones and those
 * that were named.
 */
int cgroup_enter_devices(const struct spec *spec);

/* Kills all that are in the group, and lets go who is frozen on v1, and takes a KILL only then. (Not once cgroup_undo was called.) */
void cgroup_kill(void);

/* Ends what is still in the group and removes it, in this process or one that knows nothing but the trace. */
int cgroup_undo(const struct trace *trace);

/*
 * Has the kernel killed a process of this group for want of memory? Asked by the process that made it, before cgroup_undo; false where
 * the kernel does not count (4.13).
 */
bool cgroup_oom(const struct trace *trace);
#else
#define cgroup_plan NULL
#define cgroup_prepare NULL
static inline int cgroup_clone_fd(void)
{
	return -1;
}
static inline void cgroup_in_clone(void)
{
}
static inline bool cgroup_is_used(void)
{
	return false;
}
#define cgroup_enter NULL
#define cgroup_enter_devices NULL
#define cgroup_undo NULL
static inline void cgroup_kill(void)
{
}
static inline bool cgroup_oom(const struct trace *trace)
{
	(void)trace;
	return false;
}
#endif
#endif
