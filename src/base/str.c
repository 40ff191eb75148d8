// SPDX-License-Identifier: GPL-2.0-only
/* Text without stdio: a bounded formatter and strict numbers. */
#include "base/str.h"
#include <string.h>
#include <unistd.h>

struct out {
	char *buf;
	size_t size, len;
};

static void out_char(struct out *o, char c)
{
	if (o->len + 1 < o->size)
		o->buf[o->len] = c;
	o->len++;
}

static void out_number(struct out *o, uintmax_t v, unsigned base)
{
	char digits[3 * sizeof(v)];
	unsigned n = 0;

	do
		digits[n++] = "0123456789abcdef"[v % base];
	while (v /= base);
	while (n)
		out_char(o, digits[--n]);
}

static void out_signed(struct out *o, intmax_t v)
{
	if (v < 0)
		out_char(o, '-');
	out_number(o, v < 0 ? -(uintmax_t)v : (uintmax_t)v, 10);
}

size_t str_vfmt(char *buf, size_t size, const char *fmt, va_list ap)
{
	struct out o = { buf, size, 0 };

	for (; *fmt; fmt++) {
		if (*fmt != '%') {
			out_char(&o, *fmt);
			continue;
		}
		switch (*++fmt) {
		case 's':
			for (const char *s = va_arg(ap, const char *); *s; s++)
				out_char(&o, *s);
			break;
		case 'c': out_char(&o, (char)va_arg(ap, int)); break;
		case 'd': out_signed(&o, va_arg(ap, int)); break;
		case 'u': out_number(&o, va_arg(ap, unsigned), 10); break;
		case 'x': out_number(&o, va_arg(ap, unsigned), 16); break;
		case 'o': out_number(&o, va_arg(ap, unsigned), 8); break;
		case 'j': /* always followed by d or u */
			if (*++fmt == 'd')
				out_signed(&o, va_arg(ap, intmax_t));
			else
				out_number(&o, va_arg(ap, uintmax_t), 10);
			break;
		default: out_char(&o, *fmt);
		}
	}
	if (size)
		buf[o.len < size ? o.len : size - 1] = 0;
	return o.len;
}

size_t str_fmt(char *buf, size_t size, const char *fmt, ...)
{
	va_list ap;
	size_t n;

	va_start(ap, fmt);
	n = str_vfmt(buf, size, fmt, ap);
	va_end(ap);
	return n;
}

void fd_print(int fd, const char *fmt, ...)
{
	char buf[4096];
	va_list ap;
	size_t n;

	va_start(ap, fmt);
	n = str_vfmt(buf, sizeof(buf), fmt, ap);
	va_end(ap);
	if (n >= sizeof(buf))
		n = sizeof(buf) - 1;
	for (size_t done = 0; done < n;) {
		ssize_t w = write(fd, buf + done, n - done);

		if (w <= 0)
			return;
		done += (size_t)w;
	}
}

static unsigned digit(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	if ((c | 32) >= 'a' && (c | 32) <= 'f')
		return (unsigned)((c | 32) - 'a') + 10;
	return 255;
}

const char *str_number(const char *s, unsigned base, uint64_t max, uint64_t *value)
{
	uint64_t v = 0;
	unsigned d;

	if (digit(*s) >= base)
		return NULL;
	for (; (d = digit(*s)) < base; s++) {
		if (v > (max - d) / base || d > max)
			return NULL;
		v = v * base + d;
	}
	*value = v;
	return s;
}

bool str_whole_number(const char *s, unsigned base, uint64_t max, uint64_t *value)
{
	const char *end = str_number(s, base, max, value);

	return end && !*end;
}

bool str_is(const char *s, size_t len, const char *word)
{
	return strlen(word) == len && !memcmp(s, word, len);
}

bool str_starts(const char *s, const char *prefix)
{
	return !strncmp(s, prefix, strlen(prefix));
}

const char *str_find(const char *s, const char *what)
{
	for (; *s; s++)
		if (str_starts(s, what))
			return s;
	return NULL;
}

int str_piece(const char **list, char sep, const char **piece)
{
	const char *end;

	if (!*list)
		return -1;
	*piece = *list;
	end = strchr(*list, sep);
	*list = end ? end + 1 : NULL;
	return end ? (int)(end - *piece) : (int)strlen(*piece);
}
