/* SPDX-License-Identifier: GPL-2.0-only */
/* What is different on cgroup v1. */
#ifndef CGROUP_V1_H
#define CGROUP_V1_H
#include "cgroup/limit.h"

limit_write v1_memory, v1_cpu, v1_pids, v1_cpuset;

#if CFG_CG_V1
/* Makes a group that was just created fit to take processes, and opens h->attach. -1 with the error's text set. */
int v1_open(struct hierarchy *h, const char *path);
#else
static inline int v1_open(struct hierarchy *h, const char *path)
{
	(void)h, (void)path;
	return 0;
}
#endif
#endif
