/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * --detach: two processes. The first waits for the outcome of the start, the second becomes the supervisor: it is the one that clones, since
 * COMMAND is bound to its parent's life, and speaks for itself on the caller's standard error until COMMAND runs.
 */
#ifndef BOX_DETACH_H
#define BOX_DETACH_H
#include "spec/trace.h"

#if CFG_BOX_DETACH
/*
 * Before anything with a pid in it is settled. Returns true in the supervisor, which goes on; false in the first process once it is told, with
 * its exit status, or -1 with the error's text, in *STATUS.
 */
bool detach_fork(int *status);

/* Step, child: its standard streams are the container's own /dev/null. */
int detach_enter(const struct spec *spec);

/* In the supervisor, once COMMAND runs: lets go of the caller's streams, then of the caller. A caller that is gone has no container: -1. */
int detach_started(void);
#else
static inline bool detach_fork(int *status) { return (void)status, true; }
#define detach_enter NULL
static inline int detach_started(void) { return 0; }
#endif
#endif
