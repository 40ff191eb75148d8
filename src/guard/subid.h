/* SPDX-License-Identifier: GPL-2.0-only */
/* Subordinate ids of a plain user: the set-user-id programs newuidmap(1) and newgidmap(1) of the shadow suite. */
#ifndef GUARD_SUBID_H
#define GUARD_SUBID_H
#include <sys/types.h>
#include "autoconf.h"

#if CFG_NS_USER_HELPER
/*
 * Has FILE (uid_map or gid_map) of process PID written by its helper, which judges by /etc/subuid or /etc/subgid. TEXT: the map as the kernel wants it,
 * which it cuts into words. Returns 0, or -1 with the error's text: the helper's own first line, or that it is missing.
 */
int subid_map(pid_t pid, const char *file, char *text);
#else
static inline int subid_map(pid_t pid, const char *file, char *text) { return (void)pid, (void)file, (void)text, -1; }
#endif
#endif
