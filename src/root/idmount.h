/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Idmapped mounts: what belongs to id N on disk is the container's N. Setting one up takes rights over the file system, so the parent does it,
 * on a copy of the mount that is attached nowhere yet; the child has the copy by the same descriptor, opened before the clone.
 */
#ifndef ROOT_IDMOUNT_H
#define ROOT_IDMOUNT_H
#include <stdbool.h>
#include <sys/types.h>
#include "spec/spec.h"

#if CFG_MNT_IDMAP
/* Are files to have the container's owners? In root's user namespaces. */
bool idmount_wanted(const struct spec *spec);

/* Parent: *TREE, where it is open and owners are to be so, is idmapped by root_attach, and closed. Twice at most. */
void idmount_add(const struct spec *spec, int *tree);

/* Parent: a copy of the mounts at and below FD (or AT_FDCWD) for that; *TREE stays -1 where it could not be. Returns 0, or -1 with the error's text. */
int idmount_copy(const struct spec *spec, int fd, int *tree);

/* Parent, once PID's user namespace has its maps: idmaps TREE and, where REC, what lies below it. Returns 0, or -1 with errno. */
int idmount_set(pid_t pid, int tree, bool rec);

/* Does this errno of idmount_set say that the kernel or the file system cannot? */
bool idmount_cannot(int err);

/*
 * Child: *TREE becomes -1 unless what lies at PLAIN (a descriptor or AT_FDCWD) is nobody's and *TREE, its copy, is somebody's. So a file system
 * whose owners are the container's ids as it stands is left as it is. Returns 0; 1: it is nobody's either way; -1 with errno.
 */
int idmount_choose(int plain, int *tree);
#else
static inline bool idmount_wanted(const struct spec *spec) { return (void)spec, false; }
static inline void idmount_add(const struct spec *spec, int *tree) { (void)spec, (void)tree; }
static inline int idmount_copy(const struct spec *spec, int fd, int *tree) { return (void)spec, (void)fd, (void)tree, 0; }
static inline int idmount_set(pid_t pid, int tree, bool rec) { return (void)pid, (void)tree, (void)rec, -1; }
static inline bool idmount_cannot(int err) { return (void)err, false; }
static inline int idmount_choose(int plain, int *tree) { return (void)plain, (void)tree, 0; }
#endif
#endif
