/* SPDX-License-Identifier: GPL-2.0-only */
/* The parent while the container lives: waits, forwards signals, stops. */
#ifndef BOX_SUPERVISE_H
#define BOX_SUPERVISE_H
#include <sys/types.h>

/* Blocks every signal for this process; what arrives is read by the two below. Call before the clone. Returns 0, or -1 with the text. */
int supervise_prepare(void);

enum supervise_event {
	EVENT_MESSAGE, /* SOCK is readable */
	EVENT_ENDED,   /* the child has ended */
};

/*
 * Waits for either; SOCK -1: for the end alone. Meanwhile signals go on to PID; TERM begins the stop (STOP_TIMEOUT seconds, then
 * KILL), the third INT within 2 s is KILL (husk(8): SIGNALS). Returns the event, or -1 with the error's text.
 */
int supervise_wait(pid_t pid, int sock, int *status);

/* Reaps PID, killed before. */
void supervise_reap(pid_t pid, int *status);
#endif
