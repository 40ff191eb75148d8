/* SPDX-License-Identifier: GPL-2.0-only */
/* Hexadecimal masks of /proc/self/status: SigIgn, CapBnd (proc(5)). */
#ifndef GUARD_STATUS_H
#define GUARD_STATUS_H
#include <stdint.h>

/* The masks of this process as they are now; all ones where /proc cannot say. One read. */
uint64_t status_field(const char *name);

/* The same in the text of a status file. Pure. */
uint64_t status_find(const char *text, const char *name);

/* Reads this process's status file into BUF of SIZE bytes. Returns 0, or -1 with errno. */
int status_read(char *buf, unsigned size);
#endif
