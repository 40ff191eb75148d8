/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's dangerous files, out of the container's reach. */
#ifndef ROOT_MASK_H
#define ROOT_MASK_H
#include "autoconf.h"

#if CFG_MNT_MASK
/*
 * Covers or makes read-only what root inside must not read or write. PROC, SYS, DEV: the roots of husk's own mounts; DEV has the null
 * device that covers files. A file that this kernel does not have is passed over. Returns 0, or -1 with the error's text.
 */
int mask_kernel_files(int proc, int sys, int dev);
#else
static inline int mask_kernel_files(int proc, int sys, int dev) { return (void)proc, (void)sys, (void)dev, 0; }
#endif
#endif
