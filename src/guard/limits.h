/* SPDX-License-Identifier: GPL-2.0-only */
/* Limits of the process itself: --rlimit, --nice, --oom-score. */
#ifndef GUARD_LIMITS_H
#define GUARD_LIMITS_H
#include "spec/trace.h"

#if CFG_GUARD_RLIMIT || CFG_GUARD_NICE || CFG_GUARD_OOM
/*
 * Step. attach: what asks for rights in the host's user namespace (prlimit(2), setpriority(2), proc(5): oom_score_adj), which the child may not have:
 * nice, the OOM score, and hard limits that are to be raised. enter: the limits themselves, which is then a right of everybody's; last of all, since they
 * may be too small for what husk does.
 */
int limits_plan(const struct spec *spec, struct trace *trace);
int limits_attach(const struct spec *spec, struct trace *trace);
int limits_enter(const struct spec *spec);
#else
#define limits_plan NULL
#define limits_attach NULL
#define limits_enter NULL
#endif
#endif
