/* SPDX-License-Identifier: GPL-2.0-only */
/* The plan: everything that `run` does to a system is a row of one table (box/steps.c). The core never names a feature. */
#ifndef BOX_STEP_H
#define BOX_STEP_H
#include <stddef.h>
#include "spec/spec.h"
#include "spec/trace.h"

typedef int step_fn(const struct spec *, struct trace *);
typedef int step_enter_fn(const struct spec *);
typedef int step_undo_fn(const struct trace *);

/*
 * The columns, each in the order of the rows. Every function returns 0 or -1 with the error's text set ("OBJECT: WHY"), and does nothing,
 * without a system call, where the specification does not ask for it. NULL: nothing to be called.
 */
extern step_fn *const step_plan[];	   /* parent: says in the trace what will stand on the host, and whether attach is needed. Changes nothing */
extern step_fn *const step_prepare[];	   /* parent, before the clone: makes it, and opens what the child needs */
extern step_fn *const step_attach[];	   /* parent, only where a plan set trace->attach: trace->pid runs and waits for "go" */
extern step_enter_fn *const step_enter[]; /* child, from the clone to the exec; a row of its own waits for "go" */
extern step_undo_fn *const step_undo[];   /* parent, by the trace alone, from the last to the first; what is absent counts as done */

extern const struct step_counts {
	size_t plan, prepare, attach, enter, undo;
} n_steps;
#endif
