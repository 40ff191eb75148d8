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
	spec = (struct spec){ .mems = "0", .memory_high = 1, .cpu_weight = 1, .io_weight = 1, .net_class = 1 };
	assert_int_equal(limit_needs(&spec), CTL_MEMORY | CTL_CPU | CTL_CPUSET | CTL_IO | CTL_NET_CLS);
	spec = (struct spec){ .devices_listed = true };
	assert_int_equal(limit_needs(&spec), CTL_DEVICES);
	for (unsigned i = 0; i < CONTROLLERS; i++)
		assert_int_equal(detect_controllers(detect_known[i]), 1 << i);
}

static void knobs(void **state)
{
	static const struct {
		struct knob knob;
		unsigned need;
	} is[] = {
		{ { .kind = KNOB_IO, .key = "8:0" }, CTL_IO },
		{ { .kind = KNOB_HUGETLB, .key = "2M" }, CTL_HUGETLB },
		{ { .kind = KNOB_PRIO, .key = "eth0" }, CTL_NET_PRIO },
		{ { .kind = KNOB_RAW, .key = "memory.swappiness" }, CTL_MEMORY },
		{ { .kind = KNOB_RAW, .key = "cpu.idle" }, CTL_CPU },
		{ { .kind = KNOB_RAW, .key = "cpuset.cpus.partition" }, CTL_CPUSET },
		{ { .kind = KNOB_RAW, .key = "io.latency" }, CTL_IO },
		{ { .kind = KNOB_RAW, .key = "blkio.weight" }, CTL_IO },
		{ { .kind = KNOB_RAW, .key = "rdma.max" }, CTL_RDMA },
		{ { .kind = KNOB_RAW, .key = "cgroup.max.depth" }, CTL_CORE },
		{ { .kind = KNOB_RAW, .key = "abcdefghijklmnopqrstuvwxyz.x" }, CTL_CORE }, /* none that husk knows */
		{ { .kind = KNOB_RAW, .key = "memory,cpu.x" }, CTL_MEMORY | CTL_CPU }, /* which has no such file */
	};
	static struct spec spec;

	(void)state;
	spec.n_knobs = 1;
	for (size_t i = 0; i < sizeof(is) / sizeof(is[0]); i++) {
		spec.knobs[0] = is[i].knob;
		assert_int_equal(limit_needs(&spec), is[i].need);
	}
}

/* What everybody has stays what everybody has, the order stays, and the kernel's bounds are kept. */
static void weights(void **state)
{
	unsigned last[3] = { 0, 0, 0 };

	(void)state;
	assert_int_equal(limit_shares(100), 1024);
	assert_int_equal(limit_bfq(100), 100);
	assert_int_equal(limit_cfq(100), 500);
	assert_int_equal(limit_shares(200), 2048);
	for (unsigned w = 1; w <= 10000; w++) {
		unsigned now[3] = { limit_shares(w), limit_bfq(w), limit_cfq(w) };

		assert_in_range(now[0], 2, 262144);
		assert_in_range(now[1], 1, 1000);
		assert_in_range(now[2], 10, 1000);
		for (unsigned i = 0; i < 3; i++) {
			assert_true(now[i] >= last[i]);
			last[i] = now[i];
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cpu_default_period),
		cmocka_unit_test(cpu_longer_period),
		cmocka_unit_test(cpu_every_value),
		cmocka_unit_test(needs),
		cmocka_unit_test(knobs),
		cmocka_unit_test(weights),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
