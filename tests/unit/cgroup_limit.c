// SPDX-License-Identifier: GPL-2.0-only
/* cgroup/limit: CPU time as quota and period, and which controllers a specification needs. No file is written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include "cgroup/limit.h"
#include <cmocka.h> /* last: it has a macro fail() */

static void cpu(unsigned per_second, unsigned want_quota, unsigned want_period)
{
	unsigned quota, period;

	limit_cpu(per_second, &quota, &period);
	assert_int_equal(quota, want_quota);
	assert_int_equal(period, want_period);
}

static void cpu_default_period(void **state)
{
	(void)state;
	cpu(200000, 20000, 100000);
	cpu(1000000, 100000, 100000);
	cpu(2500000, 250000, 100000);
	cpu(10000, 1000, 100000); /* 0.01: the last that the kernel takes with it */
	cpu(1000000000, 100000000, 100000); /* 1000 CPUs, the most that can be asked for */
}

static void cpu_longer_period(void **state)
{
	(void)state;
	cpu(9999, 9999, 1000000);
	cpu(1000, 1000, 1000000);
}

/* Within one part in a thousand, and never below the kernel's least, for all that a user may write. */
static void cpu_every_value(void **state)
{
	(void)state;
	for (unsigned want = 1000; want < 4000000; want += 97) {
		unsigned quota, period;
		uint64_t got;

		limit_cpu(want, &quota, &period);
		got = quota * 1000000ULL / period;
		assert_true(quota >= 1000 && period >= 100000 && period <= 1000000);
		assert_true(got <= want && want - got <= want / 900 + 10);
	}
}

static void needs(void **state)
{
	static struct spec spec;

	(void)state;
	assert_int_equal(limit_needs(&spec), 0);
	spec.memory = 1;
	assert_int_equal(limit_needs(&spec), CTL_MEMORY);
	spec.cpu_quota = 1;
	spec.cpuset = "0";
	spec.pids = 1;
	assert_int_equal(limit_needs(&spec), CTL_MEMORY | CTL_CPU | CTL_CPUSET | CTL_PIDS);
	for (unsigned i = 0; i < CONTROLLERS_LIMITED; i++)
		assert_int_equal(detect_controllers(detect_known[i].name), 1 << i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cpu_default_period),
		cmocka_unit_test(cpu_longer_period),
		cmocka_unit_test(cpu_every_value),
		cmocka_unit_test(needs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
