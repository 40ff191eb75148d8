/* SPDX-License-Identifier: GPL-2.0-only */
/* What COMMAND is not to ask of the kernel while it has the ids of the host. */
#ifndef GUARD_FILTER_H
#define GUARD_FILTER_H
#include "spec/spec.h"

#if CFG_GUARD_FILTER
/*
 * Child, with husk's rights, after its own last clone: from here on no new user namespace, no other's (EPERM) and no key (ENOSYS), seccomp(2). In a
 * user namespace COMMAND could mount, and root's ids own the host's control groups, which it could mount then; and a user's keyring is his wherever he
 * is. Nothing is filtered in a user namespace of the container's own, nor for who keeps CAP_SYS_ADMIN and needs no such detour. Returns 0, or -1 with the error's
 * text; a kernel without user namespaces needs no filter.
 */
int filter_enter(const struct spec *spec);
#else
static inline int filter_enter(const struct spec *spec) { return (void)spec, 0; }
#endif
#endif
