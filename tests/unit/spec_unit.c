/* SPDX-License-Identifier: GPL-2.0-only */
/* spec/unit: each kind of value, its bounds, and what only looks like one. */
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <cmocka.h>
#include "base/str.h"
#include "spec/unit.h"

/* CALL, of the word S, is false for every word of LIST. */
#define REFUSES(call, list)                                          \
	do {                                                         \
		for (size_t i = 0; i < ARRAY_SIZE(list); i++) {      \
			const char *s = (list)[i];                   \
                                                                     \
			if (call)                                    \
				fail_msg("%s: \"%s\"", #call, s);    \
		}                                                    \
	} while (0)
/* READS takes every word of GOOD and none of BAD. */
#define PASSES(reads, good, bad)                                     \
	do {                                                         \
		REFUSES(!reads(s), good);                            \
		REFUSES(reads(s), bad);                              \
	} while (0)
/* READS makes of every word of GOOD the value beside it, and of BAD none. */
#define CONVERTS(reads, good, bad)                                   \
	do {                                                         \
		__typeof__((good)[0].value + 0) got;                     \
                                                                     \
		for (size_t i = 0; i < ARRAY_SIZE(good); i++)        \
			if (!reads((good)[i].s, &got) || got != (good)[i].value) \
				fail_msg("%s: \"%s\"", #reads, (good)[i].s); \
		REFUSES(reads(s, &got), bad);                        \
	} while (0)

static void size(void **state)
{
	static const struct {
		const char *s;
		uint64_t value;
	} good[] = {
		{ "1", 1 },	    { "16M", 16 << 20 }, { "16m", 16 << 20 }, { "1K", 1024 }, { "2G", 2ULL << 30 }, { "0010", 10 },
		{ "9223372036854775807", INT64_MAX }, { "8589934591G", 8589934591ULL << 30 },
	};
	static const char *const bad[] = { "",	 "0",  "0K", "K",  "M16", "16MB", "16T", "16 M", "-1", "+1", "1.5G", "0x10", " 1", "1 ", "16k\n",
					   "16\x0b", "9223372036854775808", "8589934592G", "18446744073709551617", "99999999999999999999K" };

	(void)state;
	CONVERTS(unit_size, good, bad);
}

static void rlimit(void **state)
{
	static const struct {
		const char *s, *rest;
		uint64_t value;
	} good[] = {
		{ "0", "", 0 }, { "5:6", ":6", 5 }, { "8k", "", 8192 }, { "-1", "", UINT64_MAX }, { "unlimited:5", ":5", UINT64_MAX }, { "5x", "x", 5 },
		{ "9223372036854775807", "", INT64_MAX },
	};
	static const char *const bad[] = { "", "K", ":5", "-2", "9223372036854775808", "unlim", " 1", "8589934592G" };
	uint64_t value;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		const char *rest = unit_rlimit(good[i].s, &value);

		assert_string_equal(rest, good[i].rest);
		assert_true(value == good[i].value);
	}
	REFUSES(unit_rlimit(s, &value), bad);
}

static void size_text(void **state)
{
	static const struct {
		uint64_t bytes;
		const char *text;
	} is[] = {
		{ 0, "0" }, { 1, "1" }, { 1023, "1023" }, { 1024, "1K" }, { 1025, "1025" }, { 16 << 20, "16M" }, { 3ULL << 29, "1536M" },
		{ 1ULL << 40, "1024G" }, { INT64_MAX, "9223372036854775807" },
	};
	char text[32];
	uint64_t back;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(is); i++) {
		unit_size_text(text, sizeof(text), is[i].bytes);
		assert_string_equal(text, is[i].text);
		assert_true(!is[i].bytes || (unit_size(text, &back) && back == is[i].bytes));
	}
}

