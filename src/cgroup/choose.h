/* SPDX-License-Identifier: GPL-2.0-only */
/* What cgroup_plan and cgroup_choose have decided, for the rest of the step. */
#ifndef CGROUP_CHOOSE_H
#define CGROUP_CHOOSE_H
#include <stdbool.h>
#include <stddef.h>
#include "cgroup/hierarchy.h"
#include "spec/spec.h"

/* Where figures are read and processes are frozen; cpuset is not among them, for it has to be filled before it takes a process. */
#define CTL_FIGURES (CTL_MEMORY | CTL_CPU | CTL_CPUACCT | CTL_PIDS | CTL_FREEZER)

/*
 * Hierarchies to use beyond those that a limit needs: CTL_FIGURES and the tree of v2 for a container that may be asked for its figures,
 * be paused, or have to be killed by its group; else 0.
 */
unsigned choose_extra(const struct spec *spec);

/* Bytes of trace->cgroup that are a plain user's own group, made by somebody else. */
size_t choose_base(void);

/* May the error whose text is set be passed over (--tolerate cgroup)? Then it is said here. */
bool choose_tolerated(const struct spec *spec);
#endif
