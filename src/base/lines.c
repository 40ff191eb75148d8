// SPDX-License-Identifier: GPL-2.0-only
/* A text file line by line, in a fixed buffer. */
#include "base/lines.h"
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

/* Moves what is not consumed to the front and reads more behind it. Returns the bytes read. */
static ssize_t fill(struct lines *l)
{
	ssize_t n;

	memmove(l->buf, l->buf + l->next, l->used - l->next);
	l->used -= l->next;
	l->next = 0;
	do
		n = read(l->fd, l->buf + l->used, sizeof(l->buf) - 1 - l->used);
	while (n < 0 && errno == EINTR);
	if (n > 0)
		l->used += (size_t)n;
	return n;
}

char *lines_next(struct lines *l)
{
	bool skip = false; /* in a line that was too long */

	for (;;) {
		char *line = l->buf + l->next, *end = memchr(line, '\n', l->used - l->next);

		if (end) {
			*end = 0;
			l->next = (size_t)(end + 1 - l->buf);
			if (!skip)
				return line;
			skip = false;
			continue;
		}
		if (l->used - l->next == sizeof(l->buf) - 1) {
			skip = true;
			l->next = l->used;
		}
		if (fill(l) <= 0) {
			if (skip || l->used == l->next)
				return NULL;
			l->buf[l->used] = 0; /* the last line has no end */
			l->next = l->used;
			return l->buf;
		}
	}
}

char *lines_field(char **rest, char sep)
{
	char *field = *rest, *end;

	if (!field)
		return NULL;
	end = strchr(field, sep);
	if (end)
		*end++ = 0;
	*rest = end;
	return field;
}