static void times(void **state)
{
	static const struct {
		const char *s;
		int32_t sec;
		uint32_t nsec;
	} good[] = {
		{ "0", 0, 0 }, { "-0", 0, 0 }, { "10", 10, 0 }, { "1.5", 1, 500000000 }, { "1.5s", 1, 500000000 }, { "200ms", 0, 200000000 }, { "-200ms", -1, 800000000 },
		{ "0.001ms", 0, 1000 }, { "0.000001ms", 0, 1 }, { "12345ms", 12, 345000000 }, { "-2m", -120, 0 }, { "2h", 7200, 0 }, { "0.5h", 1800, 0 },
		{ ".25", 0, 250000000 }, { ".000001h", 0, 3600000 }, { "-1.000001", -2, 999999000 }, { "2147483647", INT32_MAX, 0 },
		{ "-2147483647.5s", INT32_MIN, 500000000 }, { "596523h", 2147482800, 0 },
	};
	struct span got;
	static const char *const bad[] = { "", "-", "--1", "+1", ".", "1.", "1.s", "s", "1d", "1us", "1 s", "1S", "1sm", "1e3", "2147483648", "2147483647m", "596524h",
					   "0x1", "99999999999999999999", " 1" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		if (!unit_time(good[i].s, &got) || got.sec != good[i].sec || got.nsec != good[i].nsec)
			fail_msg("\"%s\"", good[i].s);
	REFUSES(unit_time(s, &got), bad);
}

static void cpus(void **state)
{
	static const struct {
		const char *s;
		uint64_t value;
	} good[] = {
		{ "0.2", 200000 }, { ".5", 500000 }, { "1", 1000000 }, { "0.001", 1000 }, { "1000", 1000000000 }, { "1.5", 1500000 },
		{ "0.0010009", 1000 }, { "2.000000", 2000000 }, { "0.123456789", 123456 }, { "1000.0", 1000000000 },
	};
	static const char *const bad[] = { "",	 "0",	 "0.0", ".",  "1.",  "0.0009", "1000.001", "1001", "-1", "1,5", "0.2x", "1e3", "50%", " 1",
					   "0..2", "0.2.1", "nan", "99999999999999999999" };

	(void)state;
	CONVERTS(unit_cpus, good, bad);
}

static void cpu_list(void **state)
{
	static const char *const good[] = { "0", "0-2,5", "4095", "3-3", "0,0", "1,0", "0-4095" };
	static const char *const bad[] = { "", ",", "0,", ",0", "2-1", "4096", "0-4096", "-1", "0-", "a", "0 1", "0-1-2", "0;1", "0\n", "0-2:1" };

	(void)state;
	PASSES(unit_cpu_list, good, bad);
}

static void boolean(void **state)
{
	static const char *const yes[] = { "1", "yes", "on", "true", "enabled" }, *const no[] = { "0", "no", "off", "false", "disabled" };
	static const char *const bad[] = { "", "2", "y", "YES", "tru", "yess", " on" };
	bool v;

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		v = false;
		assert_true(unit_boolean(yes[i], &v) && v);
		assert_true(unit_boolean(no[i], &v) && !v);
	}
	REFUSES(unit_boolean(s, &v), bad);
}

static void address(void **state)
{
	static const char *const bad[] = { "10.0.0.2/33", "10.0.0/24", "10.0.0.256/24", "10.0.0.2/", "10.0.0.2/-1", "10.0.0.2/24x", "/24",    "",
					   "fd00::2/129", "fd00:::2/64", "g::1/64",	 "10.0.0.2",	"10.0.0.2//24", "a/24", "10.0.0.2 /24", "::1%lo/64",
					   "1111:2222:3333:4444:5555:6666:7777:8888:9999/64", "1111:1111:1111:1111:1111:1111:1111:1111:1111:1111/1" };
	static const uint8_t v4[4] = { 10, 0, 0, 2 }, v6[16] = { 0xfd, [15] = 2 };
	struct addr a = { .text = "kept" };

	(void)state;
	assert_true(unit_address("10.0.0.2/24", true, &a));
	assert_int_equal(a.family, AF_INET);
	assert_int_equal(a.prefix, 24);
	assert_memory_equal(a.bytes, v4, 4);
	assert_string_equal(a.text, "kept");
	assert_true(unit_address("fd00::2/64", true, &a));
	assert_int_equal(a.family, AF_INET6);
	assert_int_equal(a.prefix, 64);
	assert_memory_equal(a.bytes, v6, 16);
	assert_true(unit_address("0.0.0.0/0", true, &a) && !a.prefix);
	assert_true(unit_address("10.0.0.1/32", true, &a) && a.prefix == 32);
	assert_true(unit_address("::/128", true, &a) && a.prefix == 128);
	assert_true(unit_address("10.0.0.1", false, &a) && a.family == AF_INET);
	assert_true(unit_address("fe80::1", false, &a) && a.family == AF_INET6);
	assert_false(unit_address("10.0.0.1/24", false, &a));
	REFUSES(unit_address(s, true, &a), bad);
}

