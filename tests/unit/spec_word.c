/* SPDX-License-Identifier: GPL-2.0-only */
/* spec/word: words as a shell reads them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "base/str.h"
#include "spec/word.h"

/* The words of LINE, joined by '|' with one behind the last; "!" at the end: unfinished. */
static const char *split(const char *line)
{
	static char copy[256], got[256];
	char *rest = copy, *word;
	size_t used = 0;
	int r;

	strcpy(copy, line);
	got[0] = 0;
	while ((r = word_next(&rest, &word)) > 0)
		used += str_fmt(got + used, sizeof(got) - used, "%s|", word);
	if (r < 0)
		strcat(got, "!");
	else
		assert_int_equal(word_next(&rest, &word), 0); /* and no more of it */
	return got;
}

static void words(void **state)
{
	static const char *const is[][2] = {
		{ "", "" },
		{ "   \t\r", "" },
		{ "a", "a|" },
		{ " a\tbc  d \r", "a|bc|d|" },
		{ "# a b", "" },
		{ "a # b", "a|" },
		{ "a#b c", "a#b|c|" },
		{ "a '#b'", "a|#b|" },
		{ "a \\#b", "a|#b|" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(is); i++)
		assert_string_equal(split(is[i][0]), is[i][1]);
}

static void quotes(void **state)
{
	static const char *const is[][2] = {
		{ "'a b'", "a b|" },
		{ "'' x", "|x|" },
		{ "\"\"", "|" },
		{ "'a'\"b\"c", "abc|" },
		{ "a' 'b", "a b|" },
		{ "'a\\b\"c$d`'", "a\\b\"c$d`|" },
		{ "\"a\\\"b\\\\c\\$d\\`e\"", "a\"b\\c$d`e|" },
		{ "\"a\\nb 'c'\"", "a\\nb 'c'|" },
		{ "a\\ b\\\\c\\'", "a b\\c'|" },
		{ "'it'\\''s'", "it's|" },
		{ "''''", "|" },
		{ "$HOME `x` $(y) * ~ ; & | <", "$HOME|`x`|$(y)|*|~|;|&|||<|" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(is); i++)
		assert_string_equal(split(is[i][0]), is[i][1]);
}

static void unfinished(void **state)
{
	static const char *const bad[] = { "'", "\"", "'a b", "\"a\\\"", "\"a\\", "\\", "a\\", "'a'\"b", "''\"" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_string_equal(split(bad[i]), "!");
	assert_string_equal(split("a 'b"), "a|!");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words),
		cmocka_unit_test(quotes),
		cmocka_unit_test(unfinished),
	};

	return cmocka_run_group_tests_name("spec_word", tests, NULL, NULL);
}
