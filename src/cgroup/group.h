/* SPDX-License-Identifier: GPL-2.0-only */
/* One container's group in one hierarchy: made, written, emptied, removed. PATH is below the hierarchy's root, "husk/NAME". */
#ifndef CGROUP_GROUP_H
#define CGROUP_GROUP_H
#include <sys/types.h>
#include "cgroup/hierarchy.h"
#include "spec/trace.h"

#define GROUP_FILE (TRACE_CGROUP + 32) /* bytes of a group's path and the name of a file in it */

/* Makes the group, and its parents where they are missing. Sets h->made, h->parents. -1 with errno and no text; EEXIST: somebody else's. */
int group_make(struct hierarchy *h, const char *path);

/* Removes the group where h->made, and those of its parents that are husk's and empty. What is absent counts as done; EBUSY: in use. */
int group_remove(struct hierarchy *h, const char *path);

/* FILE of the group PATH ("" is the root): fd_put, fd_get, open. */
int group_put(const struct hierarchy *h, const char *path, const char *file, const char *text);
ssize_t group_get(const struct hierarchy *h, const char *path, const char *file, char *buf, size_t size);
int group_open(const struct hierarchy *h, const char *path, const char *file, int flags);

/* Sends KILL to whatever is in the group, frozen or not. It may still be there when this returns. */
void group_kill(const struct hierarchy *h, const char *path);
#endif
