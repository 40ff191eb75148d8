/* SPDX-License-Identifier: GPL-2.0-only */
/* Where / is the initramfs: move the new root over it. */
#ifndef ROOT_SWITCH_H
#define ROOT_SWITCH_H
#include <errno.h>
#include "autoconf.h"

#if CFG_ROOT_MOVE
/*
 * Moves the mount at the working directory over / and changes root to it; then unmounts what the host had mounted, where it may (in a user
 * namespace those mounts are locked). Returns 0, or -1 with errno.
 */
int switch_by_move(void);
#else
static inline int switch_by_move(void) { return errno = EINVAL, -1; }
#endif
#endif
