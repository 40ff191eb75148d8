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

/* REASON: NULL where it is ERR's, if there is one. It is looked up behind what FMT wants, which may lie in the same buffer. */
static int compose(int err, const char *reason, const char *hint, const char *fmt, va_list ap)
{
	size_t used = str_vfmt(text, sizeof(text), fmt, ap);
	char number[16];

	if (err && !reason) {
		reason = CFG_CMD_STRERROR ? text_error(err) : NULL;
		if (!reason) {
			str_fmt(number, sizeof(number), "error %d", err);
			reason = number;
		}
	}
	if (used < sizeof(text))
		str_fmt(text + used, sizeof(text) - used, hint ? "%s%s (%s)" : "%s%s", reason ? ": " : "", reason ? reason : "", hint);
	errno = err;
	return -1;
}

int (fail)(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	return compose(0, NULL, NULL, fmt, ap);
}

int (fail_sys)(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	return compose(errno, NULL, NULL, fmt, ap);
}

int (fail_path)(const char *path)
{
	return fail_sys("%s", path);
}

int (fail_hint)(const char *hint, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	return compose(errno, NULL, hint, fmt, ap);
}

int (fail_in)(const char *fmt, ...)
{
	static char inner[LOG_TEXT];
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
	static char line[LOG_TEXT];
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
