/* SPDX-License-Identifier: GPL-2.0-only */
/* A text file line by line, in a fixed buffer. */
#ifndef BASE_LINES_H
#define BASE_LINES_H
#include <stdbool.h>
#include <stddef.h>

struct lines {
	int fd; /* closed behind the last line; by the caller where he does not read so far */
	bool cut; /* a line was passed over, or what is behind `left` */
	size_t left; /* bytes that may still be read; the caller may lower it */
	unsigned used, next; /* bytes in buf; where the next line begins */
	char buf[2048]; /* most of a small system's mounts in one call */
};

/* Begins with what FD has. */
void lines_begin(struct lines *lines, int fd);

/*
 * The next line without its end, NUL-terminated, valid until the next call; NULL at the end of the file or on a read error, which closes it. A line
 * longer than the buffer is passed over.
 */
char *lines_next(struct lines *lines);

/* Cuts the field up to SEP off *REST and returns it; NULL where no field is left. An empty field is "". */
char *lines_field(char **rest, char sep);
#endif
