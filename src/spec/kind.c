// SPDX-License-Identifier: GPL-2.0-only
/* Kinds of argument of general use. */
#include "spec/kind.h"
#include <errno.h>
#include <limits.h>
#include <string.h>
#include "base/str.h"
#include "base/sys.h"
#include "spec/unit.h"

#define STRING_(x) #x
#define STRING(x) STRING_(x)

const char spec_full[] = "more than this build takes (CONFIG_MAX_..., CONFIG_NET_..., CONFIG_SPEC_TEXT)";

bool spec_is_full(const struct spec *spec)
{
	return spec->text_used > sizeof(spec->text);
}

const char *spec_keep(struct spec *spec, const char *text, size_t len)
{
	char *copy = spec->text + spec->text_used;

	spec->text_used += len + 1;
	if (spec_is_full(spec)) {
		spec->text_used = sizeof(spec->text) + 1;
		return "";
	}
	memcpy(copy, text, len);
	copy[len] = 0;
	return copy;
}

const char *spec_tidy_path(const char *path)
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
		return "not a path below /, without \"..\"";
	*to = 0;
	return NULL;
}

const char *spec_set_root(struct spec *spec, const char *path)
{
	if (CFG_ROOT_NONE && !strcmp(path, "none")) {
		spec->root = "none";
		return NULL;
	}
	return set_file(spec, &spec->root, spec_keep(spec, path, strlen(path)));
}

const char *set_flag(struct spec *spec, void *field, const char *value)
{
	(void)spec;
	*(bool *)field = true;
	return !value || unit_boolean(value, field) ? NULL : option_malformed;
}

const char *set_text(struct spec *spec, void *field, const char *value)
{
	(void)spec;
	*(const char **)field = value;
	return NULL;
}

const char *set_size(struct spec *spec, void *field, const char *value)
{
	(void)spec;
	return unit_size(value, field) ? NULL : option_malformed;
}

const char *set_mode(struct spec *spec, void *field, const char *value)
{
	uint64_t mode;

	(void)spec;
	if (!str_whole_number(value, 8, 0777, &mode))
		return option_malformed;
	*(unsigned *)field = (unsigned)mode;
	return NULL;
}

const char *set_file(struct spec *spec, void *field, const char *value)
{
	char *abs = spec->text + spec->text_used; /* put together at its place: a copy on the stack would cost a page for life */

	if (spec_is_full(spec))
		return spec_full;
	if (!*value)
		return "empty path";
	if (strlen(value) >= PATH_MAX)
		return "longer than " STRING(PATH_MAX) " bytes";
	if (*value != '/') {
		if (sys_getcwd(abs, sizeof(spec->text) - spec->text_used) < 0)
			return errno == ERANGE ? spec_full : "the current directory has no path";
		spec->text_used += strlen(abs) + 1;
		abs[strlen(abs)] = '/'; /* in the place of its NUL */
		spec_keep(spec, value, strlen(value));
		value = abs;
	}
	*(const char **)field = value;
	return spec_is_full(spec) ? spec_full : NULL;
}

const char *set_offset(struct spec *spec, void *field, const char *value)
{
	(void)spec;
	return unit_time(value, field) ? NULL : option_malformed;
}

/* A million seconds at most, so that it can be waited for. */
const char *set_timeout(struct spec *spec, void *field, const char *value)
{
	struct span *span = field;

	return *value == '-' || set_offset(spec, field, value) || span->sec > 1000000 ? option_malformed : NULL;
}