/* What libc's own reader says of the same words. */
static void address_as_libc(void **state)
{
	static const char *const words[] = {
		"0.0.0.0", "255.255.255.255", "1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3", "01.2.3.4", "1.2.3.04", "1.2.3.0004", "1..2.3", "1.2.3.4.", "1.2.3.a",
		"::", "::1", "1::", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1:2::7:8", "1:2:3:4::5:6:7:8", "::1:2:3:4:5:6:7:8",
		"1:2:3:4:5:6:7:8:", "1:2:3:4:5:6:7:8::", ":1", "1:", "::1:", ":::", "1:::2", "1::2::3", "12345::", "00001::", "0001::", "FFFF:abCD::", ":", "1:2",
		"::ffff:1.2.3.4", "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:7:1.2.3.4", "1:2:3:4:5:1.2.3.4", "::1.2.3", "::1.2.3.4:5", "::1.2.3.256", "::255.255.255.255",
		"1:2:3:4:5::1.2.3.4", "1.2.3.4::", "1::1.2.3.4", "::1.02.3.4", "g::", "1:2:3:4:5:6:7", "::1%lo", " ::1", "::1 ", "1:2:3:4:5:6:7:8:9",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		uint8_t bytes[16] = { 0 };
		int family = strchr(words[i], ':') ? AF_INET6 : AF_INET;
		bool good = inet_pton(family, words[i], bytes) == 1;
		struct addr a;

		if (unit_address(words[i], false, &a) != good)
			fail_msg("\"%s\" is an address: %d", words[i], good);
		if (good)
			assert_memory_equal(a.bytes, bytes, 16);
	}
}

static void name(void **state)
{
	static const char *const good[] = { "a", "0", "web", "Web-1.2_x", "a..b" };
	static const char *const bad[] = { "", ".", "..", "-a", "_a", ".a", "a/b", "../a", "a b", "a\n", "a:b", "\xc3\xa4", "a\xc3", "a,b", "a;b" };
	char longest[65];

	(void)state;
	PASSES(unit_name, good, bad);
	memset(longest, 'n', 64);
	longest[64] = 0;
	assert_false(unit_name(longest));
	longest[63] = 0;
	assert_true(unit_name(longest));
}

static void ifname(void **state)
{
	static const char *const good[] = { "a", "h-web", "eth0.1", "...", "123456789012345" };
	static const char *const bad[] = { "", ".", "..", "a/b", "a:b", "a%d", "a b", "a\t", "1234567890123456", "\x7f", "\xc3\xa4" };

	(void)state;
	PASSES(unit_ifname, good, bad);
}

static void ids(void **state)
{
	static const char *const bad[] = { "", "4294967295", "4294967296", "-1", "+1", "01", "00", "a", "1a", " 1", "99999999999999999999" };
	uint32_t id = 7;

	(void)state;
	assert_true(unit_id("0", 1, &id) && id == 0);
	assert_true(unit_id("4294967294", 10, &id) && id == 4294967294u);
	assert_true(unit_id("12:34", 2, &id) && id == 12);
	assert_false(unit_id("1234", 2, &id)); /* more digits follow */
	assert_false(unit_id("12:34", 5, &id));
	REFUSES(unit_id(s, strlen(s), &id), bad);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(size), cmocka_unit_test(rlimit),	   cmocka_unit_test(size_text), cmocka_unit_test(cpus), cmocka_unit_test(times), cmocka_unit_test(cpu_list), cmocka_unit_test(boolean),
		cmocka_unit_test(address), cmocka_unit_test(address_as_libc), cmocka_unit_test(name),	cmocka_unit_test(ifname), cmocka_unit_test(ids),
	};

	return cmocka_run_group_tests_name("spec_unit", tests, NULL, NULL);
}
