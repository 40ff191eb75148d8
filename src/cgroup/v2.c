// SPDX-License-Identifier: GPL-2.0-only
/* cgroup v2: the controllers that must be enabled from above. */
#include "cgroup/v2.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/log.h"
#include "base/str.h"
#include "cgroup/group.h"

static const char leaf[] = "husk.sup", control[] = "cgroup.subtree_control";

/*
 * A group other than the real root that holds processes cannot give controllers to the groups below it (EBUSY). Where husk is the only
 * one in it, as in a scope made for it, husk moves down into a group of its own, with the first process of --detach. Remembered, to be taken
 * back by v2_close.
 */
static unsigned aside; /* 1 more than the bytes of the group that was left */
static pid_t first; /* that process, which waits for this one until COMMAND runs; 0: none */

static int move(const struct hierarchy *h, unsigned len, const char *file)
{
	char text[16];

	str_fmt(text, sizeof(text), "%d", (int)first);
	return group_put(h, len, file, text);
}

static int step_aside(const struct hierarchy *h, unsigned len)
{
	char procs[32], both[32], *own = both;

	if (first)
		own += str_fmt(both, sizeof(both), "%d\n", (int)first);
	str_fmt(own, 16, "%d\n", (int)getpid());
	if (group_get(h, len, "cgroup.procs", procs, sizeof(procs)) < 0 || strcmp(procs, both)) {
		errno = EBUSY;
		return -1;
	}
	aside = len + 1;
	mkdirat(h->root, group_file(len, leaf), 0755); /* it may be there; else the next lines tell */
	if (first && move(h, len, "husk.sup/cgroup.procs") < 0)
		return -1;
	return group_put(h, len, "husk.sup/cgroup.procs", "0");
}

static int set_controllers(const struct hierarchy *h, unsigned len, char sign, unsigned mask)
{
	char text[128];
	size_t used = 0;

	for (unsigned i = 0; i < CONTROLLERS; i++)
		if (mask & ~CTL_V2_CORE & 1u << i)
			used += str_fmt(text + used, sizeof(text) - used, " %c%s", sign, detect_known[i]);
	return used ? group_put(h, len, control, text) : 0;
}

/*
 * What had to step aside had given no controllers, so nothing below had any: they are taken back from LEN and from the groups on the way to the container's,
 * as far as nobody else is in there by now, who might have limits. Returns whether LEN is there.
 */
static bool take_back(const struct hierarchy *h, unsigned len)
{
	struct stat st;
	bool below;

	if (len == GROUP)
		return false;
	below = take_back(h, group_next(len));
	if (fstatat(h->root, group_file(len, ""), &st, AT_EMPTY_PATH) < 0)
		return false;
	if (st.st_nlink == 2 + (nlink_t)below)
		set_controllers(h, len, '-', h->has);
	return true;
}

void v2_close(const struct hierarchy *h)
{
	unsigned len = aside - 1;

	if (!aside)
		return;
	aside = 0;
	take_back(h, group_next(len));
	/* The way back is barred while controllers are enabled; whoever else needs them keeps them, and husk.sup stays. */
	if (set_controllers(h, len, '-', h->has) < 0)
		return;
	if (first && first == getppid()) /* else it has ended, and its number may be another's */
		move(h, len, "cgroup.procs");
	if (!group_put(h, len, "cgroup.procs", "0"))
		unlinkat(h->root, group_file(len, leaf), AT_REMOVEDIR);
}

void v2_reclaim(const struct hierarchy *h)
{
	for (unsigned len = 0; len != GROUP; len = group_next(len))
		if (!unlinkat(h->root, group_file(len, leaf), AT_REMOVEDIR))
			take_back(h, len);
}

/* What a group that holds processes may give only by becoming the root of threads, whose groups take no process: that is EBUSY here as well. */
static bool is_root_of_threads(const struct hierarchy *h, unsigned len)
{
	char type[32];

	return group_get(h, len, "cgroup.type", type, sizeof(type)) >= 0 && str_starts(type, "domain t");
}

static int give(const struct hierarchy *h, unsigned len, unsigned mask)
{
	bool may_become = !len && !(mask & ~(unsigned)(CTL_V2_THREADED | CTL_V2_CORE)), is = may_become && is_root_of_threads(h, len);

	if (!is && set_controllers(h, len, '+', mask) < 0)
		return -1;
	if (!is && !(may_become && mask & ~(unsigned)CTL_V2_CORE && is_root_of_threads(h, len)))
		return 0;
	if (!is)
		set_controllers(h, len, '-', mask);
	errno = EBUSY;
	return -1;
}

/* One write for each group from the base down to the parent of the container's. */
static int enable(const struct hierarchy *h, unsigned mask)
{
	for (unsigned len = 0; len != GROUP; len = group_next(len))
		if (give(h, len, mask) < 0 && (errno != EBUSY || !(mask & h->use) || step_aside(h, len) < 0 || give(h, len, mask) < 0))
			return fail_hint(errno == EBUSY ? group_remedy() : NULL, "%s", group_file(len, control));
	return 0;
}

int v2_open(struct hierarchy *h, bool detached)
{
	if (detached)
		first = getppid();
	/* What is only nice to have may be refused. */
	if (enable(h, h->use | h->extra) < 0 && enable(h, h->use) < 0)
		return -1;
	h->dir = group_open(h, "", O_PATH | O_DIRECTORY);
	h->attach = group_open(h, "cgroup.procs", O_WRONLY);
	return h->dir < 0 || h->attach < 0 ? fail_sys("cgroup.procs") : 0;
}
