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

/* Can ROOT be a layer of the overlay then, if there is one? From 5.19 on. */
bool idmount_layers(const struct spec *spec);

/* Parent: a copy of the mounts at and below FD (or AT_FDCWD), for idmount_set. Returns a descriptor, or -1 where this kernel cannot. */
int idmount_copy(const struct spec *spec, int fd);

/* Parent, once PID's user namespace has its maps: idmaps TREE, and where REC what lies below it. Returns 0 or -1 with errno. */
int idmount_set(pid_t pid, int tree, bool rec);

/*
 * Child: is what lies at PLAIN (a descriptor or AT_FDCWD) nobody's, and at TREE, its idmapped copy, somebody's? So a file system whose
 * owners are the container's ids as it stands is left as it is.
 */
bool idmount_helps(int plain, int tree);

/* Has the file at FD (or AT_FDCWD) no owner here? */
bool idmount_nobodys(int fd);
#else
static inline bool idmount_wanted(const struct spec *spec) { return (void)spec, false; }
static inline bool idmount_layers(const struct spec *spec) { return (void)spec, false; }
static inline int idmount_copy(const struct spec *spec, int fd) { return (void)spec, (void)fd, -1; }
static inline int idmount_set(pid_t pid, int tree, bool rec) { return (void)pid, (void)tree, (void)rec, -1; }
static inline bool idmount_helps(int plain, int tree) { return (void)plain, (void)tree, false; }
static inline bool idmount_nobodys(int fd) { return (void)fd, false; }
#endif
#endif
