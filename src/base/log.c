// SPDX-License-Identifier: GPL-2.0-only
/* Errors gain their text where they happen, in one static buffer; only main.c prints it. */
#include "base/log.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "base/str.h"

static char text[LOG_TEXT];
static const char *command;

static int compose(int err, const char *hint, const char *fmt, va_list ap)
{
	size_t used = str_vfmt(text, sizeof(text), fmt, ap);

	if (used < sizeof(text))
		str_fmt(text + used, sizeof(text) - used, hint ? "%s%s (%s)" : "%s%s", err ? ": " : "", err ? strerror(err) : "", hint);
	errno = err;
	return -1;
}

int fail(int err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	compose(err, NULL, fmt, ap);
	va_end(ap);
	return -1;
}

int fail_sys(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	compose(errno, NULL, fmt, ap);
	va_end(ap);
	return -1;
}

int fail_hint(int err, const char *hint, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	compose(err, hint, fmt, ap);
	va_end(ap);
	return -1;
}

int fail_in(const char *fmt, ...)
{
	char inner[LOG_TEXT];
	va_list ap;
	size_t used;

	memcpy(inner, text, sizeof(inner));
	va_start(ap, fmt);
	used = str_vfmt(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (used < sizeof(text))
		str_fmt(text + used, sizeof(text) - used, ": %s", inner);
	return -1;
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

/* A line break or an escape sequence that a hostile name carries must not forge a line or drive the terminal. */
static void make_printable(char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < ' ' || *s == 127)
			*s = '?';
}

void log_line(const char *fmt, ...)
{
	char line[LOG_TEXT + 64];
	size_t used = str_fmt(line, sizeof(line), "husk: %s%s", command ? command : "", command ? ": " : "");
	va_list ap;

	va_start(ap, fmt);
	used += str_vfmt(line + used, sizeof(line) - used, fmt, ap);
	va_end(ap);
	if (used > sizeof(line) - 2)
		used = sizeof(line) - 2;
	make_printable(line);
	line[used++] = '\n';
	if (write(STDERR_FILENO, line, used) < 0)
		return; /* nobody is left to tell */
}
