/* SPDX-License-Identifier: GPL-2.0-only */
/* The plan: everything that `run` does to a system is a row of one table (box/steps.c). The core never names a feature. */
#ifndef BOX_STEP_H
#define BOX_STEP_H
#include <stddef.h>
#include "spec/spec.h"
#include "spec/trace.h"

typedef int step_fn(const struct spec *, struct trace *);

/*
 * Every member may be NULL, returns 0 or -1 with the error's text set ("OBJECT: WHY"), and does nothing, without a system call, where
 * the specification does not ask for it.
 */
struct step {
	step_fn *plan;	  /* parent: says in the trace what will stand on the host, and whether attach is needed. Changes nothing */
	step_fn *prepare; /* parent, before the clone: makes it, and opens what the child needs */
	step_fn *attach;  /* parent, only where a plan set trace->attach: trace->pid runs and waits for "go" */
	int (*enter)(const struct spec *);    /* child, after "go", in the table's order, up to the exec */
	int (*undo)(const struct trace *); /* parent, by the trace alone; what is absent counts as done */
};

extern const struct step steps[];
extern const size_t n_steps;
#endif
