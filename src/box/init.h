/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * --init: husk stays as the container's first process and COMMAND is its child. It keeps its ids, and with them the parent-death signal:
 * it dies with the supervisor whatever COMMAND does, and in a pid namespace takes all others along. It has no descriptor, no capability but
 * `kill`, and nobody looks into it. With --share pid orphans come to it as well (PR_SET_CHILD_SUBREAPER, 3.4).
 */
#ifndef BOX_INIT_H
#define BOX_INIT_H
#include "spec/spec.h"

#if CFG_BOX_INIT
/* Step, child, in its session, before its ids change and while the host's procfs is open: returns in COMMAND's process, which has a session of its own again. */
int init_enter(const struct spec *spec);
#else
#define init_enter NULL
#endif
#endif
