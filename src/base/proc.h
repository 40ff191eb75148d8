/* SPDX-License-Identifier: GPL-2.0-only */
/* The one procfs that husk trusts: proven by file system type and root inode, never by its path. */
#ifndef BASE_PROC_H
#define BASE_PROC_H
#include <stdbool.h>
#include <sys/types.h>

/*
 * A descriptor (O_PATH, close-on-exec) of a procfs that shows the caller's pid namespace: /proc where it is one (PROC_SUPER_MAGIC and
 * inode 1, so a bind of a part of it does not pass), else a detached mount of its own (5.2). Opened at the first call and kept: the
 * caller does not close it. Returns -1 with the error's text set where there is none; box_run asks before all the others.
 */
int proc_fd(void);

/* Closes it; the next call opens it again. */
void proc_close(void);

/* Uses FD, a procfs mounted by husk itself, from now on. FD stays the caller's. */
void proc_use(int fd);

/* Opens, for reading, the file of that procfs that FMT names (as str_fmt). Returns a descriptor, or -1 with errno. */
int proc_open(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Writes TEXT to it, in one write(2). Returns 0, or -1 with errno. */
int proc_put(const char *text, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/*
 * Reads such a file that is one record of less than SIZE bytes, or of which no more than that is wanted, into BUF, and ends it with a NUL: one
 * read(2) has it whole, and none asks for more. Returns its length, or -1 with errno.
 */
ssize_t proc_get(char *buf, size_t size, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Is this process in a user namespace that does not map all ids? */
bool proc_in_userns(void);
#endif
