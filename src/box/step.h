/* SPDX-License-Identifier: GPL-2.0-only */
/* The plan: everything that `run` does to a system is a row of one table (box/steps.c). The core never names a feature. */
#ifndef BOX_STEP_H
#define BOX_STEP_H
#include "spec/spec.h"
#include "spec/trace.h"

typedef int step_fn(const struct spec *, struct trace *);
typedef int step_enter_fn(const struct spec *);
typedef int step_undo_fn(const struct trace *);

/*
 * The columns: each calls its functions in the order of the rows, up to the first that fails. Every function returns 0 or -1 with the error's text
 * set ("OBJECT: WHY"), and does nothing, without a system call, where the specification does not ask for it.
 */

/* Parent: says in the trace what will stand on the host, and whether attach is needed. Changes nothing. */
int step_plan(const struct spec *spec, struct trace *trace);

/* Parent, before the clone: makes it, and opens what the child needs. */
int step_prepare(const struct spec *spec, struct trace *trace);

/* Parent, only where a plan set trace->attach: trace->pid runs and waits for "go". */
int step_attach(const struct spec *spec, struct trace *trace);

/* Child, from the clone to the exec; a row of its own waits for "go". */
int step_enter(const struct spec *spec);

/* Parent, by the trace alone: all of them, from the last row back. What is absent counts as done. -1 where one failed, with the last one's text. */
int step_undo(const struct trace *trace);
#endif
