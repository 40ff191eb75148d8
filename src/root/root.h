/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the container sees. The steps run in the child's own mount namespace, before the root switch: the host is still there, so every
 * target is a descriptor that base/path.h resolved inside the new root. Nothing here closes what it
 * opens: inside_forget_host does that at once, before anything of the container's is looked at, where each call of its own costs time and bytes.
 */
#ifndef ROOT_ROOT_H
#define ROOT_ROOT_H
#include "spec/trace.h"

/* Step, parent: goes to ROOT, so that the child finds itself there whatever its ids may search; locks an overlay's directory. */
int root_prepare(const struct spec *spec, struct trace *trace);

/* Steps, child, in this order. */
int root_isolate(const struct spec *spec);    /* nothing that is mounted from here on reaches the host */
#if CFG_MNT_BIND || CFG_MNT_TMPFS
int root_open_binds(const struct spec *spec); /* the host's sources, before the new root covers anything */
int root_mount_binds(const struct spec *spec); /* --bind and --tmpfs; after root_mount_defaults */
#else
#define root_open_binds NULL
#define root_mount_binds NULL
#endif
int root_enter(const struct spec *spec);      /* ROOT as a mount of its own, nosuid and nodev, or the overlay */
int root_mount_defaults(const struct spec *spec); /* /dev /proc /sys /tmp, masks */
int root_switch(const struct spec *spec);	/* pivot_root, or move and chroot; the host's mounts are gone after it */
int root_workdir(const struct spec *spec);	/* inside: the working directory, proven to be inside */

/* The container's own /dev, from root_mount_defaults to the root switch. */
int root_dev(void);

/* For the other files of the room: the new root's top, O_PATH; valid from root_enter to the exec. */
int root_fd(void);
#endif
