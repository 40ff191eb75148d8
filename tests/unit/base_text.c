// SPDX-License-Identifier: GPL-2.0-only
/* base/text: what was packed comes out as it went in, and each error has its own words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <linux/capability.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include "base/str.h"
#include "base/text.h"

static void whole(void **state)
{
	char text[TEXT_LONGEST];
	const char *end;

	(void)state;
	end = text_unpack(TEXT_VERSION, text);
	assert_true(str_starts(text, "husk ") && end == text + strlen(text) && end[-1] == '\n');
	text_unpack(TEXT_RUN, text);
	assert_true(str_starts(text, "usage: husk run ") && str_find(text, "General:\n\tname of the container"));
}

/* Each row is found by itself, and is KEY or is not. */
static void rows(void **state)
{
	char row[TEXT_MESSAGE];

	(void)state;
	text_row(TEXT_WORDS, 1, "", 0, row);
	assert_memory_equal(row, "config\0FILE", 12);
	text_row(TEXT_WORDS, 0, "", 0, row);
	assert_memory_equal(row, "name\0NAME", 10);
	text_row(TEXT_WORDS, 0, "name", 4, row);
	assert_memory_equal(row, "name\0NAME", 10);
	text_row(TEXT_WORDS, 2, "detach", 6, row);
	assert_memory_equal(row, "detach\0", 8); /* it has no argument */
	text_row(TEXT_LIMITS, 0, "", 0, row);
	assert_memory_equal(row, "memory.limit_in_bytes\0memory.max\0", 34);
	text_row(TEXT_WORDS, 1, "pidfile", 7, row);
	assert_string_not_equal(row, "pidfile");
}

static void printed(void **state)
{
	char got[64] = "";
	int pair[2];

	(void)state;
	assert_int_equal(pipe(pair), 0);
	text_print(TEXT_CHECK, pair[1]);
	assert_int_equal(read(pair[0], got, sizeof(got) - 1), 27);
	assert_string_equal(got, "usage: husk check [--json]\n");
	close(pair[0]);
	close(pair[1]);
}

static void lists(void **state)
{
	static const struct {
		const char *name;
		int number;
	} caps[] = {
		{ "chown", CAP_CHOWN }, { "net_admin", CAP_NET_ADMIN }, { "net_raw", CAP_NET_RAW }, { "sys_time", CAP_SYS_TIME },
		{ "sys_tty_config", CAP_SYS_TTY_CONFIG }, { "bpf", CAP_BPF }, { "checkpoint_restore", CAP_CHECKPOINT_RESTORE },
		{ "", -1 }, { "net", -1 }, { "restore", -1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(caps); i++)
		assert_int_equal(text_index(TEXT_CAPS, caps[i].name, strlen(caps[i].name)), caps[i].number);
	assert_int_equal(text_index(TEXT_SIGNALS, "RTMIN", 5), 30);
}

static void errors(void **state)
{
	(void)state;
	assert_string_equal(text_error(EPERM), strerror(EPERM));
	assert_string_equal(text_error(EINVAL), strerror(EINVAL));
	assert_string_equal(text_error(EXDEV), "Cross-device link");
	assert_string_equal(text_error(ENOMEDIUM), strerror(ENOMEDIUM));
	assert_null(text_error(0));
	assert_null(text_error(EDOM));
}

/* A number stands for a text wherever one is formatted. */
static void messages(void **state)
{
	const char *packed = (const char *)(uintptr_t)TEXT_VERSION;
	char room[TEXT_MESSAGE] = "", got[64], wanted[64];

	(void)state;
	assert_ptr_equal(text_plain("x", room), "x");
	assert_string_equal(room, "");
	assert_ptr_equal(text_plain(packed, room), room);
	assert_true(str_starts(room, "husk ") && strchr(room, '\n'));
	str_fmt(wanted, sizeof(wanted), "<%s, %s>", room, "x");
	str_fmt(got, sizeof(got), "<%s, %s>", packed, "x");
	assert_string_equal(got, wanted);
	str_fmt(got, sizeof(got), packed, NULL);
	assert_string_equal(got, room);
}

/* They have no names: each is found by going past those before it. tests/unit/messages; what no file of the build says is empty. */
static void behind_each_other(void **state)
{
	static const char *const wanted[] = { "<%s> and <%u>", "", "the same text, the same text, the same text", "x" };
	char room[TEXT_MESSAGE], got[64];

	(void)state;
	for (unsigned i = 4; i-- > 0;)
		assert_string_equal(text_plain(text_message(i, ""), room), wanted[i]);
	str_fmt(got, sizeof(got), text_message(0, "%s%u"), text_message(3, ""), 7);
	assert_string_equal(got, "<x> and <7>");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole), cmocka_unit_test(rows), cmocka_unit_test(printed), cmocka_unit_test(lists), cmocka_unit_test(errors), cmocka_unit_test(messages),
		cmocka_unit_test(behind_each_other),
	};

	return cmocka_run_group_tests_name("base_text", tests, NULL, NULL);
}
