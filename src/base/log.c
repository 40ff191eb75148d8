// SPDX-License-Identifier: GPL-2.0-only
/* Errors gain their text where they happen, in one static buffer; only main.c prints it. */
#include "base/log.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "autoconf.h"
#include "base/str.h"
#include "base/text.h"

static char text[LOG_TEXT];
static const char *command;

static int compose(int err, const char *reason, const char *hint, const char *fmt, va_list ap)
{
	size_t used = str_vfmt(text, sizeof(text), fmt, ap);

	if (used < sizeof(text))
		str_fmt(text + used, sizeof(text) - used, hint ? "%s%s (%s)" : "%s%s", reason ? ": " : "", reason ? reason : "", hint);
	errno = err;
	return -1;
}

static int explain(int err, const char *hint, const char *fmt, va_list ap)
{
	const char *reason = CFG_CMD_STRERROR && err ? text_error(err) : NULL;
	char number[16];

	if (err && !reason) {
		str_fmt(number, sizeof(number), "error %d", err);
		reason = number;
	}
	return compose(err, reason, hint, fmt, ap);
}

int (fail)(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	return explain(0, NULL, fmt, ap);
}

int (fail_sys)(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	return explain(errno, NULL, fmt, ap);
}

int (fail_path)(const char *path)
{
	return fail_sys("%s", path);
}

int (fail_hint)(int err, const char *hint, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	return explain(err, hint, fmt, ap);
}

int (fail_in)(const char *fmt, ...)
{
	char inner[LOG_TEXT];
	va_list ap;

	memcpy(inner, text, sizeof(inner));
	va_start(ap, fmt);
	return compose(errno, inner, NULL, fmt, ap);
}

const char *fail_text(void)
{
	return text;
}

int fail_take(int err, const char *from, size_t len)
{
	if (len >= sizeof(text))
		len = sizeof(text) - 1;
	memcpy(text, from, len);
	text[len] = 0;
	errno = err;
	return -1;
}

void log_command(const char *name)
{
	command = name;
}

void log_line(const char *fmt, ...)
{
	char line[LOG_TEXT];
	va_list ap;

	va_start(ap, fmt);
	str_vfmt(line, sizeof(line), fmt, ap);
	va_end(ap);
	/* A line break or an escape sequence that a hostile name carries must not forge a line or drive the terminal. */
	str_clean(line, '?');
	fd_print(STDERR_FILENO, command ? "husk: %s: %s\n" : "husk: %s%s\n", command ? command : "", line);
}

void fail_print(void)
{
	log_line("%s", text);
}
