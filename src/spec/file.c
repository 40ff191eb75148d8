// SPDX-License-Identifier: GPL-2.0-only
/* The config file: one option a line. */
#include "spec/file.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include "base/fd.h"
#include "base/log.h"
#include "spec/kind.h"
#include "spec/option.h"
#include "spec/parse.h"
#include "spec/word.h"

/* `command ARG...`: a later line replaces. */
static int read_command(struct spec *spec, char *line)
{
	char *word;
	int got;

	spec->argc = 0;
	while ((got = word_next(&line, &word)) > 0)
		if (spec_add_arg(spec, word, strlen(word)) < 0)
			return -1;
	return got < 0 ? fail("unfinished quote") : spec->argc ? 0 : fail("needs an argument");
}

/* Every other key takes at most one word. */
static int read_key(struct spec *spec, const char *key, char *line)
{
	const struct option *option = option_find(key, strlen(key));
	bool root = !strcmp(key, "root");
	char *value, *more;
	int got = word_next(&line, &value);
	int rest = got > 0 ? word_next(&line, &more) : got;

	if (rest < 0)
		return fail("unfinished quote");
	if (!option && !root)
		return option_unknown(key, strlen(key));
	if (option && option_flags(option) & OPTION_NO_FILE)
		return fail("not in a config file");
	if (rest)
		return fail("takes one argument");
	if (!got && (root || option_needs_arg(option)))
		return fail("needs an argument");
	if (!root)
		return option_set(spec, option, got ? value : NULL);
	return option_judge(spec_set_root(spec, value), "");
}

static int read_line(struct spec *spec, char *line)
{
	char *key;
	int got = word_next(&line, &key);

	if (got < 0)
		return fail("unfinished quote");
	if (!got)
		return 0;
	if ((strcmp(key, "command") ? read_key(spec, key, line) : read_command(spec, line)) < 0)
		return fail_in("%s", key);
	return 0;
}

int spec_read_text(struct spec *spec, char *text, const char *file)
{
	unsigned number = 1;

	for (char *line = text, *end; line; line = end, number++) {
		end = strchr(line, '\n');
		if (end)
			*end++ = 0;
		if (read_line(spec, line) < 0)
			return fail_in("%s:%u", file, number);
	}
	return 0;
}

int spec_read_file(struct spec *spec, const char *path)
{
	AUTOFD fd = fd_open(path, O_RDONLY);
	ssize_t len = fd < 0 ? -1 : fd_read(fd, spec_file, sizeof(spec_file));
	int type = len < 0 ? -1 : fd_type(fd);

	if (type < 0)
		return fail_path(path);
	spec->read_once |= type == S_IFIFO || type == S_IFSOCK;
	if (memchr(spec_file, 0, (size_t)len))
		return fail("%s: not a text file", path);
	return spec_read_text(spec, spec_file, path);
}
