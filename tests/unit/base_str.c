/* SPDX-License-Identifier: GPL-2.0-only */
/* base/str: the formatter, the numbers, the pieces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include "base/str.h"

#define IS(wanted, ...)                                                               \
	do {                                                                          \
		char buf_[128];                                                       \
		assert_int_equal(str_fmt(buf_, sizeof(buf_), __VA_ARGS__), strlen(wanted)); \
		assert_string_equal(buf_, wanted);                                    \
	} while (0)

static void format(void **state)
{
	(void)state;
	IS("", "%s", "");
	IS("a b%c", "%s %c%%%c", "a", 'b', 'c');
	IS("0 1 -1", "%d %d %d", 0, 1, -1);
	IS("2147483647 -2147483648", "%d %d", INT_MAX, INT_MIN);
	IS("0 4294967295", "%u %u", 0, UINT_MAX);
	IS("0 755 37777777777", "%o %o %o", 0, 0755, UINT_MAX);
	IS("18446744073709551615", "%ju", UINTMAX_MAX);
	IS("0", "%ju", (uintmax_t)0);
	/* What follows a wide argument is still found. */
	IS("1 x 2", "%ju %s %u", (uintmax_t)1, "x", 2u);
}

static void format_cut(void **state)
{
	char buf[8];

	(void)state;
	for (size_t size = 0; size <= sizeof(buf); size++) {
		memset(buf, 'x', sizeof(buf));
		assert_int_equal(str_fmt(buf, size, "%s%d", "abc", -1234), 8);
		for (size_t i = size; i < sizeof(buf); i++)
			assert_int_equal(buf[i], 'x');
		if (size) {
			assert_int_equal(buf[size - 1], 0);
			assert_memory_equal(buf, "abc-1234", size - 1);
		}
	}
	/* The length is the whole text's where nothing is kept. */
	assert_int_equal(str_fmt(NULL, 0, "%s", "abc"), 3);
	/* A cut at exactly the size: the NUL has its place. */
	assert_int_equal(str_fmt(buf, sizeof(buf), "%s", "1234567"), 7);
	assert_string_equal(buf, "1234567");
}

static void print(void **state)
{
	static char big[6000], got[8192];
	int pair[2];

	(void)state;
	assert_int_equal(pipe(pair), 0);
	fd_print(pair[1], "%s=%u\n", "a", 7);
	assert_int_equal(read(pair[0], got, sizeof(got)), 4);
	assert_memory_equal(got, "a=7\n", 4);
	memset(big, 'y', sizeof(big) - 1);
	fd_print(pair[1], "%s", big);
	assert_int_equal(read(pair[0], got, sizeof(got)), 4095);
	close(pair[0]);
	close(pair[1]);
}

static void number(void **state)
{
	uint64_t v = 0;
	const char *end;

	(void)state;
	end = str_number("12x", 10, 100, &v);
	assert_string_equal(end, "x");
	assert_int_equal(v, 12);
	assert_string_equal(str_number("0789", 8, 100, &v), "89");
	assert_int_equal(v, 7);
	assert_string_equal(str_number("fFg", 16, 255, &v), "g");
	assert_int_equal(v, 255);
	assert_non_null(str_wide("9223372036854775807", 10, &v));
	assert_true(v == INT64_MAX);
	assert_non_null(str_wide("ffffffffffffffff", 16, &v));
	assert_true(v == UINT64_MAX);
	assert_int_equal(str_divide(&v, 2147483647), 3);
	assert_true(v == UINT64_MAX / 2147483647);
	assert_int_equal(str_divide(&v, 1), 0);
	assert_true(v == UINT64_MAX / 2147483647);
	assert_non_null(str_number("000000000000000000000000000001", 10, 1, &v));
	assert_int_equal(v, 1);
}

