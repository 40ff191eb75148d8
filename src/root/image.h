/* SPDX-License-Identifier: GPL-2.0-only */
/* A root that is a file with a file system in it: read-only, by a loop device that goes with its last user, however that ends. */
#ifndef ROOT_IMAGE_H
#define ROOT_IMAGE_H
#include "spec/spec.h"

#if CFG_ROOT_IMAGE
/*
 * Parent: opens ROOT, an ordinary file, once, gives it a loop device (autoclear, 2.6.25) and mounts that, attached nowhere: an image cannot be
 * mounted from within a user namespace. Before 5.2 the child mounts it. Returns 0, or -1 with the error's text.
 */
int image_prepare(const struct spec *spec);

/*
 * Child: attaches it over the working directory and goes there. Returns a descriptor of its root, 0 where ROOT is no image, or -1 with the
 * error's text.
 */
int image_mount(const struct spec *spec);
#else
static inline int image_prepare(const struct spec *spec) { return (void)spec, -1; }
static inline int image_mount(const struct spec *spec) { return (void)spec, 0; }
#endif
#endif
