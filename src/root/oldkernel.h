/* SPDX-License-Identifier: GPL-2.0-only */
/* What root/mount.c falls back to before 5.2 (the mount API) and 5.12 (mount_setattr). Private to the room. All: -1 with errno, no text. */
#ifndef ROOT_OLDKERNEL_H
#define ROOT_OLDKERNEL_H
#include <errno.h>
#include <stdbool.h>
#include "autoconf.h"

#if CFG_ROOT_OLDKERNEL
/* As mount_over. Where the first of KEYS is "source=DEVICE", the second is "ro", which ATTR says. */
int old_mount_over(const char *type, const char *const keys[], unsigned attr);
/* As mount_attach. DETACHED: COPY is one, of open_tree(2); else the thing itself, to be bound. */
int old_mount_attach(int copy, int target, const char *where, unsigned attr, bool detached);
int old_attributes(int fd, unsigned attr);

/* Binds the working directory over itself, with all below it. Returns a descriptor of the new mount. */
int old_bind_over(void);
#else
static inline int old_mount_over(const char *type, const char *const keys[], unsigned attr)
{
	(void)type, (void)keys, (void)attr;
	errno = ENOSYS;
	return -1;
}
static inline int old_mount_attach(int copy, int target, const char *where, unsigned attr, bool detached)
{
	(void)detached, (void)copy, (void)target, (void)where, (void)attr;
	errno = ENOSYS;
	return -1;
}
static inline int old_attributes(int fd, unsigned attr)
{
	(void)fd, (void)attr;
	errno = ENOSYS;
	return -1;
}
static inline int old_bind_over(void)
{
	errno = ENOSYS;
	return -1;
}
#endif
#endif
