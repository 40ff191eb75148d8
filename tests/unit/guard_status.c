/* SPDX-License-Identifier: GPL-2.0-only */
/* guard/status: masks of this process, as the kernel prints them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <cmocka.h>
#include "guard/status.h"

static uint64_t ignored(void)
{
	uint64_t mask = 0;

	assert_int_equal(status_read(), 0);
	assert_non_null(status_number(status_find("\nSigIgn:\t"), &mask));
	return mask;
}

/* (Two that have one number everywhere: under qemu-user the file is the host's.) */
static void signals(void **state)
{
	uint64_t before;

	(void)state;
	/* (nohup had one of them ignored.) */
	signal(SIGHUP, SIG_DFL);
	signal(SIGALRM, SIG_DFL);
	before = ignored();
	signal(SIGHUP, SIG_IGN);
	signal(SIGALRM, SIG_IGN);
	assert_int_equal(ignored(), before | 1ULL << (SIGHUP - 1) | 1ULL << (SIGALRM - 1));
	signal(SIGHUP, SIG_DFL);
	signal(SIGALRM, SIG_DFL);
	assert_int_equal(ignored(), before);
}

/* The name comes first in the file, and the process chooses it. */
static void name(void **state)
{
	uint64_t before = ignored();

	(void)state;
	prctl(PR_SET_NAME, "\nSigIgn:\tff\n");
	assert_int_equal(ignored(), before);
	prctl(PR_SET_NAME, "SigIgn:\tff");
	assert_int_equal(ignored(), before);
}

static void numbers(void **state)
{
	uint64_t mask;
	const char *next;

	(void)state;
	/* The five capability masks stand behind each other: the line behind is the next one. */
	next = status_number("\nCapInh:\t0000000000000000\nCapPrm:\t000001ffffffffff\n", &mask);
	assert_int_equal(mask, 0);
	assert_string_equal(next, "\nCapPrm:\t000001ffffffffff\n");
	assert_non_null(status_number(next, &mask));
	assert_true(mask == 0x1ffffffffffULL);
	assert_null(status_number(NULL, &mask));
	assert_null(status_number("\nCapInh:\tx\n", &mask));
	assert_null(status_number("\nCapInh:\t10000000000000000\n", &mask));
	/* MIPS has 128 signals. The upper half does not fit, and session_signals takes that for all. */
	assert_non_null(status_number("\nSigIgn:\t00000000000000008000000000000001\n", &mask));
	assert_true(mask == 0x8000000000000001ULL);
	assert_null(status_number("\nSigIgn:\t40000000000000000000000000000001\n", &mask));
	assert_null(status_find("\nNothing:"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signals),
		cmocka_unit_test(name),
		cmocka_unit_test(numbers),
	};

	return cmocka_run_group_tests_name("guard_status", tests, NULL, NULL);
}
