/* SPDX-License-Identifier: GPL-2.0-only */
/* From root to COMMAND's user, in the one order that loses nothing on the way (docs/design.md). */
#ifndef GUARD_PRIVILEGE_H
#define GUARD_PRIVILEGE_H
#include "spec/spec.h"

/* Step, child, inside the new root: who COMMAND is to be, by the container's own files. */
int privilege_lookup(const struct spec *spec);

/* Its home directory, once it has been looked up. */
const char *privilege_home(void);

/* And its id. */
uint32_t privilege_uid(void);

/* Step, child: bounding set, groups, gid, uid, capabilities, parent-death signal, no_new_privs. */
int privilege_drop(const struct spec *spec);
#endif
