/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The state directory: CONFIG_STATE_DIR for root, else $XDG_RUNTIME_DIR/husk or /tmp/husk-UID; 0700. One directory a container, locked
 * by its supervisor as long as it lives (flock(2), so the kernel unlocks it), with one file `record`: the trace.
 */
#ifndef BOX_STATE_H
#define BOX_STATE_H
#include <stddef.h>
#include "spec/trace.h"

/* Names TRACE anything on the host? */
static inline bool trace_is_used(const struct trace *trace) { return *trace->cgroup || *trace->link->name || *trace->pidfile; }

#if CFG_BOX_NAME
/*
 * Clears dead entries without a name of their own (docs/design.md) and, where NAMED, takes the name of TRACE: a live container of that
 * name is an error, what a dead one left is undone. Returns 0, or -1 with the error's text and nothing left.
 */
int state_begin(const struct trace *trace, bool named);

/*
 * Writes TRACE to the record, with the start time of its process where there is one. A container without a name takes its entry here, where its trace
 * names anything, and goes on without a record where there is no place for one. Returns 0, or -1 with the error's text.
 */
int state_write(struct trace *trace);

/* Is there a record? COMMAND waits until its process is in it. */
bool state_is_kept(void);

/*
 * The process of the container NAME, and its start time, which tells whether it has ended. 0 where there is no record, or none of this boot
 * and release.
 */
pid_t state_pid(const char *name, uint64_t *start);

/* Removes the record and gives the name back. */
void state_end(const struct trace *trace);
#else
static inline int state_begin(const struct trace *trace, bool named) { return (void)trace, (void)named, 0; }
static inline int state_write(struct trace *trace) { return (void)trace, 0; }
static inline bool state_is_kept(void) { return false; }
static inline pid_t state_pid(const char *name, uint64_t *start) { return (void)name, (void)start, 0; }
static inline void state_end(const struct trace *trace) { (void)trace; }
#endif
#endif
