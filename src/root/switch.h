/* SPDX-License-Identifier: GPL-2.0-only */
/* Where / is the initramfs: move the new root over it. */
#ifndef ROOT_SWITCH_H
#define ROOT_SWITCH_H
#include <errno.h>
#include "spec/spec.h"

#if CFG_ROOT_MOVE
/*
 * Moves the mount at the working directory over / and changes root to it; then unmounts what the host had mounted, where it may (in a user
 * namespace those mounts are locked). With
 * --cap-add sys_chroot refused (EPERM): the classic way out of a chroot would be open. Returns 0, or -1 with errno.
 */
int switch_by_move(const struct spec *spec);
#else
static inline int switch_by_move(const struct spec *spec) { return (void)spec, errno = EINVAL, -1; }
#endif
#endif
