/* SPDX-License-Identifier: GPL-2.0-only */
/* For people: every subsystem of the kernel and where it is mounted (`husk cgroup ls`, `husk check`). */
#ifndef CGROUP_SUBSYSTEM_H
#define CGROUP_SUBSYSTEM_H
#include <stdbool.h>
#include <stddef.h>

struct layout {
	bool v1, v2;	       /* is any hierarchy of it mounted? */
	char root[256];	       /* the first v2 mount */
	char controllers[256]; /* of v2: the text of its cgroup.controllers */
};

/* 0 or -1 with the error's text set. */
int subsystem_layout(struct layout *layout);

/* The version on which NAME is to be had, 1, 2 or 0, and in WHERE the mount point. v1's blkio is io on v2, and is found by either name. */
int subsystem_find(const struct layout *layout, const char *name, char *where, size_t size);
#endif
