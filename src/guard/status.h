/* SPDX-License-Identifier: GPL-2.0-only */
/* Hexadecimal masks of /proc/self/status: SigIgn, CapBnd (proc(5)). */
#ifndef GUARD_STATUS_H
#define GUARD_STATUS_H
#include <stdint.h>

/* Reads this process's status file, as it is now, in one read. Returns 0, or -1 with the error's text set. */
int status_read(void);

/* The line of LABEL ("\nSigIgn:\t", with the line break, which no process's name has) in what was read; NULL where there is none. */
const char *status_find(const char *label);

/* Reads the mask on LINE, whose label is as long as that, into *MASK. Returns the line behind it; NULL where there is none. */
const char *status_number(const char *line, uint64_t *mask);
#endif
