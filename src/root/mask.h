/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's dangerous files, out of the container's reach; and what else is to be. */
#ifndef ROOT_MASK_H
#define ROOT_MASK_H
#include <stdbool.h>
#include "spec/spec.h"

/* ARM only: alignment, how the whole machine takes unaligned access. */
#ifdef __arm__
#define MASK_MACHINE "rcpu\0"
#else
#define MASK_MACHINE
#endif

#if CFG_MNT_MASK
/*
 * Covers or makes read-only what root inside must not read or write, but for --unmask's. PROC, SYS, DEV: the roots of husk's own mounts; DEV has
 * the null device that covers files. WRITABLE: PROC is, and stays so. A file that this kernel does not have is passed over. Returns 0, or -1 with the error's text.
 */
int mask_kernel_files(const struct spec *spec, int proc, bool writable, int sys, int dev);

/* Does --unmask name NAME below TOP ("/proc" or "/sys"), or with "" TOP itself? */
bool mask_left_open(const struct spec *spec, const char *top, const char *name);
#else
static inline int mask_kernel_files(const struct spec *spec, int proc, bool writable, int sys, int dev)
{
	return (void)spec, (void)proc, (void)writable, (void)sys, (void)dev, 0;
}

static inline bool mask_left_open(const struct spec *spec, const char *top, const char *name) { return (void)spec, (void)top, (void)name, false; }
#endif
#endif
