/* SPDX-License-Identifier: GPL-2.0-only */
/* net/name: what is derived from a container's name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "net/name.h"

static void is(const char *name, const char *wanted)
{
	char host[NET_NAME];

	memset(host, 'x', sizeof(host));
	net_host_name(host, name, 0);
	assert_string_equal(host, wanted);
	assert_true(strlen(host) < NET_NAME);
}

static void test_short(void **state)
{
	(void)state;
	is("a", "h-a");
	is("web", "h-web");
	is("thirteen-byte", "h-thirteen-byte"); /* 15 bytes: the longest that fits */
}

static void test_long(void **state)
{
	(void)state;
	/* The hashes were computed apart from this code: FNV-1a of the whole name. */
	is("fourteen-bytes", "h-fourba72c227");
	is("a-very-long-container.name", "h-a-vee8ae6057");
	is("012345678901234567890123456789012345678901234567890123456789012", "h-0123eb8d3490");
}

static void test_long_names_differ(void **state)
{
	char one[NET_NAME], other[NET_NAME];

	(void)state;
	net_host_name(one, "rootfs.bookworm-12345", 0);
	net_host_name(other, "rootfs.bookworm-12346", 0);
	assert_string_not_equal(one, other);
}

static void test_several(void **state)
{
	char host[16][NET_NAME];

	(void)state;
	for (unsigned i = 0; i < 16; i++) {
		net_host_name(host[i], "eleven.byte", i);
		assert_true(strlen(host[i]) < NET_NAME);
		for (unsigned k = 0; k < i; k++)
			assert_string_not_equal(host[i], host[k]);
	}
	assert_string_equal(host[0], "h-eleven.byte");
	assert_string_equal(host[1], "h-eleven.byte+1");
	assert_memory_equal(host[10], "h-elev", 6); /* one byte too long */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_short),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_long_names_differ),
		cmocka_unit_test(test_several),
	};

	return cmocka_run_group_tests_name("net_name", tests, NULL, NULL);
}
