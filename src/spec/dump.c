// SPDX-License-Identifier: GPL-2.0-only
/* The specification as a config file again. */
#include "spec/dump.h"
#include <string.h>
#include "base/log.h"
#include "base/str.h"

/* A word that is safe as it is stays so; else '...' with '\'' for a quote, which the config file reads as a shell does. */
static void print_word(int fd, const char *word)
{
	bool quote = !*word || word[strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./-")];

	fd_print(fd, quote ? " '" : " ");
	while (*word) {
		char piece[256] = "";
		size_t n = strcspn(word, "'");

		if (n >= sizeof(piece))
			n = sizeof(piece) - 1;
		memcpy(piece, word, n);
		word += n;
		fd_print(fd, *word == '\'' ? "%s'\\''" : "%s", piece);
		if (*word == '\'')
			word++;
	}
	if (quote)
		fd_print(fd, "'");
}

static void print_line(int fd, const char *key, const char *value)
{
	fd_print(fd, "%s", key);
	if (value)
		print_word(fd, value);
	fd_print(fd, "\n");
}

/* What was given of ROW: all of it where each counts, else the last; a flag only where it is on. */
static void print_row(const struct spec *spec, int fd, unsigned row)
{
	const struct option *option = &options[row];
	bool flag = !*option_arg(option);
	const struct given *last = NULL;

	if (flag && !*((const bool *)spec + option->field))
		return;
	for (unsigned i = 0; i < spec->n_given; i++) {
		if (spec->given[i].option != row)
			continue;
		last = &spec->given[i];
		if (option->flags & OPTION_REPEAT)
			print_line(fd, option->text, last->value);
	}
	if (last && !(option->flags & OPTION_REPEAT))
		print_line(fd, option->text, flag ? NULL : last->value);
}

int spec_dump(const struct spec *spec, int fd)
{
	/* All words lie in one place, as they were given. */
	if (memchr(spec->text, '\n', spec->text_used))
		return fail(0, "--dump: a line break in an argument");
	print_line(fd, "root", spec->root);
	for (unsigned row = 0; row < n_options; row++)
		if (!(options[row].flags & (OPTION_ORDERED | OPTION_ACTION)))
			print_row(spec, fd, row);
	for (unsigned i = 0; i < spec->n_given; i++)
		if (options[spec->given[i].option].flags & OPTION_ORDERED)
			print_line(fd, options[spec->given[i].option].text, spec->given[i].value);
	fd_print(fd, "command");
	for (unsigned i = 0; i < spec->argc; i++)
		print_word(fd, spec->argv[i]);
	fd_print(fd, "\n");
	return 0;
}
