// SPDX-License-Identifier: GPL-2.0-only
/* cgroup v1: the names and the order of its files. */
#include "cgroup/v1.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include "base/log.h"
#include "base/str.h"
#include "cgroup/group.h"

int v1_memory(const struct hierarchy *h, const char *path, const struct spec *spec)
{
	/* memsw, memory and swap together, may not fall below the limit: in a fresh group memory comes first (else EINVAL). */
	if (limit_put_number(h, path, "memory.limit_in_bytes", spec->memory) < 0)
		return -1;
	/* The same value allows no swap. The file is absent without CONFIG_SWAP or with swapaccount=0. */
	return limit_put_number(h, path, "memory.memsw.limit_in_bytes", spec->memory) < 0 && errno != ENOENT ? -1 : 0;
}

/*
 * With CONFIG_RT_GROUP_SCHED a fresh group's cpu.rt_runtime_us is 0, and a real-time process cannot be attached (EINVAL) nor become one
 * inside. husk starts COMMAND with the ordinary scheduler, so only the second matters, and it is what a limit should do.
 */
int v1_cpu(const struct hierarchy *h, const char *path, const struct spec *spec)
{
	uint64_t quota;
	unsigned period;

	limit_cpu(spec->cpu_quota, &quota, &period);
	/* The period first: its own minimum is 1 ms, and no quota is set yet that it could contradict. */
	if (period != CPU_PERIOD && limit_put_number(h, path, "cpu.cfs_period_us", period) < 0)
		return -1;
	return limit_put_number(h, path, "cpu.cfs_quota_us", quota);
}

/* A process that attaches itself is counted but never refused; with v2's CLONE_INTO_CGROUP likewise 1 fits into a limit of 1. */
int v1_pids(const struct hierarchy *h, const char *path, const struct spec *spec)
{
	return limit_put_number(h, path, "pids.max", spec->pids);
}

int v1_cpuset(const struct hierarchy *h, const char *path, const struct spec *spec)
{
	return limit_put(h, path, "cpuset.cpus", spec->cpuset);
}

/* Copies FILE of each group above into the one below it where that one's is empty, as it is when fresh. */
static int inherit(const struct hierarchy *h, const char *path, const char *file)
{
	char above[512], own[512], group[TRACE_CGROUP];
	const char *slash = path;

	if (group_get(h, "", file, above, sizeof(above)) < 0)
		return fail_sys("%s", file);
	do {
		slash = strchr(slash, '/');
		str_fmt(group, sizeof(group), "%s", path);
		if (slash)
			group[slash++ - path] = 0;
		if (group_get(h, group, file, own, sizeof(own)) < 0)
			return fail_sys("%s", file);
		if (own[0] != '\n' && own[0])
			str_fmt(above, sizeof(above), "%s", own);
		else if (group_put(h, group, file, above) < 0)
			return fail_sys("%s", file);
	} while (slash);
	return 0;
}

int v1_open(struct hierarchy *h, const char *path)
{
	/* A fresh cpuset has no CPU and no memory node, and takes no process (ENOSPC): also where it only shares the hierarchy. */
	if ((h->has & CTL_CPUSET) && (inherit(h, path, "cpuset.cpus") < 0 || inherit(h, path, "cpuset.mems") < 0))
		return -1;
	h->attach = group_open(h, path, "tasks", O_WRONLY);
	return h->attach < 0 ? fail_sys("tasks") : 0;
}
