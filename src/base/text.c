// SPDX-License-Identifier: GPL-2.0-only
/* Long texts and lists of words, which the binary holds packed. */
#include "base/text.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "base/str.h"
#include "texts.h"

#define FIRST_PAGE 4096

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

const char *text_plain(const char *s, char room[TEXT_MESSAGE])
{
	if ((uintptr_t)s >= FIRST_PAGE)
		return s;
	text_unpack((enum text)(uintptr_t)s, room);
	return room;
}

/* For what is over at once. */
static char text[TEXT_LONGEST];

void text_print(enum text which, int fd)
{
	char *end = text_unpack(which, text);

	/* A reader that is gone wants no more. */
	if (write(fd, text, (size_t)(end - text)) < 0)
		return;
}

int text_index(enum text which, const char *word, size_t len)
{
	text_unpack(which, text)[-1] = 0; /* the line's end */
	return str_index(text, word, len);
}

const char *text_error(int err)
{
	const char *s = text;

	text_unpack(TEXT_ERRORS, text);
	for (size_t i = 0; i < ARRAY_SIZE(errors); i++, s += strlen(s) + 1)
		if (errors[i] == err)
			return s;
	return NULL;
}
