/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The state directory: CONFIG_STATE_DIR for root, else $XDG_RUNTIME_DIR/husk or /tmp/husk-UID; 0700. One directory a container, locked
 * by its supervisor as long as it lives (flock(2), so the kernel unlocks it), with one file `record`: the trace.
 */
#ifndef BOX_STATE_H
#define BOX_STATE_H
#include <stddef.h>
#include "spec/trace.h"

#if CFG_BOX_NAME
/*
 * Takes the name of TRACE and writes the record. A live container of that name is an error; a dead one's record is handed to UNDO first.
 * An entry whose name was derived and that is dead is cleared the same way, whatever its name. Where REQUIRED is false and there is no place
 * for records (not a tmpfs), goes on without one. Returns 0, or -1 with the error's text and nothing left.
 */
int state_claim(const struct trace *trace, bool required, int (*undo)(const struct trace *));

/* Writes the record again: the process is known now. */
int state_update(const struct trace *trace);

/* Removes the record and gives the name back. */
void state_release(const struct trace *trace);
#else
static inline int state_claim(const struct trace *trace, bool required, int (*undo)(const struct trace *))
{
	return (void)trace, (void)required, (void)undo, 0;
}
static inline int state_update(const struct trace *trace) { return (void)trace, 0; }
static inline void state_release(const struct trace *trace) { (void)trace; }
#endif
#endif
