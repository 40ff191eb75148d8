// SPDX-License-Identifier: GPL-2.0-only
/* Kinds of argument of general use. */
#include "spec/kind.h"
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>
#include "base/log.h"
#include "base/str.h"
#include "spec/dump.h"
#include "spec/unit.h"

const char *spec_keep(struct spec *spec, const char *text, size_t len)
{
	char *copy = spec->text + spec->text_used;

	if (len >= sizeof(spec->text) - spec->text_used) {
		fail(0, "more than %u bytes of options and arguments (CONFIG_SPEC_TEXT)", (unsigned)sizeof(spec->text));
		return NULL;
	}
	memcpy(copy, text, len);
	copy[len] = 0;
	spec->text_used += len + 1;
	return copy;
}

const char *spec_keep_path(struct spec *spec, const char *path, size_t len)
{
	char abs[PATH_MAX];
	size_t used;

	if (!len) {
		fail(0, "empty path");
		return NULL;
	}
	if (*path == '/')
		return spec_keep(spec, path, len);
	if (!getcwd(abs, sizeof(abs))) {
		fail(errno, "current directory");
		return NULL;
	}
	used = strlen(abs);
	if (used + 1 + len >= sizeof(abs)) {
		fail(ENAMETOOLONG, "path");
		return NULL;
	}
	abs[used] = '/';
	memcpy(abs + used + 1, path, len);
	return spec_keep(spec, abs, used + 1 + len);
}

static int set_flag(struct spec *spec, void *field, const char *value)
{
	(void)spec;
	*(bool *)field = true;
	if (value && !unit_boolean(value, field))
		return fail(0, "%s: not a boolean (yes, no, 1, 0, on, off, true, false, enabled, disabled)", value);
	return 0;
}

static void show_flag(struct out *out, const char *key, const void *field)
{
	if (*(const bool *)field)
		dump_key(out, key);
}

const struct kind kind_flag = { set_flag, SHOW(show_flag), ARG_NONE };
const struct kind kind_action = { set_flag, NULL, ARG_NONE };

static int set_text(struct spec *spec, void *field, const char *value)
{
	const char *copy = spec_keep(spec, value, strlen(value));

	if (copy)
		*(const char **)field = copy;
	return copy ? 0 : -1;
}

static void show_text(struct out *out, const char *key, const void *field)
{
	if (*(const char *const *)field)
		dump_line(out, key, *(const char *const *)field);
}

const struct kind kind_text = { set_text, SHOW(show_text), ARG_NEEDED };

static int set_path(struct spec *spec, void *field, const char *value)
{
	const char *copy = spec_keep_path(spec, value, strlen(value));

	if (copy)
		*(const char **)field = copy;
	return copy ? 0 : -1;
}

const struct kind kind_path = { set_path, SHOW(show_text), ARG_NEEDED };

static int set_size(struct spec *spec, void *field, const char *value)
{
	uint64_t bytes;

	(void)spec;
	if (!unit_size(value, &bytes))
		return fail(0, "%s: not a size (a number with K, M or G)", value);
	*(uint64_t *)field = bytes;
	return 0;
}

static void show_size(struct out *out, const char *key, const void *field)
{
	char text[32];

	if (!*(const uint64_t *)field)
		return;
	unit_size_text(text, sizeof(text), *(const uint64_t *)field);
	dump_line(out, key, text);
}

const struct kind kind_size = { set_size, SHOW(show_size), ARG_NEEDED };

static int set_count(struct spec *spec, void *field, const char *value)
{
	uint64_t n;

	(void)spec;
	/* PID_MAX_LIMIT of a 64-bit kernel is 2^22; what pids.max takes above it is the same as no limit. */
	if (!str_whole_number(value, 10, 1 << 22, &n) || !n)
		return fail(0, "%s: not a number from 1 to 4194304", value);
	*(uint64_t *)field = n;
	return 0;
}

static void show_count(struct out *out, const char *key, const void *field)
{
	char text[32];

	if (!*(const uint64_t *)field)
		return;
	str_fmt(text, sizeof(text), "%ju", (uintmax_t) * (const uint64_t *)field);
	dump_line(out, key, text);
}

const struct kind kind_count = { set_count, SHOW(show_count), ARG_NEEDED };

static int set_mode(struct spec *spec, void *field, const char *value)
{
	uint64_t mode;

	(void)spec;
	if (!str_whole_number(value, 8, 0777, &mode))
		return fail(0, "%s: not an octal mask from 0 to 777", value);
	*(unsigned *)field = (unsigned)mode;
	return 0;
}

static void show_mode(struct out *out, const char *key, const void *field)
{
	char text[16];

	if (*(const unsigned *)field == 022)
		return;
	str_fmt(text, sizeof(text), "0%o", *(const unsigned *)field);
	dump_line(out, key, text);
}

const struct kind kind_mode = { set_mode, SHOW(show_mode), ARG_NEEDED };

static int set_cpus(struct spec *spec, void *field, const char *value)
{
	uint64_t usec;

	(void)spec;
	if (!unit_cpus(value, &usec))
		return fail(0, "%s: not a number of CPUs from 0.001 to 1000", value);
	*(uint64_t *)field = usec;
	return 0;
}

static void show_cpus(struct out *out, const char *key, const void *field)
{
	uint64_t usec = *(const uint64_t *)field;
	char text[32], *end;

	if (!usec)
		return;
	/* 200000 as 1200000 behind the point, its 1 overwritten: six digits with their zeros, of which the last ones go */
	str_fmt(text, sizeof(text), "%ju.", (uintmax_t)(usec / 1000000));
	end = text + strlen(text);
	str_fmt(end - 1, 16, "%ju", (uintmax_t)(1000000 + usec % 1000000));
	end[-1] = '.';
	end += 5;
	while (*end == '0')
		*end-- = 0;
	if (*end == '.')
		*end = 0;
	dump_line(out, key, text);
}

const struct kind kind_cpus = { set_cpus, SHOW(show_cpus), ARG_NEEDED };

static int set_cpuset(struct spec *spec, void *field, const char *value)
{
	if (!unit_cpu_list(value))
		return fail(0, "%s: not a list of CPUs such as 0-2,5", value);
	return set_text(spec, field, value);
}

const struct kind kind_cpuset = { set_cpuset, SHOW(show_text), ARG_NEEDED };

static int set_cgroup(struct spec *spec, void *field, const char *value)
{
	const char *list, *piece;
	int len;

	while (*value == '/')
		value++;
	for (list = value; (len = str_piece(&list, '/', &piece)) >= 0;)
		if (!len || len > NAME_MAX || str_is(piece, (size_t)len, ".") || str_is(piece, (size_t)len, "..") || *piece <= ' ')
			return fail(0, "%s: not a cgroup's path below the root (\"..\" is refused)", value);
	return set_text(spec, field, value);
}

const struct kind kind_cgroup = { set_cgroup, SHOW(show_text), ARG_NEEDED };
