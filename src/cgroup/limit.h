/* SPDX-License-Identifier: GPL-2.0-only */
/* The limits as one table, and how each is written on v1 and on v2. A new limit is a row here and a function in v1.c and v2.c. */
#ifndef CGROUP_LIMIT_H
#define CGROUP_LIMIT_H
#include <stdint.h>
#include "autoconf.h"
#include "cgroup/hierarchy.h"
#include "spec/spec.h"

/* Writes a limit of SPEC into the group PATH. Returns 0 or -1 with the error's text set. */
typedef int limit_write(const struct hierarchy *h, const char *path, const struct spec *spec);

struct limit {
	unsigned char controller; /* CTL_* */
	char name[7];		  /* the controller's */
	const char *kernel;	  /* the kernel's options that it needs, for messages */
	limit_write *v1, *v2;	  /* NULL: not in this build */
};

extern const struct limit limits[];
extern const unsigned n_limits;

/* CTL_* that the limits in SPEC need. */
unsigned limit_needs(const struct spec *spec);

/* Writes those limits of SPEC whose controllers h->use names. -1 with the error's text set. */
int limit_apply(const struct hierarchy *h, const char *path, const struct spec *spec);

/* For v1.c and v2.c: group_put that says what could not be written; ENOENT is left in errno where the kernel has no such file. */
int limit_put(const struct hierarchy *h, const char *path, const char *file, const char *value);
int limit_put_number(const struct hierarchy *h, const char *path, const char *file, uint64_t value);

#define CPU_PERIOD 100000	 /* us: the kernel's default */
#define CPU_PERIOD_MAX 1000000	 /* the kernel's bounds: a period of more than 1 s or a quota of less than 1 ms is EINVAL */
#define CPU_QUOTA_MIN 1000

/*
 * CPU time in microseconds in each second into QUOTA microseconds in each PERIOD: the default period, lengthened where the quota would
 * fall below the kernel's least.
 */
static inline void limit_cpu(uint64_t per_second, uint64_t *quota, unsigned *period)
{
	*period = CPU_PERIOD;
	if (per_second < CPU_QUOTA_MIN * (1000000 / CPU_PERIOD))
		*period = per_second > CPU_QUOTA_MIN ? (unsigned)((CPU_QUOTA_MIN * 1000000ULL + per_second - 1) / per_second) : CPU_PERIOD_MAX;
	/* In two parts: the product would overflow for very many CPUs. */
	*quota = per_second / 1000000 * *period + per_second % 1000000 * *period / 1000000;
}
#endif
