// SPDX-License-Identifier: GPL-2.0-only
/* cgroup v1: a group that takes processes. */
#include "cgroup/v1.h"
#include <fcntl.h>
#include "base/log.h"
#include "cgroup/group.h"

/* Copies FILE of each group above into the one below it where that one's is empty, as it is when fresh. */
static int inherit(const struct hierarchy *h, const char *file)
{
	char text[2][512];
	unsigned above = 0, len = 0;

	for (;; len = group_next(len)) {
		if (group_get(h, len, file, text[!above], sizeof(text[0])) < 0)
			return -1;
		if (text[!above][0] > '\n')
			above = !above;
		else if (group_put(h, len, file, text[above]) < 0)
			return -1;
		if (len == GROUP)
			return 0;
	}
}

int v1_open(struct hierarchy *h)
{
	/* A fresh cpuset has no CPU and no memory node, and takes no process (ENOSPC): also where it only shares the hierarchy. */
	if ((h->has & CTL_CPUSET) && (inherit(h, "cpuset.cpus") < 0 || inherit(h, "cpuset.mems") < 0))
		return fail_sys("cpuset");
	h->attach = group_open(h, "tasks", O_WRONLY);
	return h->attach < 0 ? fail_sys("tasks") : 0;
}
