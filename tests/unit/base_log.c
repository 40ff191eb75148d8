/* SPDX-License-Identifier: GPL-2.0-only */
/* base/log: an error's text, however long, and what a hostile name in it cannot do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "base/log.h"
#include "base/text.h"

/* cmocka has a macro of that name. */
static int (*const failing)(const char *, ...) = fail;

#undef fail
#include <cmocka.h>

static void texts(void **state)
{
	(void)state;
	errno = ENOENT;
	assert_int_equal(fail_sys("root: %s", "/x"), -1);
	assert_string_equal(fail_text(), "root: /x: No such file or directory");
	assert_int_equal(errno, ENOENT);
	errno = EIO;
	assert_int_equal(failing("ROOT: missing"), -1);
	assert_string_equal(fail_text(), "ROOT: missing");
	assert_int_equal(errno, 0);
	errno = EACCES;
	assert_int_equal(fail_sys("%s", "veth"), -1);
	assert_string_equal(fail_text(), "veth: Permission denied");
	assert_int_equal(errno, EACCES);
}

static void hints(void **state)
{
	(void)state;
	errno = ENODEV;
	assert_int_equal(fail_hint("CONFIG_X", "a%d", 1), -1);
	assert_string_equal(fail_text(), "a1: No such device (CONFIG_X)");
	assert_int_equal(errno, ENODEV);
	errno = 0;
	fail_hint("CONFIG_X", "a");
	assert_string_equal(fail_text(), "a (CONFIG_X)");
	errno = ENODEV;
	fail_hint(NULL, "a");
	assert_string_equal(fail_text(), "a: No such device");
}

/* The reason is a text like what is said of it. */
static void both_packed(void **state)
{
	(void)state;
	errno = EPERM;
	fail_sys("--ambient: %s", text_word(TEXT_CAPS, 5));
	assert_string_equal(fail_text(), "--ambient: kill: Operation not permitted");
}

static void context(void **state)
{
	(void)state;
	errno = EPERM;
	fail_hint("why", "c");
	assert_int_equal(fail_in("b%d", 2), -1);
	assert_int_equal(errno, EPERM);
	assert_int_equal(fail_in("%s", "a"), -1);
	assert_int_equal(errno, EPERM);
	assert_string_equal(fail_text(), "a: b2: c: Operation not permitted (why)");
}

static void cut(void **state)
{
	char big[2 * LOG_TEXT];

	(void)state;
	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = 0;
	errno = EIO;
	fail_sys("%s", big);
	assert_int_equal(strlen(fail_text()), LOG_TEXT - 1);
	assert_int_equal(errno, EIO);
	errno = EIO;
	fail_hint("hint", "%s", big);
	assert_int_equal(strlen(fail_text()), LOG_TEXT - 1);
	fail_in("front");
	assert_int_equal(strlen(fail_text()), LOG_TEXT - 1);
	assert_memory_equal(fail_text(), "front: xxx", 10);
	fail_in("%s", big);
	assert_int_equal(strlen(fail_text()), LOG_TEXT - 1);
	/* Room for a part of the reason. */
	big[LOG_TEXT - 4] = 0;
	errno = EIO;
	fail_sys("%s", big);
	assert_string_equal(fail_text() + LOG_TEXT - 4, ": I");
}

static void taken(void **state)
{
	char big[2 * LOG_TEXT];

	(void)state;
	/* What comes over a socket has no end of its own. */
	assert_int_equal(fail_take(EBUSY, "net: eth0garbage", 9), -1);
	assert_string_equal(fail_text(), "net: eth0");
	assert_int_equal(errno, EBUSY);
	fail_take(0, "", 0);
	assert_string_equal(fail_text(), "");
	memset(big, 'y', sizeof(big));
	fail_take(1, big, sizeof(big));
	assert_int_equal(strlen(fail_text()), LOG_TEXT - 1);
}

/* What log_line prints for TEXT. */
static const char *line(const char *text)
{
	static char got[2 * LOG_TEXT];
	int pair[2], err = dup(2);
	ssize_t n;

	assert_int_equal(pipe(pair), 0);
	dup2(pair[1], 2);
	log_line("%s", text);
	dup2(err, 2);
	close(err);
	close(pair[1]);
	n = read(pair[0], got, sizeof(got) - 1);
	close(pair[0]);
	assert_true(n >= 0);
	got[n] = 0;
	return got;
}

static void lines(void **state)
{
	char big[2 * LOG_TEXT];
	const char *got;

	(void)state;
	assert_string_equal(line("x"), "husk: x\n");
	log_command("run");
	assert_string_equal(line("x"), "husk: run: x\n");
	/* No second line is forged and no terminal driven; UTF-8 stays. */
	assert_string_equal(line("a\nhusk: b\r\t\033[2J\177"), "husk: run: a?husk: b???[2J?\n");
	assert_string_equal(line("\xc3\xa4"), "husk: run: \xc3\xa4\n");
	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = 0;
	got = line(big);
	assert_int_equal(strlen(got), 11 + LOG_TEXT - 1 + 1);
	assert_int_equal(got[strlen(got) - 1], '\n');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts), cmocka_unit_test(hints), cmocka_unit_test(both_packed), cmocka_unit_test(context),
		cmocka_unit_test(cut),	 cmocka_unit_test(taken), cmocka_unit_test(lines),
	};

	return cmocka_run_group_tests_name("base_log", tests, NULL, NULL);
}
