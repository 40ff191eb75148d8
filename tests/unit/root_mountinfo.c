/* SPDX-License-Identifier: GPL-2.0-only */
/* root/mountinfo: what the kernel writes, its escapes, and which mount lies below which. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include "base/str.h"
#include "root/mountinfo.h"

static struct mountinfo info;

static int parse(const char *text)
{
	memset(&info, 0xee, sizeof(info));
	strcpy(info.text, text);
	return mountinfo_parse(&info);
}

static void lines(void **state)
{
	(void)state;
	assert_int_equal(parse("22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
			       "23 22 0:5 / /proc rw - proc proc rw\n"
			       "24 22 8:1 /a\\040b /mnt/x ro master:1 - ext4 /dev/sda1 rw"),
			 0);
	assert_int_equal(info.n, 3);
	assert_int_equal(info.mounts[0].id, 22);
	assert_int_equal(info.mounts[0].parent, 1);
	assert_string_equal(info.mounts[0].path, "/");
	assert_string_equal(info.mounts[1].path, "/proc");
	assert_int_equal(info.mounts[2].id, 24);
	assert_int_equal(info.mounts[2].parent, 22);
	assert_string_equal(info.mounts[2].path, "/mnt/x");
}

static void escapes(void **state)
{
	(void)state;
	assert_int_equal(parse("1 0 0:1 / /a\\040b\\011c\\012d\\134e rw - t t rw\n"
			       "2 0 0:1 / /\\134040 rw - t t rw\n"
			       "3 0 0:1 / /\\08\\1 rw - t t rw\n"
			       "4 0 0:1 / /\\303\\244\\ rw - t t rw\n"),
			 0);
	assert_int_equal(info.n, 4);
	assert_string_equal(info.mounts[0].path, "/a b\tc\nd\\e");
	/* Unescaped once, not twice. */
	assert_string_equal(info.mounts[1].path, "/\\040");
	assert_string_equal(info.mounts[2].path, "/\\08\\1");
	assert_string_equal(info.mounts[3].path, "/\xc3\xa4\\");
}

static void malformed(void **state)
{
	(void)state;
	assert_int_equal(parse(""), 0);
	assert_int_equal(info.n, 0);
	assert_int_equal(parse("\n\nx y\n1\n1 2\n1 2 0:1\n1 2 0:1 /\n1 2 0:1 / /p\n-1 2 0:1 / /p rw\n2147483648 1 0:1 / /p rw\n7 1 0:1 / /good rw"), 0);
	assert_int_equal(info.n, 1);
	assert_int_equal(info.mounts[0].id, 7);
}

static void bound(void **state)
{
	size_t used = 0;

	(void)state;
	for (unsigned i = 0; i < MOUNTINFO_MAX; i++)
		used += str_fmt(info.text + used, sizeof(info.text) - used, "%u %u 0:1 / /m rw\n", i + 2, i + 1);
	assert_true(used < sizeof(info.text) - 32);
	assert_int_equal(mountinfo_parse(&info), 0);
	assert_int_equal(info.n, MOUNTINFO_MAX);
	/* Any depth that fits. */
	assert_true(mountinfo_below(&info, MOUNTINFO_MAX - 1, 2));
	used = 0;
	for (unsigned i = 0; i <= MOUNTINFO_MAX; i++)
		used += str_fmt(info.text + used, sizeof(info.text) - used, "%u %u 0:1 / /m rw\n", i + 2, i + 1);
	assert_int_equal(mountinfo_parse(&info), -1);
	assert_int_equal(errno, EFBIG);
}

static void below(void **state)
{
	(void)state;
	/* Not in the order of the tree, and with a loop that the kernel never writes. */
	parse("13 12 0:1 / /a/b/c rw -\n10 1 0:1 / / rw -\n11 10 0:1 / /a rw -\n12 11 0:1 / /a/b rw -\n20 10 0:1 / /x rw -\n"
	      "31 30 0:1 / /l rw -\n30 31 0:1 / /l rw -\n40 40 0:1 / /s rw -\n");
	assert_int_equal(info.n, 8);
	assert_true(mountinfo_below(&info, 0, 12));
	assert_true(mountinfo_below(&info, 0, 11));
	assert_true(mountinfo_below(&info, 0, 10));
	assert_true(mountinfo_below(&info, 1, 1)); /* a parent outside of this namespace */
	assert_false(mountinfo_below(&info, 0, 13)); /* not itself */
	assert_false(mountinfo_below(&info, 4, 11));
	assert_false(mountinfo_below(&info, 2, 12));
	assert_false(mountinfo_below(&info, 5, 10));
	assert_false(mountinfo_below(&info, 7, 10));
	assert_true(mountinfo_below(&info, 7, 40));
}

static void covered(void **state)
{
	(void)state;
	parse("10 1 0:1 / / rw -\n11 10 0:1 / /t rw -\n12 11 0:1 / /t/a rw -\n13 11 0:1 / /t/a/m rw -\n14 11 0:1 / /t/ab rw -\n"
	      "15 14 0:1 / /t/ab rw -\n16 14 0:1 / /t/ab/m rw -\n17 15 0:1 / /t/ab/m rw -\n18 1 0:1 / /t/c rw -\n19 11 0:1 / /t/c rw -\n");
	assert_int_equal(info.n, 10);
	assert_false(mountinfo_covered(&info, 2, 11));
	assert_true(mountinfo_covered(&info, 3, 11)); /* beside it, on a directory of what /t/a now hides */
	assert_true(mountinfo_covered(&info, 4, 11)); /* 15 lies on it */
	assert_false(mountinfo_covered(&info, 5, 11));
	assert_true(mountinfo_covered(&info, 6, 11)); /* with it what lies in it */
	assert_false(mountinfo_covered(&info, 7, 11));
	assert_false(mountinfo_covered(&info, 9, 11)); /* 18 is not below 11 */
}

static void of_this_process(void **state)
{
	int fd = open("/proc", O_PATH), id = mountinfo_id(fd);
	unsigned found = 0;

	(void)state;
	assert_true(id > 0);
	assert_int_equal(mountinfo_id(-1), -1);
	if (mountinfo_read(&info) < 0) { /* a machine with more mounts than fit */
		assert_int_equal(errno, EFBIG);
		return;
	}
	for (unsigned i = 0; i < info.n; i++)
		found += info.mounts[i].id == id;
	assert_int_equal(found, 1);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines), cmocka_unit_test(escapes), cmocka_unit_test(malformed),
		cmocka_unit_test(bound), cmocka_unit_test(below),   cmocka_unit_test(covered),
		cmocka_unit_test(of_this_process),
	};

	return cmocka_run_group_tests_name("root_mountinfo", tests, NULL, NULL);
}
