/* SPDX-License-Identifier: GPL-2.0-only */
/* What COMMAND is not to ask of the kernel while it has the ids of the host. */
#ifndef GUARD_FILTER_H
#define GUARD_FILTER_H
#include "spec/spec.h"

#if CFG_GUARD_FILTER
/*
 * Child, with husk's rights, after its own last clone: from here on no typing on terminals for others (TIOCSTI, TIOCLINUX: EPERM), no new user
 * namespace, no other's (EPERM), no key and no file by its handle (ENOSYS), seccomp(2). In a user namespace COMMAND could mount, and the ids that own
 * control groups could enter them then; and a user's keyring is his wherever he is. The terminals only where COMMAND has a user namespace of its own
 * without such an id (idmap_has_caller), or keeps CAP_SYS_ADMIN and needs no such detour. Returns 0, or -1 with the error's text; for terminals alone, and
 * on a kernel without user namespaces, what cannot be filtered is left.
 */
int filter_enter(const struct spec *spec);
#else
static inline int filter_enter(const struct spec *spec) { return (void)spec, 0; }
#endif
#endif
