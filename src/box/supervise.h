/* SPDX-License-Identifier: GPL-2.0-only */
/* The parent while the container lives: waits, forwards signals, stops. */
#ifndef BOX_SUPERVISE_H
#define BOX_SUPERVISE_H
#include "base/sys.h"
#include "spec/trace.h"

/*
 * Functions that run while the container does: one piece of the code, beside the C library's calls, so that most of husk's pages are not
 * needed meanwhile.
 */
#define WAITS __attribute__((section(".text_wait")))

/* Blocks every signal for this process; what arrives is read by the two below. Call before the clone. Returns 0, or -1 with the text. */
int supervise_prepare(void);

/* For a child that has this memory until its exec; supervise_wait gives it back then. */
struct sys_stack supervise_stack(void);

/* Step, parent: how COMMAND is to be stopped, noted for others as well. */
int supervise_plan(const struct spec *spec, struct trace *trace);

/*
 * Waits until the child has something to say on SOCK, or has closed its end; with SOCK -1, as COMMAND runs now, until it has ended. WAKE: what SOCK
 * wakes it by, POLLIN, or 0: only when it is closed, and then all that was said is there. Meanwhile signals go on to PID; TERM begins the stop
 * (--stop-signal, after --stop-timeout KILL; during the set-up KILL), the third INT within 2 s is KILL (husk(8): SIGNALS). Returns 0; or -1, as it cannot
 * wait: with SOCK -1 with the error's text, else without, and the child may be anywhere: who reads from SOCK waits then.
 */
int supervise_wait(pid_t pid, int sock, short wake, int *status);

/* Has a TERM been read? */
bool supervise_is_stopping(void);

/* Is it time to stop: by a TERM that nobody has read yet, or as the time has passed that one left to COMMAND? */
bool supervise_is_told(void);

/* Reaps PID, killed before. */
void supervise_reap(pid_t pid, int *status);
#endif
