// SPDX-License-Identifier: GPL-2.0-only
/* Usage, out of the option table. */
#include "spec/help.h"
#include <string.h>
#include "base/str.h"
#include "spec/option.h"

#define COLUMN 34 /* where the help texts begin */

static void help_row(int fd, const struct option *option)
{
	const char *arg = option_arg(option);
	char left[80], letter[] = "-x, ";
	size_t n;

	letter[1] = option->letter;
	/* "[DIR]" is "[=DIR]": behind a blank it would be ROOT. */
	n = str_fmt(left, sizeof(left), *arg == '[' ? "  %s--%s[=%s" : *arg ? "  %s--%s %s" : "  %s--%s", option->letter ? letter : "    ", option->text,
		    arg + (*arg == '['));
	if (n + 1 > COLUMN) {
		fd_print(fd, "%s\n", left);
		n = 0;
		left[0] = 0;
	}
	while (n < COLUMN)
		left[n++] = ' ';
	left[n] = 0;
	fd_print(fd, "%s%s\n", left, option_help(option));
}

void spec_help(int fd)
{
	for (size_t i = 0; i < n_options; i++) {
		if (*options[i].text)
			help_row(fd, &options[i]);
		else if (i + 1 < n_options && *options[i + 1].text)
			fd_print(fd, "%s:\n", option_help(&options[i]));
	}
}
