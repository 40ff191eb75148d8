// SPDX-License-Identifier: GPL-2.0-only
/* Long texts and lists of words, which the binary holds packed. */
#include "base/text.h"
#include <errno.h>
#include <string.h>
#include "base/str.h"
#include "texts.h"

#define FIRST_PAGE 4096

static unsigned at; /* the next bit */

static unsigned bits(unsigned n)
{
	unsigned v = 0;

	for (; n--; at++)
		v = v << 1 | (packed[at / 8] >> at % 8 & 1);
	return v;
}

/* Reads a code: what is left of it behind each length is how far it is into the next. Returns its number. */
static unsigned next_code(void)
{
	unsigned code = 0, number[2] = { 0, sizeof(letters) };

	for (unsigned i = 0;; i++) {
		if (i % 2 == 0)
			code = code << 1 | bits(1);
		if (code < lengths[i])
			return number[i % 2] + code;
		code -= lengths[i];
		number[i % 2] += lengths[i];
	}
}

/* Puts what the number C stands for at TO: a letter, or a pair. Returns the end. */
static char *unpack(char *to, unsigned c)
{
	unsigned second;

	if (c < sizeof(letters)) {
		*to = letters[c];
		return to + 1;
	}
	at = PAIRS + (c - sizeof(letters)) * 18;
	c = bits(9);
	second = bits(9);
	return unpack(unpack(to, c), second);
}

char *text_unpack(enum text which, char *to)
{
	unsigned skip = which > TEXT_MESSAGES ? which - TEXT_MESSAGES : 0, c;

	at = starts[which - skip];
	while (skip)
		skip -= next_code() == END;
	while ((c = next_code()) != END) {
		unsigned next = at;

		to = unpack(to, c);
		at = next;
	}
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
