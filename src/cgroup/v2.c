// SPDX-License-Identifier: GPL-2.0-only
/* cgroup v2: its files, and the controllers that must be enabled from above. */
#include "cgroup/v2.h"
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/log.h"
#include "base/str.h"
#include "cgroup/group.h"

int v2_memory(const struct hierarchy *h, const char *path, const struct spec *spec)
{
	if (limit_put_number(h, path, "memory.max", spec->memory) < 0)
		return -1;
	/* Absent without CONFIG_SWAP. */
	return limit_put(h, path, "memory.swap.max", "0") < 0 && errno != ENOENT ? -1 : 0;
}

int v2_cpu(const struct hierarchy *h, const char *path, const struct spec *spec)
{
	uint64_t quota;
	unsigned period;
	char text[48];

	limit_cpu(spec->cpu_quota, &quota, &period);
	str_fmt(text, sizeof(text), "%ju %u", (uintmax_t)quota, period);
	return limit_put(h, path, "cpu.max", text);
}

int v2_pids(const struct hierarchy *h, const char *path, const struct spec *spec)
{
	return limit_put_number(h, path, "pids.max", spec->pids);
}

int v2_cpuset(const struct hierarchy *h, const char *path, const struct spec *spec)
{
	return limit_put(h, path, "cpuset.cpus", spec->cpuset);
}

int v2_controllers(struct hierarchy *h, const char *path, size_t base)
{
	char group[TRACE_CGROUP], text[256];

	str_fmt(group, sizeof(group), "%s", path);
	group[base] = 0;
	if (group_get(h, group, "cgroup.controllers", text, sizeof(text)) < 0)
		return -1;
	h->has = (unsigned char)detect_controllers(text);
	return 0;
}

/*
 * A group other than the real root that holds processes cannot give controllers to the groups below it (EBUSY). Where husk is the only
 * one in it, as in a scope made for it, husk moves down into a group of its own. Remembered, to be taken back by v2_close.
 */
static char left[TRACE_CGROUP];
static bool aside;

static int step_aside(const struct hierarchy *h, const char *group)
{
	char procs[32], self[32], leaf[GROUP_FILE];

	str_fmt(self, sizeof(self), "%d\n", (int)getpid());
	if (group_get(h, group, "cgroup.procs", procs, sizeof(procs)) < 0 || strcmp(procs, self)) {
		errno = EBUSY;
		return -1;
	}
	str_fmt(leaf, sizeof(leaf), "%s%shusk.sup", group, *group ? "/" : "");
	if (mkdirat(h->root, leaf, 0755) < 0 && errno != EEXIST)
		return -1;
	str_fmt(left, sizeof(left), "%s", group);
	aside = true;
	return group_put(h, leaf, "cgroup.procs", "0");
}

static void list_controllers(char *buf, size_t size, char sign, unsigned mask)
{
	size_t used = 0;

	buf[0] = 0;
	for (unsigned i = 0; i < n_limits; i++)
		if (mask & limits[i].controller)
			used += str_fmt(buf + used, size - used, "%s%c%s", used ? " " : "", sign, limits[i].name);
}

void v2_close(const struct hierarchy *h)
{
	char leaf[GROUP_FILE], text[64];

	if (!aside)
		return;
	aside = false;
	list_controllers(text, sizeof(text), '-', h->has);
	str_fmt(leaf, sizeof(leaf), "%s%shusk.sup", left, *left ? "/" : "");
	/* The way back is barred while controllers are enabled; whoever else needs them keeps them, and husk.sup stays. */
	if (!group_put(h, left, "cgroup.subtree_control", text) && !group_put(h, left, "cgroup.procs", "0"))
		unlinkat(h->root, leaf, AT_REMOVEDIR);
}

/* One write for each group from the BASE one down to the parent of PATH. -1 with errno, and in GROUP the one that refused. */
static int enable(const struct hierarchy *h, const char *path, size_t base, unsigned mask, char group[static TRACE_CGROUP])
{
	const char *end = path + base;
	char text[64];

	list_controllers(text, sizeof(text), '+', mask);
	for (;;) {
		str_fmt(group, TRACE_CGROUP, "%s", path);
		group[end - path] = 0;
		if (group_put(h, group, "cgroup.subtree_control", text) < 0 &&
		    (errno != EBUSY || !(mask & h->use) || step_aside(h, group) < 0 ||
		     group_put(h, group, "cgroup.subtree_control", text) < 0))
			return -1;
		end = strchr(end + (*end == '/'), '/');
		if (!end)
			return 0;
	}
}

int v2_open(struct hierarchy *h, const char *path, size_t base, unsigned extra, int *dir)
{
	char group[TRACE_CGROUP];

	extra &= h->has & ~h->use & (CTL_MEMORY | CTL_PIDS);
	/* What is only nice to have may be refused. */
	if ((!extra || enable(h, path, base, h->use | extra, group) < 0) && h->use && enable(h, path, base, h->use, group) < 0) {
		if (errno == EBUSY)
			return fail_hint(EBUSY, V2_DELEGATE, "/%s holds other processes", group);
		return fail_sys("/%s: cgroup.subtree_control", group);
	}
	*dir = group_open(h, path, "", O_PATH | O_DIRECTORY);
	h->attach = group_open(h, path, "cgroup.procs", O_WRONLY);
	return *dir < 0 || h->attach < 0 ? fail_sys("cgroup.procs") : 0;
}
