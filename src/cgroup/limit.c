// SPDX-License-Identifier: GPL-2.0-only
/* The table of limits. */
#include "cgroup/limit.h"
#include <errno.h>
#include "base/log.h"
#include "base/str.h"
#include "cgroup/group.h"
#include "cgroup/v1.h"
#include "cgroup/v2.h"

#define V1(build, write) CFG_CG_V1 && CFG_##build ? write : NULL
#define V2(build, write) CFG_CG_V2 && CFG_##build ? write : NULL

/* The order in which they are written. */
const struct limit limits[] = {
	{ CTL_MEMORY, "memory", "CONFIG_MEMCG", V1(CG_MEMORY, v1_memory), V2(CG_MEMORY, v2_memory) },
	{ CTL_CPU, "cpu", "CONFIG_CGROUP_SCHED, CONFIG_CFS_BANDWIDTH", V1(CG_CPU, v1_cpu), V2(CG_CPU, v2_cpu) },
	{ CTL_PIDS, "pids", "CONFIG_CGROUP_PIDS", V1(CG_PIDS, v1_pids), V2(CG_PIDS, v2_pids) },
	{ CTL_CPUSET, "cpuset", "CONFIG_CPUSETS", V1(CG_CPUSET, v1_cpuset), V2(CG_CPUSET, v2_cpuset) },
};
const unsigned n_limits = ARRAY_SIZE(limits);

unsigned limit_needs(const struct spec *spec)
{
	unsigned need = 0;

	if (CFG_CG_MEMORY && spec->memory)
		need |= CTL_MEMORY;
	if (CFG_CG_CPU && spec->cpu_quota)
		need |= CTL_CPU;
	if (CFG_CG_PIDS && spec->pids)
		need |= CTL_PIDS;
	if (CFG_CG_CPUSET && spec->cpuset)
		need |= CTL_CPUSET;
	return need;
}

int limit_apply(const struct hierarchy *h, const char *path, const struct spec *spec)
{
	for (unsigned i = 0; i < n_limits; i++) {
		limit_write *write = h->v2 ? limits[i].v2 : limits[i].v1;

		if (!(h->use & limits[i].controller) || !write || !write(h, path, spec))
			continue;
		if (errno == ENOENT)
			return fail_hint(0, limits[i].kernel, "%s: kernel has no such limit", limits[i].name);
		return -1;
	}
	return 0;
}

int limit_put(const struct hierarchy *h, const char *path, const char *file, const char *value)
{
	return group_put(h, path, file, value) < 0 ? fail_sys("%s %s", file, value) : 0;
}

int limit_put_number(const struct hierarchy *h, const char *path, const char *file, uint64_t value)
{
	char text[24];

	str_fmt(text, sizeof(text), "%ju", (uintmax_t)value);
	return limit_put(h, path, file, text);
}
