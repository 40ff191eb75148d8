// SPDX-License-Identifier: GPL-2.0-only
/* Kinds of argument of general use. */
#include "spec/kind.h"
#include <errno.h>
#include <limits.h>
#include <string.h>
#include "base/log.h"
#include "base/str.h"
#include "base/sys.h"
#include "spec/unit.h"

int option_judge(int why, const char *arg)
{
	if (why == MALFORMED)
		return fail("not %s", *arg ? arg : "yes or no");
	return why == FULL ? fail("more than this build takes (CONFIG_MAX_..., CONFIG_NET_..., CONFIG_SPEC_TEXT)") : why;
}

int spec_fail_full(const char *what)
{
	option_judge(FULL, NULL);
	return fail_in("%s", what);
}

bool spec_is_full(const struct spec *spec)
{
	return spec->text_used > sizeof(spec->text);
}

const char *spec_keep(struct spec *spec, const char *text, size_t len)
{
	char *copy = spec->text + spec->text_used;

	spec->text_used += (unsigned)len + 1;
	if (spec_is_full(spec)) {
		spec->text_used = sizeof(spec->text) + 1;
		return "";
	}
	memcpy(copy, text, len);
	copy[len] = 0;
	return copy;
}

int spec_tidy_path(const char *path)
{
	char *to = (char *)path; /* in the specification's own text */
	const char *list = *path == '/' ? path : NULL, *piece;
	int len;

	while ((len = str_piece(&list, '/', &piece)) >= 0) {
		if (!len || str_is(piece, (size_t)len, "."))
			continue;
		if (str_is(piece, (size_t)len, ".."))
			break;
		*to++ = '/';
		memmove(to, piece, (size_t)len);
		to += len;
	}
	if (len >= 0 || to == path)
		return fail("not a path below /, without \"..\"");
	*to = 0;
	return 0;
}

int spec_set_root(struct spec *spec, const char *path)
{
	if (CFG_ROOT_NONE && !strcmp(path, "none")) {
		spec->root = "none";
		return 0;
	}
	return set_file(spec, &spec->root, spec_keep(spec, path, strlen(path)));
}

int set_flag(struct spec *spec, void *field, const char *value)
{
	(void)spec;
	*(bool *)field = true;
	return !value || unit_boolean(value, field) ? 0 : MALFORMED;
}

int set_text(struct spec *spec, void *field, const char *value)
{
	(void)spec;
	*(const char **)field = value;
	return 0;
}

int set_size(struct spec *spec, void *field, const char *value)
{
	(void)spec;
	return unit_size(value, field) ? 0 : MALFORMED;
}

int set_mode(struct spec *spec, void *field, const char *value)
{
	uint64_t mode;

	(void)spec;
	if (!str_whole_number(value, 8, 0777, &mode))
		return MALFORMED;
	*(unsigned *)field = (unsigned)mode;
	return 0;
}

int set_file(struct spec *spec, void *field, const char *value)
{
	char *abs = spec->text + spec->text_used; /* put together at its place: a copy on the stack would cost a page for life */

	if (spec_is_full(spec))
		return FULL;
	if (!*value)
		return fail("empty path");
	if (strlen(value) >= PATH_MAX)
		return fail("longer than %d bytes", PATH_MAX);
	if (*value != '/') {
		if (sys_getcwd(abs, sizeof(spec->text) - spec->text_used) < 0)
			return errno == ERANGE ? FULL : fail("the current directory has no path");
		spec->text_used += (unsigned)strlen(abs) + 1;
		abs[strlen(abs)] = '/'; /* in the place of its NUL */
		spec_keep(spec, value, strlen(value));
		value = abs;
	}
	*(const char **)field = value;
	return spec_is_full(spec) ? FULL : 0;
}

int set_offset(struct spec *spec, void *field, const char *value)
{
	(void)spec;
	return unit_time(value, field) ? 0 : MALFORMED;
}

/* A million seconds at most, so that it can be waited for. */
int set_timeout(struct spec *spec, void *field, const char *value)
{
	struct span *span = field;

	return *value == '-' || set_offset(spec, field, value) || span->sec > 1000000 ? MALFORMED : 0;
}
