// SPDX-License-Identifier: GPL-2.0-only
/* Long texts and lists of words, which the binary holds packed. */
#include "base/text.h"
#include <errno.h>
#include <string.h>
#include "base/str.h"
#include "texts.h"

#define FIRST_PAGE 4096

static size_t at; /* the next nibble */

static unsigned nibble(void)
{
	unsigned both = packed[at / 2];

	return (at++ % 2 ? both >> 4 : both) & 15;
}

/* Reads a code. Returns its number; 0: a text ends. */
static unsigned next_code(void)
{
	unsigned c = nibble();

	if (!c)
		return 0;
	c = c << 4 | nibble();
	if (c < 0xf0)
		return c - 0xf;
	return (c << 4 | nibble()) - 0xf00 + 0xf0 - 0xf;
}

/* Puts what the code with the number C stands for at TO: a letter, or a pair of codes. Returns the end. */
static char *unpack(char *to, unsigned c)
{
	const unsigned char *pair;

	if (c - LETTERS_FROM < sizeof(letters)) {
		*to = letters[c - LETTERS_FROM];
		return to + 1;
	}
	pair = pairs[c < LETTERS_FROM ? c - 1 : c - 1 - sizeof(letters)];
	return unpack(unpack(to, pair[0] | (pair[2] & 0xfu) << 8), pair[1] | (pair[2] & 0xf0u) << 4);
}

char *text_unpack(enum text which, char *to)
{
	unsigned skip = which > TEXT_MESSAGES ? which - TEXT_MESSAGES : 0, c;

	at = starts[which - skip];
	while (skip)
		skip -= !next_code();
	while ((c = next_code()))
		to = unpack(to, c);
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
	fd_write(fd, text, (size_t)(text_unpack(which, text) - text));
}

int text_index(enum text which, const char *word, size_t len)
{
	text_unpack(which, text)[-1] = 0; /* the line's end */
	return str_index(text, word, len);
}

const char *text_nth(enum text which, unsigned n)
{
	const char *s = text;

	for (text_unpack(which, text); n--; s += strlen(s) + 1)
		;
	return s;
}

const char *text_word(enum text which, unsigned n)
{
	const char *list = text, *word = "";
	int len = 0;

	text_unpack(which, text)[-1] = 0;
	for (n++; n-- && len >= 0;)
		len = str_piece(&list, ',', &word);
	text[len < 0 ? 0 : word - text + len] = 0;
	return len < 0 ? text : word;
}

const char *text_error(int err)
{
	for (unsigned i = 0; i < ARRAY_SIZE(errors); i++)
		if (errors[i] == err)
			return text_nth(TEXT_ERRORS, i);
	return NULL;
}
