/* SPDX-License-Identifier: GPL-2.0-only */
/* Capabilities (capabilities(7)), by libcap-ng. The five masks after caps_enter(): bounding = what is kept, effective and permitted = kept
 * where COMMAND is uid 0 (else --ambient's), inheritable and ambient what --ambient names of it. No SECBIT is set: the bounding set limits uid 0. */
#ifndef GUARD_CAPS_H
#define GUARD_CAPS_H
#include <stdint.h>
#include "guard/status.h"
#include "spec/spec.h"

#if CFG_GUARD_CAPS
/* What husk(8)'s default leaves, with --cap-add and --cap-drop. Pure; SPEC_ALL bits beyond the kernel's last one do no harm. */
uint64_t caps_kept(const struct spec *spec);

/* Takes all but those in MASK from this process's own three sets. Returns 0, or -1 with errno. */
int caps_only(uint64_t mask);

/* Cuts the bounding set, and has permitted outlive the ids where --ambient needs it: before the ids change. Capabilities that this libcap-ng or
 * kernel does not know by name go too. */
int caps_bound(const struct spec *spec);

/* Sets the other sets, reads the status file and compares all five. After the ids. UID: COMMAND's, inside. */
int caps_enter(const struct spec *spec, uint32_t uid);
#else
static inline uint64_t caps_kept(const struct spec *spec) { return (void)spec, SPEC_ALL; }
static inline int caps_only(uint64_t mask) { return (void)mask, 0; }
static inline int caps_bound(const struct spec *spec) { return (void)spec, 0; }
static inline int caps_enter(const struct spec *spec, uint32_t uid) { return (void)spec, (void)uid, status_read(); }
#endif
#endif
