/* SPDX-License-Identifier: GPL-2.0-only */
/* --user, resolved against the container's own passwd and group. */
#ifndef GUARD_PASSWD_H
#define GUARD_PASSWD_H
#include <stdint.h>
#include <sys/types.h>
#include "autoconf.h"

#define IDENTITY_GROUPS 64 /* supplementary groups that husk sets at most */

struct identity {
	uid_t uid;
	gid_t gid;
	gid_t groups[IDENTITY_GROUPS];
	unsigned n_groups;
	char home[256]; /* "/" where passwd says nothing */
};

#if CFG_GUARD_USER
/*
 * Fills *ID from USER ("UID[:GID][,GID...]", numbers or names, already of valid form), which it cuts into pieces. PASSWD and GROUP are read
 * as ordinary files only: a missing file is an empty one. Without GID: passwd's group, else the number of UID; groups of the group file
 * only where UID is a name. Returns 0, or -1 with the error's text: a name that is not there, more than IDENTITY_GROUPS groups.
 */
int passwd_identity(const char *passwd, const char *group, char *user, struct identity *id);
#else
static inline int passwd_identity(const char *passwd, const char *group, char *user, struct identity *id)
{
	(void)passwd, (void)group, (void)user;
	id->home[0] = '/';
	return 0;
}
#endif
#endif
