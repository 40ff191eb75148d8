/* SPDX-License-Identifier: GPL-2.0-only */
/* box/process: a start time, whatever the process calls itself; and only the process of that start time is ever killed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>
#include "base/str.h"
#include "box/process.h"

/* Fields 4 to 52; the 22nd is 987654. */
#define REST " 1 1 1 0 -1 4194560 100 200 0 0 3 4 0 0 20 0 1 0 987654 1000000 250 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0\n"

static void text(void **state)
{
	static const char *const names[] = { "sh", "a b", ") Z 0 (", "((()", ") R 1 2 3 4", "", "\n", "a) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 0 0 0 0 111 1" };
	char stat[512];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		str_fmt(stat, sizeof(stat), "42 (%s) S" REST, names[i]);
		assert_int_equal(process_start_in(stat), 987654);
	}
	assert_true(process_start_in("42 (x) R 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 0 0 0 0 9223372036854775807 1") == INT64_MAX);
	assert_int_equal(process_start_in("42 (x) R 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 0 0 0 0 5"), 5);
}

static void dead(void **state)
{
	(void)state;
	assert_int_equal(process_start_in("42 (sh) Z" REST), 0);
	assert_int_equal(process_start_in("42 (sh) X" REST), 0);
	assert_int_equal(process_start_in("42 (Z) D" REST), 987654);
}

static void never_ran(void **state)
{
	(void)state;
	assert_false(process_never_ran_in("42 (sh) S" REST));
	assert_true(process_never_ran_in("42 (sh) R 1 1 1 0 -1 4194368 0"));
	assert_true(process_never_ran_in("42 (a) 1 2) Z 1 1 1 0 -1 64 0")); /* dead or not */
	assert_false(process_never_ran_in("42 (sh) R 1 1 64 64 -1 4194304 64"));
	assert_false(process_never_ran_in("42 (sh) R 1 1"));
	assert_false(process_never_ran_in(""));
}

static void malformed(void **state)
{
	static const char *const bad[] = { "", "42", "42 (sh", "42 (sh)", "42 (sh) ", "42 (sh) S", "42 (sh) S 1 2 3",
					   "42 (x) R 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 0 0 0 0", "42 (x) R 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 0 0 0 0 -5 1",
					   "42 (x) R 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 0 0 0 0 99999999999999999999 1" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_int_equal(process_start_in(bad[i]), 0);
}

static pid_t sleeper(void)
{
	pid_t pid = fork();

	if (!pid) {
		pause();
		_exit(0);
	}
	return pid;
}

static bool lives(pid_t pid)
{
	return !waitpid(pid, NULL, WNOHANG);
}

static void finished(void **state)
{
	pid_t pid = sleeper();
	uint64_t start = process_start(pid);

	(void)state;
	assert_true(start);
	assert_true(start >= process_start(getpid()));
	/* Another start time, or none: another process. */
	process_finish(pid, start - 1);
	process_finish(pid, start + 1);
	process_finish(pid, 0);
	assert_true(lives(pid));
	process_finish(pid, start);
	/* A zombie by now, which counts as gone. */
	assert_int_equal(process_start(pid), 0);
	alarm(30); /* qemu-user has a second thread, which may take a moment longer */
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	alarm(0);
	assert_int_equal(process_start(pid), 0);
	/* What kill(2) would take for everybody. */
	process_finish(0, 1);
	process_finish(-1, 1);
	process_finish(1, process_start(1) + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text),
		cmocka_unit_test(dead),
		cmocka_unit_test(never_ran),
		cmocka_unit_test(malformed),
		cmocka_unit_test(finished),
	};

	return cmocka_run_group_tests_name("box_process", tests, NULL, NULL);
}
