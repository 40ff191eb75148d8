// SPDX-License-Identifier: GPL-2.0-only
/* Words as a shell reads them, without expansion. */
#include "spec/word.h"
#include <stdbool.h>
#include <string.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* Copies the quoted piece behind QUOTE at *FROM to *TO, which never overtakes it. */
static int quoted(char **from, char **to, char quote)
{
	char *s = *from;

	while (*s != quote) {
		if (quote == '"' && *s == '\\' && s[1] && strchr("\"\\$`", s[1]))
			s++;
		if (!*s)
			return -1;
		*(*to)++ = *s++;
	}
	*from = s + 1;
	return 0;
}

int word_next(char **line, char **word)
{
	char *s = *line, *to;

	while (is_blank(*s))
		s++;
	*line = *word = to = s;
	if (!*s || *s == '#')
		return 0;
	while (*s && !is_blank(*s)) {
		char c = *s++;

		if (c == '\'' || c == '"') {
			if (quoted(&s, &to, c) < 0)
				return -1;
			continue;
		}
		if (c == '\\' && !(c = *s++))
			return -1;
		*to++ = c;
	}
	*line = *s ? s + 1 : s;
	*to = 0;
	return 1;
}
