// SPDX-License-Identifier: GPL-2.0-only
/* Long texts and lists of words, which the binary holds packed. */
#include "base/text.h"
#include <errno.h>
#include <string.h>
#include "base/str.h"
#include "texts.h"

#define FIRST_PAGE 4096

static unsigned at; /* the next bit */

/* Reads a code: what is left of it behind each length is how far it is into the next. Returns its number. */
static unsigned next_code(void)
{
	unsigned code = 0, letter = 0, pair = sizeof(letters), bit = at;

	for (const unsigned char *n = lengths;; n += 2) {
		code = code << 1 | (packed[bit / 8] >> bit % 8 & 1);
		at = ++bit;
		if (code < n[0])
			return letter + code;
		code -= n[0];
		letter += n[0];
		if (code < n[1])
			return pair + code;
		code -= n[1];
		pair += n[1];
	}
}

/* Puts what the number C stands for at TO: a letter, or a pair. Returns the end. */
static char *unpack(char *to, unsigned c)
{
	const unsigned char *p;
	uint32_t pair;

	if (c < sizeof(letters)) {
		*to = letters[c];
		return to + 1;
	}
	c = PAIRS + (c - sizeof(letters)) * 18;
	p = packed + c / 8;
	pair = (p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24) >> c % 8;
	return unpack(unpack(to, pair & 511), pair >> 9 & 511);
}

/* What begins at the next bit, up to its end or to where it is not KEY. */
static char *unpack_while(char *to, const char *key, size_t len)
{
	char *end = to;
	unsigned c;

	while (!memcmp(to, key, len < (size_t)(end - to) ? len : (size_t)(end - to)) && (c = next_code()) != END)
		end = unpack(end, c);
	*end = 0;
	return end;
}

void text_row(enum text which, unsigned n, const char *key, size_t len, char row[TEXT_MESSAGE])
{
	at = starts[which];
	for (const unsigned char *bits = rows + firsts[which]; n--; bits++)
		at += 2 * *bits;
	unpack_while(row, key, len);
}

char *text_unpack(enum text which, char *to)
{
	unsigned skip = which > TEXT_MESSAGES ? which - TEXT_MESSAGES : 0;

	at = starts[which - skip];
	while (skip)
		skip -= next_code() == END;
	return unpack_while(to, "", 0);
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
	const char *list = text, *word;
	int len;

	text_unpack(which, text)[-1] = 0; /* the line's end */
	do
		len = str_piece(&list, ',', &word);
	while (len >= 0 && n--);
	if (len < 0)
		return "";
	text[word - text + len] = 0;
	return word;
}

const char *text_error(int err)
{
	for (unsigned i = 0; i < ARRAY_SIZE(errors); i++)
		if (errors[i] == err)
			return text_nth(TEXT_ERRORS, i);
	return NULL;
}
