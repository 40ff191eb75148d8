/* SPDX-License-Identifier: GPL-2.0-only */
/* The plan: everything that `run` does to a system is a row of one table (box/steps.c). The core never names a feature. */
#ifndef BOX_STEP_H
#define BOX_STEP_H
#include <stddef.h>
#include "spec/spec.h"
#include "spec/trace.h"

/*
 * Every member may be NULL, returns 0 or -1 with the error's text set ("OBJECT: WHY"), and does nothing, without a system call, where
 * the specification does not ask for it.
 */
struct step {
	/* Is the row of use for this specification? NULL: always. Decides alone whether the child must wait for attach(). */
	bool (*wanted)(const struct spec *);
	/* Parent: says in the trace what will stand on the host. Changes nothing. */
	int (*plan)(const struct spec *, struct trace *);
	/* Parent, before the clone: makes it, and opens what the child needs. */
	int (*prepare)(const struct spec *, struct trace *);
	/* Parent, trace->pid running and waiting for "go". */
	int (*attach)(const struct spec *, struct trace *);
	/* Child, after "go", in the table's order, up to the exec. */
	int (*enter)(const struct spec *);
	/* Parent, by the trace alone; what is absent counts as done. Never fails for good: says what it could not remove. */
	int (*undo)(const struct trace *);
};

extern const struct step steps[];
extern const size_t n_steps;
#endif
