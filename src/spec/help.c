// SPDX-License-Identifier: GPL-2.0-only
/* Usage: a text in which a tab stands for each row's own words. */
#include "spec/help.h"
#include <string.h>
#include <unistd.h>
#include "base/str.h"
#include "base/text.h"
#include "spec/option.h"

/* The left column of OPTION. "[DIR]" is "[=DIR]": behind a blank it would be ROOT. Returns its end. */
static char *put_option(char *to, const struct option *option)
{
	const char *arg = option_arg(option), *gap = *arg == '[' ? "[=" : " ";
	size_t len = str_fmt(to, 128, packed("      --%s%s%s"), option_key(option), *arg ? gap : "", arg + (*arg == '['));

	if (option->letter) {
		to[2] = '-';
		to[3] = option->letter;
		to[4] = ',';
	}
	to += len;
	if (len >= 34) {
		*to++ = '\n';
		len = 0;
	}
	while (len++ < 34)
		*to++ = ' ';
	return to;
}

void spec_help(int fd)
{
	static char text[TEXT_LONGEST], page[2 * TEXT_LONGEST];
	const struct option *option = options;
	char *to = page;

	text_unpack(TEXT_RUN, text);
	for (const char *s = text; *s; s++) {
		if (*s == '\t')
			to = put_option(to, option++);
		else
			*to++ = *s;
	}
	fd_write(fd, page, (size_t)(to - page));
}
