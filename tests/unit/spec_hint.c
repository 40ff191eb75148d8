/* SPDX-License-Identifier: GPL-2.0-only */
/* spec/hint: distances between words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "spec/hint.h"

static void is(const char *a, const char *b, unsigned wanted)
{
	assert_int_equal(hint_distance(a, strlen(a), b), wanted);
	assert_int_equal(hint_distance(b, strlen(b), a), wanted);
}

static void distances(void **state)
{
	(void)state;
	is("", "", 0);
	is("memory", "memory", 0);
	is("", "abc", 3);
	is("memry", "memory", 1);
	is("memoryy", "memory", 1);
	is("mamory", "memory", 1);
	is("meomry", "memory", 1);
	is("bnid", "bind", 1);
	is("ab", "ba", 1);
	is("kitten", "sitting", 3);
	/* Optimal string alignment, not the full Damerau: no letter is touched twice. */
	is("ca", "abc", 3);
}

static void bounds(void **state)
{
	char a[33], b[33];

	(void)state;
	memset(a, 'a', sizeof(a));
	memset(b, 'b', sizeof(b));
	a[32] = b[32] = 0;
	is(a, "memory", UINT_MAX);
	a[31] = b[31] = 0;
	is(a, b, 31);
	/* Only LEN bytes count. */
	assert_int_equal(hint_distance("memory=16M", 6, "memory"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(distances),
		cmocka_unit_test(bounds),
	};

	return cmocka_run_group_tests_name("spec_hint", tests, NULL, NULL);
}
