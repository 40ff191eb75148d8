// SPDX-License-Identifier: GPL-2.0-only
/* The command line of `husk run`: options end at ROOT. */
#include <string.h>
#include "base/log.h"
#include "base/str.h"
#include "spec/kind.h"
#include "spec/option.h"
#include "spec/parse.h"

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
		return fail(0, "command: %s", spec_full);
	spec->argv[spec->argc++] = copy;
	return 0;
}

/* "--key", "--key=value" or "--key value" at argv[*i]. */
static int read_long(struct spec *spec, int argc, char **argv, int *i)
{
	const char *key = argv[*i] + 2, *value = strchr(key, '=');
	size_t len = value ? (size_t)(value - key) : strlen(key);
	const struct option *option = option_find(key, len);

	if (!option) {
		option_unknown(key, len);
		return fail_in("%s", argv[*i]);
	}
	if (value)
		value++;
	else if (option_needs_arg(option) && !(value = ++*i < argc ? argv[*i] : NULL))
		return fail(0, "--%s: needs an argument", option_key(option));
	return option_set(spec, option, value) < 0 ? fail_in("--%s", option_key(option)) : 0;
}

/* "-r", "-rn NAME", "-nNAME" at argv[*i]. */
static int read_short(struct spec *spec, int argc, char **argv, int *i)
{
	for (const char *s = argv[*i] + 1; *s; s++) {
		const struct option *option = option_letter(*s);
		const char *value = NULL;

		if (!option)
			return fail(0, "-%c: unknown option", *s);
		if (option_needs_arg(option)) {
			value = s[1] ? s + 1 : ++*i < argc ? argv[*i] : NULL;
			if (!value)
				return fail(0, "-%c: needs an argument", option->letter);
		}
		if (option_set(spec, option, value) < 0)
			return fail_in("--%s", option_key(option));
		if (value)
			break;
	}
	return 0;
}

int spec_read_argv(struct spec *spec, int argc, char **argv)
{
	int i = 0;
	bool ended = false;

	for (; i < argc && argv[i][0] == '-' && argv[i][1] && !ended; i++) {
		if (!strcmp(argv[i], "--"))
			ended = true;
		else if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h"))
			return 1;
		else if ((argv[i][1] == '-' ? read_long : read_short)(spec, argc, argv, &i) < 0)
			return -1;
	}
	if (i < argc && !(ended && spec->root)) {
		const char *why = spec_set_root(spec, argv[i++]);

		if (why)
			return fail(0, "ROOT: %s", why);
		if (i < argc && !strcmp(argv[i], "--"))
			i++;
	}
	if (i < argc)
		spec->argc = 0; /* replaces a file's */
	for (; i < argc; i++)
		if (spec_add_arg(spec, argv[i], strlen(argv[i])) < 0)
			return -1;
	return 0;
}
