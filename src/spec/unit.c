// SPDX-License-Identifier: GPL-2.0-only
/* Values as the command line writes them. */
#include "spec/unit.h"
#include <string.h>
#include <sys/socket.h>
#include "base/str.h"
#include "base/text.h"

/* Reads a number and its suffix, if there is one. Returns what is behind, or NULL. */
static const char *scaled(const char *s, uint64_t *bytes)
{
	static const char suffix[] = "KMG";
	const char *end = str_wide(s, 10, bytes), *unit;

	if (*bytes > INT64_MAX)
		return NULL;
	unit = end && *end ? strchr(suffix, *end & ~32) : NULL;
	if (!unit || !*unit)
		return end;
	for (; unit >= suffix; unit--) {
		if (*bytes > INT64_MAX / 1024)
			return NULL;
		*bytes *= 1024;
	}
	return end + 1;
}

bool unit_size(const char *s, uint64_t *bytes)
{
	s = scaled(s, bytes);
	return s && !*s && *bytes;
}

const char *unit_rlimit(const char *s, uint64_t *value)
{
	static const char *const words[] = { "unlimited", "-1" };

	*value = UINT64_MAX;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (str_starts(s, words[i]))
			return s + strlen(words[i]);
	return scaled(s, value);
}

void unit_size_text(char *buf, size_t size, uint64_t bytes)
{
	static const char *const suffix[] = { "", "K", "M", "G" };
	unsigned unit = 0;

	while (bytes && unit < 3 && bytes % 1024 == 0) {
		bytes /= 1024;
		unit++;
	}
	str_fmt(buf, size, "%ju%s", (uintmax_t)bytes, suffix[unit]);
}

/* Reads a number below 2^31 with an optional fraction, in millionths. Returns what is behind it, or NULL. */
static const char *decimal(const char *s, uint64_t *millionths)
{
	unsigned part = 0, scale = 1000000;
	const char *end = s;

	*millionths = 0;
	if (*s != '.') {
		end = str_number(s, 10, INT32_MAX, millionths);
		if (!end)
			return NULL;
	}
	if (*end == '.') {
		if (*++end < '0' || *end > '9')
			return NULL;
		for (; *end >= '0' && *end <= '9'; end++) {
			scale /= 10;
			part += (unsigned)(*end - '0') * scale; /* behind the sixth digit scale is 0 */
		}
	}
	*millionths = *millionths * 1000000 + part;
	return end;
}

bool unit_cpus(const char *s, uint64_t *usec)
{
	const char *end = decimal(s, usec);

	return end && !*end && *usec >= 1000 && *usec <= 1000 * 1000000;
}

bool unit_time(const char *s, struct span *span)
{
	static const unsigned short seconds[] = { 1, 1, 60, 3600 };
	bool negative = *s == '-';
	uint64_t value;
	const char *end = decimal(s + negative, &value);
	int unit = end ? str_index(",s,m,h,ms", end, strlen(end)) : -1;

	if (unit < 0)
		return false;
	if (unit == 4) {
		span->nsec = str_divide(&value, 1000000000);
	} else {
		value *= seconds[unit];
		span->nsec = str_divide(&value, 1000000) * 1000;
	}
	span->sec = (int32_t)value;
	if (negative) {
		span->sec = -span->sec - (span->nsec > 0);
		span->nsec = span->nsec ? 1000000000 - span->nsec : 0;
	}
	return value <= INT32_MAX;
}

bool unit_cpu_list(const char *s)
{
	uint64_t first, last;

	for (;;) {
		s = str_number(s, 10, 4095, &first);
		if (s && *s == '-') {
			s = str_number(s + 1, 10, 4095, &last);
			if (s && last < first)
				return false;
		}
		if (!s || (*s && *s != ','))
			return false;
		if (!*s++)
			return true;
	}
}

