/* SPDX-License-Identifier: GPL-2.0-only */
/* The hierarchies that one container uses, each as a descriptor of its root. Private to cgroup/ and cmd/. */
#ifndef CGROUP_HIERARCHY_H
#define CGROUP_HIERARCHY_H
#include <stdbool.h>
#include "autoconf.h"
#include "cgroup/detect.h"

struct hierarchy {
	int root;	     /* O_PATH directory, a plain user's own group, open for as long as the process lives; 0: not there, or not used */
	int attach;	     /* tasks or cgroup.procs of the container's group, write-only */
	int dir;	     /* v2: the container's group, for CLONE_INTO_CGROUP */
	bool v2;
	bool own;	     /* the root is a group of the user's, not the hierarchy's */
	bool made;	     /* the container's group is here, made by this process */
	unsigned has;	     /* CTL_*: what this hierarchy controls, of what husk knows */
	unsigned use;	     /* CTL_*: what a limit of this container needs here */
	unsigned extra;	     /* CTL_*: what would be nice to have */
};

#define HIERARCHIES (1 + CONTROLLERS) /* v2, then those of v1, at most one for each controller */
extern struct hierarchy hierarchies[HIERARCHIES];
#define for_each_hierarchy(h) for (struct hierarchy *h = hierarchies; h < hierarchies + HIERARCHIES; h++)

static inline bool hierarchy_is_v2(const struct hierarchy *h)
{
	return CFG_CG_V2 && (!CFG_CG_V1 || h->v2);
}

/*
 * Opens the mounted hierarchies: of v1 those with a controller of NEED or EXTRA, and v2 where it has one of NEED or EXTRA is not 0. A
 * controller that two mounts show is taken from the first. Where v2 is not mounted and NEED is not met without it, or nothing is
 * mounted at all, v2 is mounted where nobody else sees it. OWN: what detect_own has noted. Returns the controllers of NEED that nobody has,
 * or -1 with the error's text.
 */
int hierarchy_find(const char *own, unsigned need, unsigned extra);

/* The options of the mounted v2, for another mount: one without them would clear them for the host. */
const char *hierarchy_v2_options(void);
#endif
