/* SPDX-License-Identifier: GPL-2.0-only */
/* Mounting by descriptor: the API of 5.2 and 5.12, or on older kernels (CONFIG_ROOT_OLDKERNEL) mount(2) on "." and by /proc/self/fd. */
#ifndef ROOT_MOUNT_H
#define ROOT_MOUNT_H
#include <stdbool.h>

/* The attributes of a mount: SYS_ATTR_* of base/sys.h, and these. */
#define MOUNT_ATTR_SLAVE 0x80000000u /* mounts made on the host arrive (slave), else they do not (private) */
#define MOUNT_ATTR_REC 0x40000000u   /* and all mounts below it get the same; for those that are attached, and mount_attributes */

/*
 * A new file system TYPE, not attached anywhere yet: no namespace's, so that a child may attach what its parent mounted. KEYS: "key=value" or
 * "key", ended by NULL; may be NULL. Returns a descriptor of its root, or -1 with errno; ENOSYS before 5.2.
 */
int mount_new(const char *type, const char *const keys[], unsigned attr);

/* Attaches FD, attached nowhere, on TARGET (a descriptor, or AT_FDCWD: over the working directory). Returns 0 or -1 with errno. */
int mount_move(int fd, int target);

/* A copy of the mount at PATH below AT ("": AT itself), with those below it where REC. Returns a descriptor, or -1 with errno; ENOSYS before 5.2. */
int mount_clone(int at, const char *path, bool rec);

/*
 * Mounts a new file system TYPE over the working directory and makes its root the working directory. KEYS as
 * above. WHERE names it in errors. Returns a descriptor (O_PATH) of that root, proven to be the new mount's, or -1 with the error's
 * text; errno stays.
 */
int mount_over(const char *where, const char *type, const char *const keys[], unsigned attr);

/* NAME of the new root, an ordinary directory, made where missing. Returns a descriptor (O_PATH), or -1 with the error's text. */
int mount_target(const char *name);

/* As mount_over, over mount_target(NAME); the working directory is undefined afterwards. */
int mount_default(const char *name, const char *type, const char *const keys[], unsigned attr);

/*
 * A copy of the mount at SOURCE (a descriptor), with those below it where REC; not attached anywhere yet. Before 5.2 SOURCE itself.
 * Returns a descriptor, or -1 with errno.
 */
int mount_copy(int source, bool rec);

/*
 * Attaches COPY on TARGET (a descriptor, directory or file as COPY is) with ATTR on it. WHERE names it in errors and finds the new mount
 * again on old kernels. Returns 0, or -1 with the error's text.
 */
int mount_attach(int copy, int target, const char *where, unsigned attr);

/* Attaches COPY so at WHERE inside the root, made where missing: a directory or a file, as COPY is. */
int mount_inside(int copy, const char *where, unsigned attr);

/* Copies SOURCE, not recursively, and attaches that. Returns 0, or -1 with the error's text. */
int mount_file(int source, int target, const char *where, unsigned attr);

/* Sets ATTR on the mount at FD, a mount's root. Returns 0 or -1 with errno. */
int mount_attributes(int fd, unsigned attr);
#endif
