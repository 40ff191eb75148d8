/* SPDX-License-Identifier: GPL-2.0-only */
/* base/lines: files that end anywhere, lines that are too long, fields. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <cmocka.h>
#include "base/lines.h"

static struct lines lines;

static void put(const char *text, size_t len)
{
	memset(&lines, 'z', sizeof(lines)); /* what was in the buffer must not show */
	lines.fd = memfd_create("lines", 0);
	assert_true(lines.fd >= 0);
	assert_int_equal(write(lines.fd, text, len), len);
	lseek(lines.fd, 0, SEEK_SET);
	lines.used = lines.next = 0;
}

static void is(const char *wanted)
{
	const char *line = lines_next(&lines);

	if (!wanted) {
		assert_null(line);
		assert_null(lines_next(&lines));
		close(lines.fd);
		return;
	}
	assert_non_null(line);
	assert_string_equal(line, wanted);
}

static void plain(void **state)
{
	(void)state;
	put("a\nbc\n\nd\n", 8);
	is("a");
	is("bc");
	is("");
	is("d");
	is(NULL);
}

static void no_end(void **state)
{
	(void)state;
	put("a\nlast", 6);
	is("a");
	is("last");
	is(NULL);
	put("x", 1);
	is("x");
	is(NULL);
	put("", 0);
	is(NULL);
	put("\n", 1);
	is("");
	is(NULL);
}

static void many(void **state)
{
	static char text[5000];
	unsigned n = 0;
	const char *line;

	(void)state;
	/* 7 does not divide the buffer: lines lie across every read. */
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = i % 7 == 6 ? '\n' : (char)('a' + i % 7);
	put(text, sizeof(text));
	while ((line = lines_next(&lines))) {
		assert_true(!strcmp(line, "abcdef") || (n == 714 && !strcmp(line, "ab")));
		n++;
	}
	assert_int_equal(n, 715);
	close(lines.fd);
}

/* LEN bytes of one line, then "next". Is the line seen? */
static void of_length(size_t len, bool end, bool seen)
{
	static char text[8000];

	memset(text, 'x', len);
	strcpy(text + len, end ? "\nnext\n" : "");
	put(text, strlen(text));
	text[len] = 0;
	if (seen)
		is(text);
	if (end)
		is("next");
	is(NULL);
}

static void too_long(void **state)
{
	const size_t room = sizeof(lines.buf) - 1;

	(void)state;
	of_length(room - 1, true, true);
	of_length(room - 1, false, true);
	of_length(room, true, false);
	of_length(room + 1, true, false);
	of_length(3 * room, true, false);
	of_length(3 * room + 5, false, false);
}

static void closed(void **state)
{
	(void)state;
	put("", 0);
	close(lines.fd);
	lines.fd = -1;
	assert_null(lines_next(&lines));
}

static void nul_inside(void **state)
{
	(void)state;
	put("a\0b\nc\n", 6);
	is("a");
	is("c");
	is(NULL);
}

static void fields(void **state)
{
	char text[] = "root::0:", *rest = text;

	(void)state;
	assert_string_equal(lines_field(&rest, ':'), "root");
	assert_string_equal(lines_field(&rest, ':'), "");
	assert_string_equal(lines_field(&rest, ':'), "0");
	assert_string_equal(lines_field(&rest, ':'), "");
	assert_null(lines_field(&rest, ':'));
	assert_null(lines_field(&rest, ':'));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain), cmocka_unit_test(no_end),     cmocka_unit_test(many),	 cmocka_unit_test(too_long),
		cmocka_unit_test(closed), cmocka_unit_test(nul_inside), cmocka_unit_test(fields),
	};

	return cmocka_run_group_tests_name("base_lines", tests, NULL, NULL);
}