static void no_number(void **state)
{
	static const char *const bad[] = { "", "x", "-1", "+1", " 1", "a", "/", ":", "0x", "0 ", "1\n", "\xb1" };
	uint64_t v;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_false(str_whole_number(bad[i], 10, 100, &v));
	assert_false(str_whole_number("8", 8, 100, &v));
	assert_false(str_whole_number("g", 16, 100, &v));
	/* Bounds, and what would wrap around. */
	assert_true(str_whole_number("100", 10, 100, &v));
	assert_false(str_whole_number("101", 10, 100, &v));
	assert_false(str_whole_number("9", 10, 7, &v));
	assert_null(str_wide("18446744073709551616", 10, &v));
	assert_null(str_wide("18446744073709551617", 10, &v));
	assert_null(str_wide("99999999999999999999999", 10, &v));
	assert_null(str_wide("10000000000000000", 16, &v));
	assert_null(str_wide("x", 10, &v));
	assert_false(str_whole_number("18446744073709551617", 10, UINT32_MAX, &v));
	assert_false(str_whole_number("4294967296", 10, UINT32_MAX, &v));
	assert_true(str_whole_number("4294967295", 10, UINT32_MAX, &v));
	assert_false(str_whole_number("1", 10, 0, &v));
	assert_true(str_whole_number("0", 10, 0, &v));
}

static void compare(void **state)
{
	(void)state;
	assert_true(str_is("memory,cpu", 6, "memory"));
	assert_false(str_is("memory,cpu", 5, "memory"));
	assert_false(str_is("memory", 6, "mem"));
	assert_false(str_is("mem", 3, "memory"));
	assert_true(str_is("x", 0, ""));
	assert_true(str_starts("husk", "hu"));
	assert_true(str_starts("husk", ""));
	assert_true(str_starts("husk", "husk"));
	assert_false(str_starts("hus", "husk"));
	assert_false(str_starts("", "h"));
}

static void find(void **state)
{
	const char text[] = "\nSigQ:\t1\nSigIgn:\t2\n";

	(void)state;
	assert_ptr_equal(str_find(text, "\nSigIgn:\t"), text + 8);
	assert_null(str_find(text, "SigCgt"));
	assert_null(str_find("", "a"));
	assert_null(str_find("aab", "aac"));
	/* A start that fails must not swallow the next one. */
	assert_string_equal(str_find("aaab", "aab"), "aab");
	assert_null(str_find("abc", "bcd"));
}

static void environment(void **state)
{
	static const char *const env[] = { "PATHX=1", "PATH=/bin", "PATH=/late", "EMPTY=", "NOVALUE", NULL };
	static const char *const none[] = { NULL };

	(void)state;
	assert_string_equal(str_env(env, "PATH"), "/bin");
	assert_string_equal(str_env(env, "PATHX"), "1");
	assert_string_equal(str_env(env, "EMPTY"), "");
	assert_null(str_env(env, "NOVALUE"));
	assert_null(str_env(env, "PAT"));
	assert_null(str_env(none, "PATH"));
}

static void pieces(void **state)
{
	const char *list = "a,,bc,", *piece;

	(void)state;
	assert_int_equal(str_piece(&list, ',', &piece), 1);
	assert_int_equal(*piece, 'a');
	assert_int_equal(str_piece(&list, ',', &piece), 0);
	assert_int_equal(str_piece(&list, ',', &piece), 2);
	assert_memory_equal(piece, "bc", 2);
	/* A separator at the end has an empty piece behind it. */
	assert_int_equal(str_piece(&list, ',', &piece), 0);
	assert_null(list);
	assert_int_equal(str_piece(&list, ',', &piece), -1);
	list = "";
	assert_int_equal(str_piece(&list, ',', &piece), 0);
	assert_int_equal(str_piece(&list, ',', &piece), -1);
}

static void unescape(void **state)
{
	static const char *const is[][2] = {
		{ "", "" }, { "/a", "/a" }, { "/a\\040b\\011\\012\\134", "/a b\t\n\\" }, { "\\134040", "\\040" }, { "\\08\\1\\", "\\08\\1\\" }, { "\\04", "\\04" },
	};
	char text[64];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(is); i++) {
		strcpy(text, is[i][0]);
		str_unescape(text);
		assert_string_equal(text, is[i][1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(format), cmocka_unit_test(format_cut), cmocka_unit_test(print),
		cmocka_unit_test(number), cmocka_unit_test(no_number),	cmocka_unit_test(compare),
		cmocka_unit_test(find),	  cmocka_unit_test(environment), cmocka_unit_test(pieces),
		cmocka_unit_test(unescape),
	};

	return cmocka_run_group_tests_name("base_str", tests, NULL, NULL);
}
