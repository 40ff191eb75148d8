/* SPDX-License-Identifier: GPL-2.0-only */
/* A root whose changes go elsewhere. */
#ifndef ROOT_OVERLAY_H
#define ROOT_OVERLAY_H
#include "spec/spec.h"

#if CFG_ROOT_OVERLAY
/* Parent: --overlay=DIR belongs to one container at a time. The lock is the open directory's, kept until the process ends. */
int overlay_lock(const struct spec *spec);

/*
 * Child: mounts an overlay with the working directory as its lower and DIR/upper, or a fresh tmpfs, above it, with ATTR, over the working
 * directory. Returns a descriptor of its root, or -1 with the error's text.
 */
int overlay_mount(const struct spec *spec, unsigned attr);
#else
static inline int overlay_lock(const struct spec *spec) { return (void)spec, 0; }
static inline int overlay_mount(const struct spec *spec, unsigned attr) { return (void)spec, (void)attr, -1; }
#endif
#endif
