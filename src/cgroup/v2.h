/* SPDX-License-Identifier: GPL-2.0-only */
/* What is different on cgroup v2. */
#ifndef CGROUP_V2_H
#define CGROUP_V2_H
#include "cgroup/limit.h"

/* How a plain user gets a group of his own. */
#define V2_DELEGATE "systemd-run --user --scope -p Delegate=yes husk ..."

limit_write v2_memory, v2_cpu, v2_pids, v2_cpuset;

#if CFG_CG_V2
/* Sets h->has to what may be used below the first BASE bytes of PATH. -1 with errno and no text. */
int v2_controllers(struct hierarchy *h, const char *path, size_t base);

/*
 * Enables h->use and, where that is possible, EXTRA in every group from the BASE one down to the parent of PATH; opens h->attach and
 * *DIR, the group itself for CLONE_INTO_CGROUP. -1 with the error's text set.
 */
int v2_open(struct hierarchy *h, const char *path, size_t base, unsigned extra, int *dir);

/* Where v2_open had to move husk out of its group: back, if the group needs no controllers any more. */
void v2_close(const struct hierarchy *h);
#else
static inline int v2_controllers(struct hierarchy *h, const char *path, size_t base)
{
	(void)h, (void)path, (void)base;
	return 0;
}
static inline int v2_open(struct hierarchy *h, const char *path, size_t base, unsigned extra, int *dir)
{
	(void)h, (void)path, (void)base, (void)extra, (void)dir;
	return 0;
}
static inline void v2_close(const struct hierarchy *h)
{
	(void)h;
}
#endif
#endif
