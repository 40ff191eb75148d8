/* SPDX-License-Identifier: GPL-2.0-only */
/* Processes by pid and start time: together they are never reused within one boot. */
#ifndef BOX_PROCESS_H
#define BOX_PROCESS_H
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Field 22 of /proc/PID/stat, in clock ticks since boot; 0 where there is no such process or it is a zombie. */
uint64_t process_start(pid_t pid);

/* The same in the text of a stat file. Pure. */
uint64_t process_start_in(const char *stat);

/*
 * Has it not made an exec since it was cloned, be it dead by now? By field 9 of /proc/PID/stat, the kernel's flags, of which an exec takes one away where
 * it cannot fail any more. No, where it cannot be seen.
 */
bool process_never_ran(pid_t pid);

/* The same in the text of a stat file. Pure. */
bool process_never_ran_in(const char *stat);

/* Kills PID and waits, at most 2 s, until it is gone; nothing where START is not its start time. */
void process_finish(pid_t pid, uint64_t start);
#endif
