// SPDX-License-Identifier: GPL-2.0-only
/* spec/kind_limit and --device: what the options of limits take, and what the check says of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include "spec.h"

static void numbers(void **state)
{
	(void)state;
	GOOD("--memory-swap=1G", "--memory-high=8M", "--cpu-weight=10000", "--io-weight", "1", "--mems=0", "/r");
	assert_int_equal(spec.memory_swap, 1 << 30);
	assert_int_equal(spec.memory_high, 8 << 20);
	assert_int_equal(spec.cpu_weight, 10000);
	assert_int_equal(spec.io_weight, 1);
	assert_string_equal(spec.mems, "0");
	GOOD("--memory-swap=unlimited", "/r");
	assert_true(spec.memory_swap == SPEC_ALL);
	GOOD("--memory-swap", "-1", "/r");
	assert_true(spec.memory_swap == SPEC_ALL);
	BAD("--memory-swap: -2: not BYTES[K|M|G]|unlimited", "--memory-swap=-2", "/r");
	BAD("--cpu-weight: 0: not 1...10000", "--cpu-weight=0", "/r");
	BAD("--io-weight: 10001: not 1...10000", "--io-weight=10001", "/r");
	BAD("--mems: 1-0: not NODE[-NODE],...", "--mems=1-0", "/r");
}

static void classes(void **state)
{
	static const char *const bad[] = { "", "0", "0x", "0x0", "1", "1:", ":1", "10000:1", "1:10000", "0x100000000", "1:1x", "0x1x", "-1:1", "0:0" };

	(void)state;
	GOOD("--net-class", "0x100001", "/r");
	assert_int_equal(spec.net_class, 0x100001);
	GOOD("--net-class", "10:1", "/r");
	assert_int_equal(spec.net_class, 0x100001);
	GOOD("--net-class", "ffff:ffff", "/r");
	assert_int_equal(spec.net_class, 0xffffffff);
	ALL_BAD("--net-class", bad);
}

static void rates(void **state)
{
	static const char *const bad[] = {
		"", ":", "=", "/dev/a", "/dev/a:", "/dev/a:rbps", "/dev/a:rbps=", "/dev/a:rbps=0", "/dev/a:rbps=1,", "/dev/a:rbps=1,rbps=2", "/dev/a:x=1",
		":rbps=1", "8:rbps=1", "8:0x:rbps=1", "8::rbps=1", "a:0:rbps=1", "8:0:1:rbps=1", "./a:rbps=1", "8:0:rbps=11111111111111111111111111111111",
		"8:0:,rbps=1",
	};

	(void)state;
	GOOD("--io-max", "8:16:rbps=1M,wiops=20", "--io-max=/dev/a:b:riops=3,wbps=2k", "/r");
	assert_int_equal(spec.n_knobs, 2);
	assert_int_equal(spec.knobs[0].kind, KNOB_IO);
	assert_string_equal(spec.knobs[0].key, "8:16");
	assert_int_equal(spec.knobs[0].n[0], 1 << 20);
	assert_int_equal(spec.knobs[0].n[1] | spec.knobs[0].n[2], 0);
	assert_int_equal(spec.knobs[0].n[3], 20);
	assert_string_equal(spec.knobs[1].key, "/dev/a:b");
	assert_int_equal(spec.knobs[1].n[1], 2048);
	assert_int_equal(spec.knobs[1].n[2], 3);
	ALL_BAD("--io-max", bad);
}

static void pages(void **state)
{
	static const char *const bad[] = { "", "2M", ":1M", "2M:", "0:1M", "2M:x", "x:2M", "2MB:4M" };

	(void)state;
	GOOD("--hugetlb", "2048K:1G", "--hugetlb=1G:0", "--hugetlb=65536:1M", "/r");
	assert_int_equal(spec.knobs[0].kind, KNOB_HUGETLB);
	assert_string_equal(spec.knobs[0].key, "2M");
	assert_int_equal(spec.knobs[0].n[0], 1 << 30);
	assert_string_equal(spec.knobs[1].key, "1G");
	assert_int_equal(spec.knobs[1].n[0], 0);
	assert_string_equal(spec.knobs[2].key, "64K");
	ALL_BAD("--hugetlb", bad);
}

static void priorities(void **state)
{
	static const char *const bad[] = { "", "lo", "lo:", ":1", "lo:x", "a/b:1", "a b:1", "lo:4294967296", "0123456789abcdef:1" };

	(void)state;
	GOOD("--net-prio", "eth0:7", "/r");
	assert_int_equal(spec.knobs[0].kind, KNOB_PRIO);
	assert_string_equal(spec.knobs[0].key, "eth0");
	assert_int_equal(spec.knobs[0].n[0], 7);
	ALL_BAD("--net-prio", bad);
}

static void raw(void **state)
{
	static const char *const bad[] = { "", "a", "=", "=1", "a=1", ".a=1", "x.y=", "cgroup.procs=1", "cgroup.threads=1", "../memory.max=1", "memory/a.b=1", "a=b.c", "/memory.max=1" };
	char big[400];

	(void)state;
	GOOD("--cgroup-set", "memory.swappiness=7", "--cgroup-set=cpu.max=a=b/c", "--cgroup-set=x.y=0", "/r");
	assert_int_equal(spec.n_knobs, 3);
	assert_int_equal(spec.knobs[0].kind, KNOB_RAW);
	assert_string_equal(spec.knobs[0].key, "memory.swappiness");
	assert_string_equal(spec.knobs[0].value, "7");
	assert_string_equal(spec.knobs[1].key, "cpu.max");
	assert_string_equal(spec.knobs[1].value, "a=b/c");
	assert_string_equal(spec.knobs[2].value, "0");
	ALL_BAD("--cgroup-set", bad);
	memset(big, 'x', sizeof(big));
	memcpy(big, "a.", 2);
	memcpy(big + 300, "=1", 3);
	assert_int_equal(READ("--cgroup-set", big, "/r"), -1);
}

static void bounds(void **state)
{
	static const char *args[2 * CONFIG_MAX_KNOBS + 4];
	unsigned n = 0;

	(void)state;
	while (n < 2 * CONFIG_MAX_KNOBS) {
		args[n++] = "--cgroup-set";
		args[n++] = "a.b=c";
	}
	args[n] = "/r";
	assert_int_equal(read_args(args), 0);
	args[n++] = "--hugetlb=2M:2M";
	args[n] = "/r";
	assert_int_equal(read_args(args), -1);
	assert_non_null(str_find(fail_text(), "more than this build takes"));
}

static void devices(void **state)
{
	static const char *const bad[] = { "", "a", "dev/a", ":r", "/a:", "/a:x", "/a:r,w", "/a:r:w", "/a:rwx" };

	(void)state;
	GOOD("--device", "/dev/a", "--device=/dev/b:r", "--device=/c\\:d:mw", "/r");
	assert_int_equal(spec.n_devices, 3);
	assert_string_equal(spec.devices[0].path, "/dev/a");
	assert_int_equal(spec.devices[0].access, DEVICE_READ | DEVICE_WRITE | DEVICE_MKNOD);
	assert_int_equal(spec.devices[1].access, DEVICE_READ);
	assert_string_equal(spec.devices[2].path, "/c:d");
	assert_int_equal(spec.devices[2].access, DEVICE_WRITE | DEVICE_MKNOD);
	ALL_BAD("--device", bad);
}

/* Where the devices that may be used must be listed. */
static void listed(void **state)
{
	(void)state;
	WHOLE("-r", "/r");
	assert_false(spec.devices_listed);
	WHOLE("--device=/dev/a", "/r");
	assert_true(spec.devices_listed);
	WHOLE("--device=/dev/a", "--userns", "/r");
	assert_true(spec.devices_listed);
	WHOLE("--bind=/s:/d:dev", "/r");
	assert_true(spec.devices_listed);
	WHOLE("--bind=/s:/d:nodev", "/r");
	assert_false(spec.devices_listed);
	spec.cap_add = 0;
	GOOD("/r");
	spec.cap_add = 1ULL << 27; /* CAP_MKNOD */
	assert_int_equal(spec_check(&spec, true), 0);
	assert_true(spec.devices_listed);
	/* In a user namespace it makes none; and "all" is the whole trust. */
	GOOD("--userns", "/r");
	spec.cap_add = 1ULL << 27;
	assert_int_equal(spec_check(&spec, true), 0);
	assert_false(spec.devices_listed);
	WHOLE("--cap-add=all", "/r");
	assert_false(spec.devices_listed);
	/* A plain user opens what he may open; he cannot be held to less. */
	WHOLE_AS(false, "--device=/dev/a", "/r");
	assert_false(spec.devices_listed);
	CONTRADICTS_AS(false, "--device: a part of the access needs root (--tolerate cgroup)", "--device=/dev/a:r", "/r");
	WHOLE_AS(false, "--device=/dev/a:r", "--tolerate=cgroup", "/r");
}

static void swap(void **state)
{
	(void)state;
	CONTRADICTS("--memory-swap: needs --memory", "--memory-swap=1M", "/r");
	CONTRADICTS("--memory-swap: needs --memory", "--memory-swap=unlimited", "/r");
	CONTRADICTS("--memory-swap: less than --memory", "--memory=2M", "--memory-swap=1M", "/r");
	WHOLE("--memory=2M", "--memory-swap=2M", "/r");
	WHOLE("--memory=2M", "--memory-swap=unlimited", "/r");
}

#define TEST(f) cmocka_unit_test_setup(f, begin)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(numbers), TEST(classes), TEST(rates), TEST(pages), TEST(priorities), TEST(raw), TEST(bounds), TEST(devices), TEST(listed), TEST(swap),
	};

	return cmocka_run_group_tests_name("spec_kind_limit", tests, NULL, NULL);
}
