/* SPDX-License-Identifier: GPL-2.0-only */
/* The limits: one table of which controller each needs, which file takes it on v1 and on v2, and how it is converted. */
#ifndef CGROUP_LIMIT_H
#define CGROUP_LIMIT_H
#include "cgroup/hierarchy.h"
#include "spec/spec.h"

/* CTL_* that the limits in SPEC need. */
unsigned limit_needs(const struct spec *spec);

/* May the error whose text is set be passed over (--tolerate cgroup)? Then it is said here. */
bool limit_is_tolerated(const struct spec *spec);

/*
 * Writes those limits of SPEC whose controllers h->use names into the container's group: each, whatever of the others is tolerated. -1 with the
 * error's text set.
 */
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

/* v2's weight as v1's cpu.shares: the kernel's own conversion, so that 100 is the 1024 that everybody has. (It takes 2 to 262144.) */
static inline unsigned limit_shares(unsigned weight)
{
	return (weight * 1024 + 50) / 100;
}

/*
 * v2's weight of io as others have it: the bfq scheduler on either version, at most 1000 of which everybody has 100; CFQ on v1 (up to 4.20),
 * 10 to 1000 of which everybody has 500.
 */
static inline unsigned limit_bfq(unsigned weight)
{
	return weight > 1000 ? 1000 : weight;
}
static inline unsigned limit_cfq(unsigned weight)
{
	return weight < 2 ? 10 : weight > 200 ? 1000 : weight * 5;
}
#endif
