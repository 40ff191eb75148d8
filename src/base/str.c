// SPDX-License-Identifier: GPL-2.0-only
/* Text without stdio: a bounded formatter and strict numbers. */
#include "base/str.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "base/text.h"

unsigned str_divide(uint64_t *v, unsigned by)
{
	unsigned rest = 0;

	if (sizeof(void *) == sizeof(*v)) { /* as wide as a register: one instruction */
		rest = (unsigned)(*v % by);
		*v /= by;
		return rest;
	}
	for (unsigned i = 0; i < 8 * sizeof(*v); i++) {
		rest = rest << 1 | (unsigned)(*v >> (8 * sizeof(*v) - 1));
		*v <<= 1;
		if (rest >= by) {
			rest -= by;
			++*v;
		}
	}
	return rest;
}

/* Takes a conversion's argument off AP; where it is no text, it is put together from the END of a word back. Returns where it begins. */
static const char *convert(const char **fmt, va_list *ap, char *end)
{
	static char unpacked[TEXT_MESSAGE];
	bool wide = **fmt == 'j', minus = false;
	char kind = wide ? *++*fmt : **fmt;
	unsigned base = kind == 'o' ? 8 : 10;
	uint64_t v;

	*end = 0;
	if (kind == 's')
		return text_plain(va_arg(*ap, const char *), unpacked);
	if (kind == 'c') {
		*--end = (char)va_arg(*ap, int);
		return end;
	}
	if (kind == '%') {
		*--end = kind;
		return end;
	}
	if (wide) {
		v = va_arg(*ap, uintmax_t);
	} else {
		unsigned u = va_arg(*ap, unsigned);

		minus = kind == 'd' && (int)u < 0;
		v = minus ? -u : u;
	}
	do
		*--end = (char)('0' + str_divide(&v, base));
	while (v);
	if (minus)
		*--end = '-';
	return end;
}

size_t str_vfmt(char *buf, size_t size, const char *fmt, va_list args)
{
	static char unpacked[TEXT_MESSAGE];
	char word[3 * sizeof(uintmax_t)];
	size_t len = 0;
	va_list ap;

	fmt = text_plain(fmt, unpacked);
	va_copy(ap, args); /* only a va_list of one's own can be handed on by address */
	for (; *fmt; fmt++) {
		const char *s = fmt;
		size_t n = 1;

		if (*fmt == '%') {
			fmt++;
			s = convert(&fmt, &ap, word + sizeof(word) - 1);
			n = strlen(s);
		}
		while (n--) {
			if (len + 1 < size)
				buf[len] = *s++;
			len++;
		}
	}
	va_end(ap);
	if (size)
		buf[len < size ? len : size - 1] = 0;
	return len;
}

/* (Const, or left to the compiler, who sees that nobody writes it, it would take room in the file.) */
_Alignas(8) char zeros[64] __attribute__((section(".bss")));

size_t str_fmt(char *buf, size_t size, const char *fmt, ...)
{
	va_list ap;
	size_t n;

	va_start(ap, fmt);
	n = str_vfmt(buf, size, fmt, ap);
	va_end(ap);
	return n;
}

size_t str_copy(char *buf, size_t size, const char *s)
{
	return str_fmt(buf, size, "%s", s);
}

static int print_error;

int fd_print_error(void)
{
	return print_error;
}

void fd_write(int fd, const char *s, size_t n)
{
	while (n) {
		ssize_t w = write(fd, s, n);

		if (w <= 0) {
			if (fd == STDOUT_FILENO)
				print_error = w < 0 ? errno : EIO;
			return;
		}
		s += w;
		n -= (size_t)w;
	}
}

void fd_print(int fd, const char *fmt, ...)
{
	static char buf[4096];
	va_list ap;
	size_t n;

	va_start(ap, fmt);
	n = str_vfmt(buf, sizeof(buf), fmt, ap);
	va_end(ap);
	fd_write(fd, buf, n < sizeof(buf) ? n : sizeof(buf) - 1);
}

static unsigned digit(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	if ((c | 32) >= 'a' && (c | 32) <= 'f')
		return (unsigned)((c | 32) - 'a') + 10;
	return 255;
}

const char *str_wide(const char *s, unsigned base, uint64_t *value)
{
	const char *end = s;
	unsigned d;

	for (*value = 0; (d = digit(*end)) < base; end++) {
		if (*value >> 60) /* one more digit of any base is more than 63 bits */
			return NULL;
		*value = *value * base + d;
	}
	return end > s ? end : NULL;
}

const char *str_number(const char *s, unsigned base, uint32_t max, uint64_t *value)
{
	s = str_wide(s, base, value);
	return *value > max ? NULL : s;
}

bool str_whole_number(const char *s, unsigned base, uint32_t max, uint64_t *value)
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
	while (*prefix)
		if (*s++ != *prefix++)
			return false;
	return true;
}

const char *str_env(const char *const *env, const char *key)
{
	size_t len = strlen(key);

	for (; *env; env++)
		if (str_starts(*env, key) && (*env)[len] == '=')
			return *env + len + 1;
	return NULL;
}

static bool is_octal(char c)
{
	return (unsigned char)(c ^ '0') < 8;
}

void str_unescape(char *s)
{
	char *to = s;

	for (; *s; s++) {
		char c = *s;

		if (c == '\\' && is_octal(s[1]) && is_octal(s[2]) && is_octal(s[3])) {
			c = (char)((s[1] & 7) << 6 | (s[2] & 7) << 3 | (s[3] & 7));
			s += 3;
		}
		*to++ = c;
	}
	*to = 0;
}

void str_clean(char *s, char to)
{
	for (; *s; s++)
		if ((unsigned char)*s < ' ' || *s == 127)
			*s = to;
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
	const char *s = *list, *end = s;

	if (!s)
		return -1;
	while (*end && *end != sep)
		end++;
	*piece = s;
	*list = *end ? end + 1 : NULL;
	return (int)(end - s);
}

int str_index(const char *list, const char *word, size_t len)
{
	const char *piece;
	int n;

	for (int i = 0; (n = str_piece(&list, ',', &piece)) >= 0; i++)
		if ((size_t)n == len && !memcmp(piece, word, len))
			return i;
	return -1;
}
