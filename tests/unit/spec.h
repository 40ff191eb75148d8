/* SPDX-License-Identifier: GPL-2.0-only */
/* What the tests of the option table share: one specification, and ways to fill it. */
#ifndef UNIT_SPEC_H
#define UNIT_SPEC_H
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/log.h"
#include "base/str.h"
#include "spec/dump.h"
#include "spec/file.h"
#include "spec/parse.h"
#undef fail
#include <cmocka.h> /* last: it has a macro fail() */

static struct spec spec;

static void reset(void)
{
	memset(&spec, 0, sizeof(spec));
	spec_init(&spec);
}

static int begin(void **state)
{
	(void)state;
	reset();
	return 0;
}

/* Reads the arguments, which NULL ends, into a fresh specification; and again into one more where it is not reset. */
static int more(const char *const *args)
{
	static char copies[512][80];
	static char *argv[512];
	int argc = 0;

	/* Changed afterwards: nothing may point into them. */
	for (; args[argc]; argc++) {
		size_t len = strlen(args[argc]);

		argv[argc] = len < sizeof(copies[0]) ? strcpy(copies[argc], args[argc]) : (char *)args[argc];
	}
	argv[argc] = NULL;
	argc = spec_read_argv(&spec, argv);
	memset(copies, 'x', sizeof(copies));
	return argc;
}

static int read_args(const char *const *args)
{
	reset();
	return more(args);
}
#define READ(...) read_args((const char *const[]){ __VA_ARGS__, NULL })
#define GOOD(...)                                          \
	do {                                               \
		if (READ(__VA_ARGS__) != 0)                \
			fail_msg("%s", fail_text());       \
	} while (0)

/* Refused, with WHY as the error's text. */
#define BAD(why, ...)                                      \
	do {                                               \
		assert_int_equal(READ(__VA_ARGS__), -1);   \
		assert_string_equal(fail_text(), why);     \
	} while (0)

/* OPTION refuses every word of LIST. */
#define ALL_BAD(option, list)                                                        \
	do {                                                                         \
		for (size_t i_ = 0; i_ < ARRAY_SIZE(list); i_++)                     \
			if (READ(option, (list)[i_], "/r") != -1)                    \
				fail_msg(option " takes \"%s\"", (list)[i_]);        \
	} while (0)

/* Is it read, and then found whole, or refused with WHY, by the check for ROOT or for a plain user? */
#define WHOLE_AS(root, ...)                                      \
	do {                                                     \
		GOOD(__VA_ARGS__);                               \
		if (spec_check(&spec, root) < 0)                 \
			fail_msg("%s", fail_text());             \
	} while (0)
#define CONTRADICTS_AS(root, why, ...)                           \
	do {                                                     \
		GOOD(__VA_ARGS__);                               \
		assert_int_equal(spec_check(&spec, root), -1);   \
		assert_string_equal(fail_text(), why);           \
	} while (0)
#define WHOLE(...) WHOLE_AS(true, __VA_ARGS__)
#define CONTRADICTS(...) CONTRADICTS_AS(true, __VA_ARGS__)

/* What --dump prints. */
static inline const char *dumped(void)
{
	static char got[2 * CONFIG_SPEC_TEXT];
	char name[] = "/tmp/husk-dump-XXXXXX";
	int fd = mkstemp(name), r;
	ssize_t n;

	unlink(name);
	r = spec_dump(&spec, fd);
	lseek(fd, 0, SEEK_SET);
	n = read(fd, got, sizeof(got) - 1);
	close(fd);
	if (r < 0)
		return NULL;
	got[n] = 0;
	return got;
}
#endif
