/* SPDX-License-Identifier: GPL-2.0-only */
/* What root/mount.c falls back to before 5.2 (the mount API) and 5.12 (mount_setattr). Private to the room. */
#ifndef ROOT_OLDKERNEL_H
#define ROOT_OLDKERNEL_H
#include <errno.h>
#include <stdbool.h>
#include "autoconf.h"

#if CFG_ROOT_OLDKERNEL
int old_mount_new(int dir, const char *name, const char *type, const char *const keys[], unsigned attr);
int old_mount_attach(int copy, int target, int root, const char *where, unsigned attr, bool rec);
int old_attributes(int fd, unsigned attr, bool rec);

/*
 * Makes ROOT (the working directory) a mount of its own by a bind over itself and enters it; the path is walked once more, and what is
 * found must be the same directory. Returns a descriptor of it, or -1 with the error's text.
 */
int old_bind_root(unsigned attr);

/* After something was mounted on the working directory: enters that. Returns a descriptor, or -1 with the error's text. */
int old_reenter(unsigned long magic);
#else
static inline int old_mount_new(int dir, const char *name, const char *type, const char *const keys[], unsigned attr)
{
	(void)dir, (void)name, (void)type, (void)keys, (void)attr;
	errno = ENOSYS;
	return -1;
}
static inline int old_mount_attach(int copy, int target, int root, const char *where, unsigned attr, bool rec)
{
	(void)copy, (void)target, (void)root, (void)where, (void)attr, (void)rec;
	errno = ENOSYS;
	return -1;
}
static inline int old_attributes(int fd, unsigned attr, bool rec)
{
	(void)fd, (void)attr, (void)rec;
	errno = ENOSYS;
	return -1;
}
static inline int old_bind_root(unsigned attr)
{
	(void)attr;
	errno = ENOSYS;
	return -1;
}
static inline int old_reenter(unsigned long magic)
{
	(void)magic;
	errno = ENOSYS;
	return -1;
}
#endif
#endif
