/* SPDX-License-Identifier: GPL-2.0-only */
/* Hexadecimal masks of /proc/self/status: SigIgn, CapBnd (proc(5)). */
#ifndef GUARD_STATUS_H
#define GUARD_STATUS_H
#include <stdint.h>

/* Reads this process's status file, as it is now, in one read. Returns 0, or -1 with the error's text set. */
int status_read(void);

/* The mask on LINE ("\nSigIgn:\t": no process's name has a line break there) of what was read; all ones where there is none. */
uint64_t status_mask(const char *line);
#define STATUS_MASK 9 /* every such line's bytes before its number */
#endif
