/* SPDX-License-Identifier: GPL-2.0-only */
/* What is different on cgroup v1. */
#ifndef CGROUP_V1_H
#define CGROUP_V1_H
#include "cgroup/hierarchy.h"

#if CFG_CG_V1
/* Makes a group that was just created fit to take processes, and opens h->attach. -1 with the error's text set. */
int v1_open(struct hierarchy *h);
#else
static inline int v1_open(struct hierarchy *h)
{
	(void)h;
	return 0;
}
#endif
#endif
