// SPDX-License-Identifier: GPL-2.0-only
/* Usage, out of the option table: scripts/options.awk makes the page, a tab for each row's own words, and scripts/pack.awk packs it. */
#include "spec/help.h"
#include <unistd.h>
#include "base/str.h"
#include "spec/option.h"
#include "help_page.h"

static char page[16384];
static size_t used;
static const struct option *row = options;

static void unpack(unsigned c);

/* The left column of the next row. "[DIR]" is "[=DIR]": behind a blank it would be ROOT. */
static void put_option(void)
{
	char left[128];
	const char *arg = option_arg(row), *gap = *arg == '[' ? "[=" : " ";
	size_t len = str_fmt(left, sizeof(left), "      --%s%s%s", row->text, *arg ? gap : "", arg + (*arg == '['));

	if (row->letter) {
		left[2] = '-';
		left[3] = row->letter;
		left[4] = ',';
	}
	for (const char *s = left; *s; s++)
		unpack((unsigned char)*s);
	if (len >= 34) {
		unpack('\n');
		len = 0;
	}
	while (len++ < 34)
		unpack(' ');
	row++;
}

static void unpack(unsigned c)
{
	if (c >= 128) {
		unpack(pairs[c - 128][0]);
		unpack(pairs[c - 128][1]);
	} else if (c == '\t') {
		put_option();
	} else if (used < sizeof(page)) {
		page[used++] = (char)c;
	}
}

void spec_help(int fd)
{
	for (size_t i = 0; i < sizeof(text); i++)
		unpack(text[i]);
	/* A reader that is gone wants no more. */
	if (write(fd, page, used) < 0)
		return;
}
