// SPDX-License-Identifier: GPL-2.0-only
/* The specification as a config file again. */
#include "spec/dump.h"
#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>
#include "base/log.h"
#include "spec/parse.h"
#include "spec/unit.h"

static size_t used; /* of spec_file: all of it, for one write */

static void put(const char *s)
{
	while (*s)
		spec_file[used++] = *s++;
}

/* A word that is safe as it is stays so; else '...' with '\'' for a quote, which the config file reads as a shell does. */
static void put_word(const char *word)
{
	bool quote = !*word;

	for (const char *s = word; *s; s++)
		quote |= !unit_is_alnum(*s) && !strchr("_@%+=:,./-", *s);
	put(quote ? " '" : " ");
	for (; *word; word++) {
		spec_file[used++] = *word;
		if (*word == '\'')
			put("\\''");
	}
	if (quote)
		put("'");
}

static void put_line(const char *key, const char *value)
{
	put(key);
	if (value)
		put_word(value);
	put("\n");
}

/* What was given of ROW: all of it where each counts, else the last; a flag only where it is on. */
static void put_row(const struct spec *spec, unsigned row)
{
	const struct option *option = &options[row];
	bool flag = !*option_arg(option);
	const struct given *last = NULL;

	if (flag && !*((const bool *)spec + option->field))
		return;
	if (option->field == offsetof(struct spec, overlay_size) && !spec->overlay_size) /* a later --overlay took it back */
		return;
	for (unsigned i = 0; i < spec->n_given; i++) {
		if (spec->given[i].option != row)
			continue;
		last = &spec->given[i];
		if (option_flags(option) & OPTION_REPEAT)
			put_line(option_key(option), last->value);
	}
	if (last && !(option_flags(option) & OPTION_REPEAT))
		put_line(option_key(option), flag ? NULL : last->value);
}

int spec_dump(const struct spec *spec, int fd)
{
	/* All words lie in one place, as they were given. */
	if (memchr(spec->text, '\n', spec->text_used))
		return fail("--dump: a line break in an argument");
	used = 0;
	put_line("root", spec->root);
	for (unsigned row = 0; row < n_options; row++)
		if (!(option_flags(&options[row]) & (OPTION_ORDERED | OPTION_ACTION)))
			put_row(spec, row);
	for (unsigned i = 0; i < spec->n_given; i++)
		if (option_flags(&options[spec->given[i].option]) & OPTION_ORDERED)
			put_line(option_key(&options[spec->given[i].option]), spec->given[i].value);
	put("command");
	for (unsigned i = 0; i < spec->argc; i++)
		put_word(spec->argv[i]);
	put("\n");
	errno = EIO; /* of a write cut short */
	return write(fd, spec_file, used) == (ssize_t)used ? 0 : fail_sys("--dump");
}
