/* SPDX-License-Identifier: GPL-2.0-only */
/* What is different on cgroup v2. */
#ifndef CGROUP_V2_H
#define CGROUP_V2_H
#include <stddef.h>
#include "cgroup/hierarchy.h"

#if CFG_CG_V2
/*
 * Enables h->use and, where that is possible, h->extra in every group from the root down to the parent of the container's; opens
 * h->attach and h->dir. DETACHED: the caller's parent is husk as well, and waits. -1 with the error's text set.
 */
int v2_open(struct hierarchy *h, bool detached);

/* The same in a process that has not: below each group on the way to the container's what a husk that was killed has left, if it is empty. */
void v2_reclaim(const struct hierarchy *h);

/* Where v2_open had to move husk out of its group: back, if the group needs no controllers any more. */
void v2_close(const struct hierarchy *h);
#else
static inline int v2_open(struct hierarchy *h, bool detached)
{
	(void)h, (void)detached;
	return 0;
}
static inline void v2_reclaim(const struct hierarchy *h)
{
	(void)h;
}
static inline void v2_close(const struct hierarchy *h)
{
	(void)h;
}
#endif
#endif
