// SPDX-License-Identifier: GPL-2.0-only
/* A text file line by line, in a fixed buffer. */
#include "base/lines.h"
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>
#include "base/code.h"
#include "base/fd.h"

OUTLINED void lines_begin(struct lines *lines, int fd)
{
	lines->fd = fd;
	lines->cut = false;
	lines->left = SIZE_MAX;
	lines->used = lines->next = 0;
}

char *lines_next(struct lines *l)
{
	bool skip = false; /* in a line that was too long */

	for (;;) {
		char *line = l->buf + l->next, *end;
		unsigned left = l->used - l->next;
		ssize_t n;

		end = memchr(line, '\n', left);
		if (end) {
			*end = 0;
			l->next = (unsigned)(end + 1 - l->buf);
			if (!skip)
				return line;
			skip = false;
			continue;
		}
		if (left == sizeof(l->buf) - 1) {
			skip = l->cut = true;
			left = 0;
		}
		memmove(l->buf, line, left);
		n = read(l->fd, l->buf + left, sizeof(l->buf) - 1 - left);
		l->next = 0;
		l->used = left;
		if (n > 0 && (size_t)n > l->left) {
			skip = l->cut = true;
			n = 0;
		}
		if (n > 0) {
			l->left -= (size_t)n;
			l->used += (unsigned)n;
			continue;
		}
		l->buf[left] = 0; /* the last line has no end */
		l->next = left;
		if (!skip && left)
			return l->buf;
		fd_close(&l->fd);
		return NULL;
	}
}

char *lines_field(char **rest, char sep)
{
	char *field = *rest;

	if (field) {
		*rest = strchr(field, sep);
		if (*rest)
			*(*rest)++ = 0;
	}
	return field;
}
