/* SPDX-License-Identifier: GPL-2.0-only */
/* The hierarchies that one container uses, each as a descriptor of its root; a group is a path below it. Private to cgroup/ and cmd/. */
#ifndef CGROUP_HIERARCHY_H
#define CGROUP_HIERARCHY_H
#include <stdbool.h>
#include <stddef.h>
#include "cgroup/detect.h"

#define HIERARCHIES 7 /* six controllers of v1, each mounted alone, and v2 */

struct hierarchy {
	int root;	   /* O_PATH directory, open for as long as the process lives */
	int attach;	   /* tasks or cgroup.procs of the container's group, write-only; -1 */
	bool v2;
	bool made;	   /* this process made the group here */
	unsigned char has; /* CTL_*: what this hierarchy controls, of what husk knows */
	unsigned char use; /* CTL_*: what a limit of this container needs here */
	size_t parents;	   /* the group's parents that this process made end at this offset of its path or behind it */
};

extern struct hierarchy hierarchies[HIERARCHIES];
extern unsigned n_hierarchies;

/*
 * Opens the mounted hierarchies: of v1 those with a controller of WANTED, and v2 where V2 is set. A controller that two mounts show is
 * taken from the first. Returns 0 or -1 with the error's text set.
 */
int hierarchy_find(unsigned wanted, bool v2);

/* For messages: the name of a controller of H's, or "v2". */
const char *hierarchy_name(const struct hierarchy *h);

/* The v2 hierarchy, or NULL: not mounted, or not asked for. */
struct hierarchy *hierarchy_v2(void);

/*
 * Makes a mount of v2 that nobody else sees, and opens it as hierarchy_find does. Returns it, or NULL with errno and no text: ENODEV
 * where the kernel has no v2, EPERM.
 */
struct hierarchy *hierarchy_mount_v2(void);

/* A detached mount of v2 with the options of the host's first one, since a mount without them would clear them for the host (5.2). */
int hierarchy_fsmount_v2(void);

/* The options of the first v2 mount of this mount namespace or of PID 1's, "" where there is none. */
void hierarchy_v2_options(char *buf, size_t size);
#endif
