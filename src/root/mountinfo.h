/* SPDX-License-Identifier: GPL-2.0-only */
/* The mounts of this process's namespace, from /proc/self/mountinfo (proc(5)). */
#ifndef ROOT_MOUNTINFO_H
#define ROOT_MOUNTINFO_H
#include <stdbool.h>

#define MOUNTINFO_TEXT 32768
#define MOUNTINFO_MAX 256

struct mountinfo {
	unsigned n;
	struct {
		int id, parent;
		const char *path; /* mount point, unescaped, as seen from this process's root; in text */
	} mounts[MOUNTINFO_MAX];
	char text[MOUNTINFO_TEXT];
};

/* Reads and parses. Returns 0, or -1 with errno (EFBIG: more mounts than fit). */
int mountinfo_read(struct mountinfo *info);

/* The same for the text in INFO. Pure. */
int mountinfo_parse(struct mountinfo *info);

/* Does mount I lie below the mount TOP, at any depth? */
bool mountinfo_below(const struct mountinfo *info, unsigned i, int top);

/* Is mount I, below TOP, hidden by another one there, over it or over a directory on the way to it? */
bool mountinfo_covered(const struct mountinfo *info, unsigned i, int top);

/* The id of the mount that FD lies on (/proc/self/fdinfo, 3.15), or -1. */
int mountinfo_id(int fd);

/*
 * Opens what mountinfo_id reads, or returns -1. It does so itself, but before 5.14 the directory is closed to a process that has changed its ids: one that
 * will begins before. What is open tells of whatever has that descriptor's number.
 */
int mountinfo_begin(void);
#endif
