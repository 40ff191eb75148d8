/* SPDX-License-Identifier: GPL-2.0-only */
/* The limits, and how each is written on v1 and on v2. */
#ifndef CGROUP_LIMIT_H
#define CGROUP_LIMIT_H
#include "cgroup/hierarchy.h"
#include "spec/spec.h"

/* CTL_* that the limits in SPEC need. */
unsigned limit_needs(const struct spec *spec);

/* Writes those limits of SPEC whose controllers h->use names into the container's group. -1 with the error's text set. */
int limit_apply(const struct hierarchy *h, const struct spec *spec);

/*
 * CPU time in microseconds in each second into QUOTA microseconds in each PERIOD: the kernel's default period, or the longest that it
 * takes where the quota would fall below 1 ms, its least.
 */
static inline void limit_cpu(unsigned per_second, unsigned *quota, unsigned *period)
{
	*period = per_second < 10000 ? 1000000 : 100000;
	*quota = per_second < 10000 ? per_second : per_second / 10;
}
#endif
