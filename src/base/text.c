// SPDX-License-Identifier: GPL-2.0-only
/* Long texts and lists of words, which the binary holds packed. */
#include "base/text.h"
#include <unistd.h>
#include "texts.h"

/* Puts what code C stands for at TO: a letter, or a pair of codes. Returns the end. */
static char *unpack(char *to, unsigned c)
{
	if (c >= sizeof(letters)) {
		const unsigned char *pair = pairs[c - sizeof(letters)];

		return unpack(unpack(to, pair[0]), pair[1]);
	}
	*to = letters[c];
	return to + 1;
}

char *text_unpack(enum text which, char *to)
{
	const unsigned char *s = packed;

	for (unsigned n = which; n; s++)
		n -= !*s;
	while (*s)
		to = unpack(to, *s++);
	*to = 0;
	return to;
}

void text_print(enum text which, int fd)
{
	static char text[TEXT_LONGEST];
	char *end = text_unpack(which, text);

	/* A reader that is gone wants no more. */
	if (write(fd, text, (size_t)(end - text)) < 0)
		return;
}
