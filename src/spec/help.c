// SPDX-License-Identifier: GPL-2.0-only
/* Usage, out of the option table. */
#include "spec/help.h"
#include <string.h>
#include "base/str.h"
#include "spec/option.h"

#define COLUMN 34 /* where the help texts begin */

static void help_row(int fd, const struct option *option)
{
	bool optional = option->kind->arg == ARG_OPTIONAL;
	char left[80], letter[] = "-x, ";
	size_t n;

	letter[1] = option->letter;
	n = str_fmt(left, sizeof(left), "  %s--%s%s%s%s", option->letter ? letter : "    ", option->key,
		    optional ? "[=" : *option->arg ? " " : "", option->arg, optional ? "]" : "");
	if (n + 1 > COLUMN) {
		fd_print(fd, "%s\n", left);
		n = 0;
		left[0] = 0;
	}
	while (n < COLUMN)
		left[n++] = ' ';
	left[n] = 0;
	fd_print(fd, "%s%s\n", left, option->help);
}

void spec_help(int fd)
{
	for (size_t i = 0; i < n_options; i++) {
		if (options[i].key)
			help_row(fd, &options[i]);
		else if (i + 1 < n_options && options[i + 1].key)
			fd_print(fd, "%s:\n", options[i].help);
	}
}