bool unit_boolean(const char *s, bool *value)
{
	int known = text_index(TEXT_BOOLEANS, s, strlen(s));

	if (known >= 0)
		*value = known & 1;
	return known >= 0;
}

/* "10.0.0.2", no leading zeros. Returns what is behind it, or NULL. */
static const char *address_v4(const char *s, uint8_t *bytes)
{
	for (unsigned i = 0;; s++) {
		uint64_t part;
		const char *end = str_number(s, 10, 255, &part);

		if (!end || (*s == '0' && end > s + 1))
			return NULL;
		bytes[i++] = (uint8_t)part;
		s = end;
		if (i == 4)
			return s;
		if (*s != '.')
			return NULL;
	}
}

/* RFC 4291, 2.2: groups, "::" once for those that are 0, the last two as an IPv4 address. Returns what is behind it, or NULL. */
static const char *address_v6(const char *s, uint8_t bytes[16])
{
	size_t n = 0, gap = 16;
	const char *end;
	uint64_t group;

	if (*s == ':' && *++s != ':')
		return NULL;
	for (;; s++) {
		if (*s == ':') {
			if (gap < 16)
				return NULL;
			gap = n;
			s++;
		}
		end = str_number(s, 16, 0xffff, &group);
		if (!end && gap == n)
			break;
		if (!end || end > s + 4)
			return NULL;
		if (*end == '.' && n <= 12) {
			s = address_v4(s, bytes + n);
			n += 4;
			break;
		}
		bytes[n++] = (uint8_t)(group >> 8);
		bytes[n++] = (uint8_t)group;
		s = end;
		if (n == 16 || *s != ':')
			break;
	}
	if (n == 16 ? gap < 16 : gap == 16)
		return NULL;
	memmove(bytes + 16 - n + gap, bytes + gap, n - (gap < n ? gap : n));
	memset(bytes + gap, 0, 16 - n);
	return s;
}

bool unit_address(const char *s, bool prefix, struct addr *addr)
{
	bool v6 = s[strcspn(s, ".:")] == ':';
	uint64_t bits = v6 ? 128 : 32;

	memset(addr->bytes, 0, sizeof(addr->bytes));
	s = v6 ? address_v6(s, addr->bytes) : address_v4(s, addr->bytes);
	if (!s || (prefix ? *s != '/' || !str_whole_number(s + 1, 10, bits, &bits) : *s))
		return false;
	addr->family = v6 ? AF_INET6 : AF_INET;
	addr->prefix = (uint8_t)bits;
	return true;
}

bool unit_is_alnum(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

bool unit_name(const char *s)
{
	size_t n = 0;

	if (!unit_is_alnum(*s))
		return false;
	while (unit_is_alnum(s[n]) || (s[n] && strchr("._-", s[n])))
		n++;
	return !s[n] && n <= SPEC_NAME;
}

bool unit_ifname(const char *s)
{
	size_t n = 0;

	if (!strcmp(s, ".") || !strcmp(s, ".."))
		return false;
	for (; s[n]; n++)
		if ((unsigned char)s[n] <= ' ' || s[n] == '/' || s[n] == ':' || s[n] == '%' || (unsigned char)s[n] > 126)
			return false;
	return n >= 1 && n <= 15;
}

bool unit_mac(const char *s, uint8_t mac[6])
{
	unsigned any = 0;

	for (unsigned i = 0; i < 6; i++, s += 3) {
		uint64_t byte;
		const char *end = str_number(s, 16, 255, &byte);

		if (end != s + 2 || *end != (i < 5 ? ':' : 0))
			return false;
		any |= mac[i] = (uint8_t)byte;
	}
	return any && !(mac[0] & 1);
}

bool unit_id(const char *s, size_t len, uint32_t *id)
{
	uint64_t v;
	const char *end = str_number(s, 10, UINT32_MAX - 1, &v);

	if (!end || end != s + len || (*s == '0' && len > 1))
		return false;
	*id = (uint32_t)v;
	return true;
}
