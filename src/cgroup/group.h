/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The container's group in one hierarchy: made, written, emptied, removed. It has one path in all of them, "husk/NAME" below the root,
 * and there is one container at a time; the groups above it are named by how many bytes of that path they take, 0 being the root.
 */
#ifndef CGROUP_GROUP_H
#define CGROUP_GROUP_H
#include <limits.h>
#include <sys/types.h>
#include "cgroup/hierarchy.h"

#define GROUP UINT_MAX /* all of the path: the container's own group */

void group_name(const char *path);

/* What mends it where a group may not be made or cannot give its controllers; valid until the next text. */
const char *group_remedy(void);

/* The group below LEN on the way to the container's. */
unsigned group_next(unsigned len);

/* FILE in the group LEN, below the hierarchy's root; valid until the next call of anything here. */
const char *group_file(unsigned len, const char *file);

/* Makes the group, and its parents where they are missing. Sets h->made. -1 with errno and no text; EEXIST: somebody else's. */
int group_make(struct hierarchy *h);

/*
 * Removes the group where h->made, WITH_ALL that are below it, and those of its parents that are husk's and empty. What is absent counts as done;
 * EBUSY: in use.
 */
int group_remove(struct hierarchy *h, bool with_all);

/* fd_put, fd_get of FILE in the group LEN; open of one in the container's. */
int group_put(const struct hierarchy *h, unsigned len, const char *file, const char *text);
ssize_t group_get(const struct hierarchy *h, unsigned len, const char *file, char *buf, size_t size);
int group_open(const struct hierarchy *h, const char *file, int flags);

/* Sends KILL to whatever is in the group and below it, frozen or not. It may still be there when this returns. */
void group_kill(const struct hierarchy *h);
#endif
