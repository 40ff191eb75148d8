// SPDX-License-Identifier: GPL-2.0-only
/* The limits: which controller each needs, and what is written into which files. A new limit is a few lines in each function. */
#include "cgroup/limit.h"
#include <errno.h>
#include "base/log.h"
#include "base/str.h"
#include "cgroup/group.h"

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

static int put(const struct hierarchy *h, const char *file, const char *value)
{
	return group_put(h, GROUP, file, value) < 0 ? fail_sys("%s %s", file, value) : 0;
}

static int put_memory(const struct hierarchy *h, const char *value)
{
	bool v2 = hierarchy_is_v2(h);

	/* v1's memsw, memory and swap together, may not fall below the limit: in a fresh group memory comes first (else EINVAL). */
	if (put(h, v2 ? "memory.max" : "memory.limit_in_bytes", value) < 0)
		return -1;
	/* No swap beside it: on v1 that is the same value. The file is absent without CONFIG_SWAP or with swapaccount=0. */
	return put(h, v2 ? "memory.swap.max" : "memory.memsw.limit_in_bytes", v2 ? "0" : value) < 0 && errno != ENOENT ? -1 : 0;
}

/*
 * With CONFIG_RT_GROUP_SCHED a fresh group's cpu.rt_runtime_us is 0 on v1, and a real-time process cannot be attached (EINVAL) nor become
 * one inside. husk starts COMMAND with the ordinary scheduler, so only the second matters, and it is what a limit should do.
 */
static int put_cpu(const struct hierarchy *h, unsigned per_second)
{
	unsigned quota, period;
	char text[24];

	limit_cpu(per_second, &quota, &period);
	str_fmt(text, sizeof(text), hierarchy_is_v2(h) ? "%u %u" : "%u", quota, period);
	/* v1's period first: its own minimum is 1 ms, and no quota is set yet that it could contradict. */
	if (!hierarchy_is_v2(h) && quota == per_second && put(h, "cpu.cfs_period_us", "1000000") < 0)
		return -1;
	if (!put(h, hierarchy_is_v2(h) ? "cpu.max" : "cpu.cfs_quota_us", text))
		return 0;
	return errno == ENOENT ? fail(0, "cpu: no such limit (CONFIG_%s)", detect_known[1].option) : -1;
}

int limit_apply(const struct hierarchy *h, const struct spec *spec)
{
	char text[24];

	str_fmt(text, sizeof(text), "%ju", (uintmax_t)spec->memory);
	if (CFG_CG_MEMORY && (h->use & CTL_MEMORY) && put_memory(h, text) < 0)
		return -1;
	if (CFG_CG_CPU && (h->use & CTL_CPU) && put_cpu(h, (unsigned)spec->cpu_quota) < 0)
		return -1;
	/* A process that attaches itself is counted but never refused; with v2's CLONE_INTO_CGROUP likewise 1 fits into a limit of 1. */
	str_fmt(text, sizeof(text), "%u", (unsigned)spec->pids);
	if (CFG_CG_PIDS && (h->use & CTL_PIDS) && put(h, "pids.max", text) < 0)
		return -1;
	return CFG_CG_CPUSET && (h->use & CTL_CPUSET) ? put(h, "cpuset.cpus", spec->cpuset) : 0;
}
