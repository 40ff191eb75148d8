// SPDX-License-Identifier: GPL-2.0-only
/* The command line of `husk run`: options end at ROOT. */
#include <string.h>
#include "base/log.h"
#include "base/str.h"
#include "spec/kind.h"
#include "spec/option.h"
#include "spec/parse.h"

char spec_file[SPEC_FILE + 1];

void spec_init(struct spec *spec)
{
	static const char *const callers[] = { "PATH=" CONFIG_DEFAULT_PATH, "TERM" };

	spec->umask = 022;
	spec->stop_timeout.sec = CONFIG_STOP_TIMEOUT;
	spec->n_links = 1; /* lo */
	for (size_t i = 0; i < ARRAY_SIZE(callers); i++)
		set_env(spec, NULL, spec_keep(spec, callers[i], strlen(callers[i])));
}

int spec_add_arg(struct spec *spec, const char *word, size_t len)
{
	const char *copy = spec_keep(spec, word, len);

	if (spec->argc == CONFIG_MAX_ARGS || spec_is_full(spec))
		return spec_fail_full("command");
	spec->argv[spec->argc++] = copy;
	return 0;
}

/* Sets OPTION from VALUE or, where it needs one and that is NULL, from the next word, at which **ARGV is left. */
static int set(struct spec *spec, const struct option *option, const char *value, char ***argv)
{
	if (!value && option_needs_arg(option)) {
		value = *++*argv;
		if (!value)
			return fail("--%s: needs an argument", option_key(option));
	}
	return option_set(spec, option, value) < 0 ? fail_in("--%s", option_key(option)) : 0;
}

/* "--key", "--key=value" or "--key value". */
static int read_long(struct spec *spec, char ***argv)
{
	const char *word = **argv, *key = word + 2;
	size_t len = strcspn(key, "=");
	const struct option *option = option_find(key, len);

	if (option)
		return set(spec, option, key[len] ? key + len + 1 : NULL, argv);
	option_unknown(key, len);
	return fail_in("%s", word);
}

/* "-r", "-rn NAME", "-nNAME". */
static int read_short(struct spec *spec, char ***argv)
{
	const struct option *option;
	const char *s = **argv + 1;
	bool last;

	do {
		option = option_letter(*s++);
		if (!option)
			return fail("-%c: unknown option", s[-1]);
		last = !*s || option_needs_arg(option);
		if (set(spec, option, last && *s ? s : NULL, argv) < 0)
			return -1;
	} while (!last);
	return 0;
}

int spec_read_argv(struct spec *spec, char **argv)
{
	bool ended = false;

	for (; *argv && argv[0][0] == '-' && argv[0][1] && !ended; argv++) {
		if (!strcmp(*argv, "--"))
			ended = true;
		else if (!strcmp(*argv, "--help") || !strcmp(*argv, "-h"))
			return 1;
		else if ((argv[0][1] == '-' ? read_long(spec, &argv) : read_short(spec, &argv)) < 0)
			return -1;
	}
	if (*argv && !(ended && spec->root)) {
		if (option_judge(spec_set_root(spec, *argv++), ""))
			return fail_in("ROOT");
		if (*argv && !strcmp(*argv, "--"))
			argv++;
	}
	if (*argv)
		spec->argc = 0; /* replaces a file's */
	for (; *argv; argv++)
		if (spec_add_arg(spec, *argv, strlen(*argv)) < 0)
			return -1;
	return 0;
}
