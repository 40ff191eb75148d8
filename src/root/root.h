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

/* Step, parent, once the maps are written: ROOT and an overlay's directory idmapped, where their file systems can. */
#if CFG_MNT_IDMAP
int root_attach(const struct spec *spec, struct trace *trace);
#else
#define root_attach NULL
#endif

/* Parent, before a user namespace: is the caller in one already? Then the kernel may refuse a fresh /proc or /sys. */
void root_note_nesting(void);

/* Steps, child, in this order. */
int root_begin(const struct spec *spec);      /* before the ids change: opens what is closed to others */
int root_isolate(const struct spec *spec);    /* nothing that is mounted from here on reaches the host */
#if CFG_MNT_BIND || CFG_MNT_TMPFS
int root_prepare_binds(const struct spec *spec, struct trace *trace); /* parent: copies of those to be idmapped */
int root_attach_binds(const struct spec *spec, struct trace *trace);
int root_open_binds(const struct spec *spec); /* the host's sources, before the new root covers anything */
int root_mount_binds(const struct spec *spec); /* --bind and --tmpfs; after root_mask_kernel */
#else
#define root_prepare_binds NULL
#define root_attach_binds NULL
#define root_open_binds NULL
#define root_mount_binds NULL
#endif
#if CFG_MNT_SYSCTL
int root_set_sysctls(const struct spec *spec); /* before /proc/sys is read-only, behind the links */
#else
#define root_set_sysctls NULL
#endif
#if CFG_MNT_DEVICE
int root_add_devices(const struct spec *spec); /* --device, the host's node at its own path */
#else
#define root_add_devices NULL
#endif
#if CFG_MNT_DNS
int root_write_dns(const struct spec *spec); /* resolv.conf, hosts and hostname, over what ROOT or a bind has there */
#else
#define root_write_dns NULL
#endif
#if CFG_MNT_MASK_MORE
int root_mount_masks(const struct spec *spec); /* --mask, over all else */
#else
#define root_mount_masks NULL
#endif
#if CFG_MNT_DEV
int root_own_null(const struct spec *spec); /* a standard stream that is the host's null device becomes husk's own: its mode is root's inside to change */
#else
#define root_own_null NULL
#endif
int root_enter(const struct spec *spec);      /* ROOT as a mount of its own, nosuid and nodev, or the overlay */
int root_mount_dev(const struct spec *spec);    /* /dev and /tmp */
int root_mount_kernel(const struct spec *spec); /* /proc and /sys; from here on base/proc.h is the container's, where that may be written to */
int root_mask_kernel(const struct spec *spec);	/* what of these is read-only or hidden */
int root_switch(const struct spec *spec);	/* pivot_root, or move and chroot; the host's mounts are gone after it */
int root_workdir(const struct spec *spec);	/* inside: the working directory, proven to be inside */

/* For the other files of the room: the new root's top, O_PATH; valid from root_enter to the exec. */
int root_fd(void);

/* husk's own /dev, O_PATH; -1 where the build has none. From root_mount_dev to inside_forget_host. */
int root_dev_fd(void);
#endif
