// SPDX-License-Identifier: GPL-2.0-only
/* cgroup/detect: mountinfo as it was read on v1, v2, hybrid and odd systems, and the other small texts of the kernel's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/proc.h"
#include "cgroup/detect.h"
#include "spec/trace.h"
#include <cmocka.h> /* last: it has a macro fail() */

static char line[8192];

static bool parse(const char *text, struct cgroup_mount *m)
{
	assert_true(strlen(text) < sizeof(line));
	strcpy(line, text);
	return detect_mount(line, m);
}

static void one_controller(void **state)
{
	struct cgroup_mount m;

	(void)state;
	assert_true(parse("34 30 0:31 / /sys/fs/cgroup/memory rw,relatime shared:12 - cgroup cgroup rw,memory", &m));
	assert_false(m.v2);
	assert_string_equal(m.where, "/sys/fs/cgroup/memory");
	assert_int_equal(detect_controllers(m.options), CTL_MEMORY);
}

static void co_mounted(void **state)
{
	struct cgroup_mount m;

	(void)state;
	assert_true(parse("33 24 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid,nodev,noexec - cgroup cgroup rw,cpu,cpuacct", &m));
	assert_int_equal(detect_controllers(m.options), CTL_CPU | CTL_CPUACCT);
	assert_true(parse("33 24 0:29 / /cg rw - cgroup none rw,cpuset,blkio,memory,freezer,pids", &m));
	assert_int_equal(detect_controllers(m.options), CTL_CPUSET | CTL_IO | CTL_MEMORY | CTL_FREEZER | CTL_PIDS);
}

/* "cpuacct" is not "cpu", and what a name= hierarchy is called is no controller. */
static void looks_like_one(void **state)
{
	struct cgroup_mount m;

	(void)state;
	assert_true(parse("33 24 0:29 / /a rw - cgroup cgroup rw,cpuacct", &m));
	assert_int_equal(detect_controllers(m.options), CTL_CPUACCT);
	assert_true(parse("39 30 0:36 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,name=systemd", &m));
	assert_int_equal(detect_controllers(m.options), 0);
	assert_true(parse("39 30 0:36 / /memory rw - cgroup memory rw,name=memory", &m));
	assert_int_equal(detect_controllers(m.options), 0);
}

static void version_2(void **state)
{
	struct cgroup_mount m;

	(void)state;
	assert_true(parse("40 30 0:37 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw,nsdelegate,memory_recursiveprot", &m));
	assert_true(m.v2);
	assert_string_equal(m.options, "rw,nsdelegate,memory_recursiveprot");
	assert_int_equal(detect_controllers("cpuset cpu io memory hugetlb pids rdma misc\n"), 
			 CTL_CPUSET | CTL_CPU | CTL_IO | CTL_MEMORY | CTL_HUGETLB | CTL_PIDS | CTL_RDMA | CTL_MISC);
	assert_int_equal(detect_controllers("perf_event\n"), 0);
	assert_int_equal(detect_controllers("\n"), 0);
	assert_int_equal(detect_controllers(""), 0);
}

static void escapes(void **state)
{
	struct cgroup_mount m;

	(void)state;
	assert_true(parse("40 30 0:37 /a\\040b /mnt/a\\040b\\011c\\012d\\134e rw - cgroup2 none rw", &m));
	assert_string_equal(m.where, "/mnt/a b\tc\nd\\e");
	/* The kernel writes no such thing: but nothing is read behind the end. */
	assert_true(parse("40 30 0:37 / /mnt/x\\04 rw - cgroup2 none rw", &m));
	assert_string_equal(m.where, "/mnt/x\\04");
}

static void others(void **state)
{
	struct cgroup_mount m;

	(void)state;
	assert_false(parse("30 22 0:27 / /sys/fs/cgroup rw,relatime - tmpfs cgroup rw,mode=755", &m));
	assert_false(parse("30 22 0:27 / /x rw - cgroup3 cgroup rw", &m));
	assert_false(parse("30 22 0:27 / /x rw - cgroupfs cgroup rw", &m));
	assert_false(parse("30 22 0:27 / /x rw - cgroup", &m));
	assert_false(parse("", &m));
	assert_false(parse(" - cgroup cgroup rw,memory", &m));
	assert_false(parse("1 2 - cgroup2 none rw", &m));
	/* above this cgroup namespace */
	assert_false(parse("40 30 0:37 /../.. /sys/fs/cgroup rw - cgroup2 none rw", &m));
}

static void lists(void **state)
{
	(void)state;
	assert_true(detect_lists("rw,cpu,cpuacct", "cpu"));
	assert_true(detect_lists("rw,cpu,cpuacct", "cpuacct"));
	assert_false(detect_lists("rw,cpuacct", "cpu"));
	assert_false(detect_lists("xcpu", "cpu"));
	assert_true(detect_lists("a b\nc", "c"));
	assert_false(detect_lists(",, \n", "x"));
	assert_true(detect_lists("cpu\t3\t1\t1\npids\t4\t1\t1\n", "pids"));
}

/* A plain user's groups, noted from /proc/PID/cgroup. */
static void own_groups(void **state)
{
	static const char *const skipped[] = { "4:freezer:/../..", "12:pids:/", "0::/", "4:freezer", "", "5:name=systemd:/user/2", "0::/../x" };
	char own[TRACE_OWN] = "", text[TRACE_OWN + 64];
	size_t used = 0, before;

	(void)state;
	assert_null(detect_own_path(own, true, 0));
	for (unsigned i = 0; i < sizeof(skipped) / sizeof(*skipped); i++)
		assert_int_equal(detect_own(own, 0, strcpy(text, skipped[i])), 0);
	assert_null(detect_own_path(own, true, ~0u));
	used = detect_own(own, used, strcpy(text, "9:cpu,cpuacct:/user/1"));
	used = detect_own(own, used, strcpy(text, "8:memory:/a:b"));
	used = detect_own(own, used, strcpy(text, "0::/user.slice/x"));
	assert_string_equal(detect_own_path(own, false, CTL_CPUACCT), "/user/1");
	assert_string_equal(detect_own_path(own, false, CTL_MEMORY | CTL_PIDS), "/a:b");
	assert_string_equal(detect_own_path(own, true, 0), "/user.slice/x");
	assert_null(detect_own_path(own, false, CTL_PIDS));
	/* One that does not fit is as none, whatever its length; a shorter one may fit behind it. */
	before = used;
	for (size_t len = TRACE_OWN - used - 16; len < TRACE_OWN; len++) {
		memset(own + before, 0, sizeof(own) - before);
		strcpy(text, "7:pids:/");
		memset(text + 8, 'x', len);
		text[8 + len] = 0;
		used = detect_own(own, before, text);
		assert_true(used == before ? !detect_own_path(own, false, CTL_PIDS) : strlen(detect_own_path(own, false, CTL_PIDS)) == len + 1);
		assert_memory_equal(own + TRACE_OWN - 3, "\0\0", 3);
		if (used == before)
			assert_true(detect_own(own, used, strcpy(text, "6:io:/y")) > used && strcmp(detect_own_path(own, false, CTL_IO), "/y") == 0);
	}
	assert_int_equal(used, before);
}

static void oom_kills(void **state)
{
	(void)state;
	assert_true(detect_oom_kill("oom_kill_disable 0\nunder_oom 1\noom_kill 3\n"));
	assert_true(detect_oom_kill("low 0\nhigh 0\nmax 9\noom 7\noom_kill 12\noom_group_kill 5\n"));
	assert_false(detect_oom_kill("low 0\nhigh 0\nmax 9\noom 7\noom_kill 0\noom_group_kill 5\n"));
	assert_false(detect_oom_kill("oom_kill_disable 1\nunder_oom 1\n")); /* before 4.13 */
	assert_false(detect_oom_kill("oom_kill \n"));
	assert_false(detect_oom_kill(""));
}

static void offers(void **state)
{
	char dir[] = "/tmp/husk-offer-XXXXXX", file[64];
	struct cgroup_mount m = { dir, "rw,cpu", false };
	FILE *f;

	(void)state;
	assert_string_equal(detect_offer(&m), "rw,cpu");
	m.v2 = true;
	assert_non_null(mkdtemp(dir));
	assert_string_equal(detect_offer(&m), "");
	snprintf(file, sizeof(file), "%s/cgroup.controllers", dir);
	assert_non_null(f = fopen(file, "w"));
	fputs("cpu io\n", f);
	fclose(f);
	assert_string_equal(detect_offer(&m), "cpu io\n");
	unlink(file);
	rmdir(dir);
}

/* A procfs of the test's own: a directory with a file N/mountinfo. */
static void pretend(const char *text, size_t len)
{
	char dir[] = "/tmp/husk-detect-XXXXXX";
	int fd, file;

	assert_non_null(mkdtemp(dir));
	fd = open(dir, O_PATH | O_DIRECTORY);
	assert_int_equal(mkdirat(fd, "7", 0700), 0);
	file = openat(fd, "7/mountinfo", O_WRONLY | O_CREAT, 0600);
	assert_int_equal(write(file, text, len), len);
	close(file);
	proc_use(fd);
}

static void clear(void)
{
	char path[64], dir[256];
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", proc_fd());
	n = readlink(path, dir, sizeof(dir) - 1);
	dir[n] = 0;
	unlinkat(proc_fd(), "7/mountinfo", 0);
	unlinkat(proc_fd(), "7", AT_REMOVEDIR);
	rmdir(dir);
	close(proc_fd());
}

static char seen[512];

static int scan(const char *text, size_t len)
{
	struct cgroup_mount m;
	int ret;

	pretend(text, len);
	seen[0] = 0;
	ret = detect_open("7/mountinfo");
	while (detect_next(&m))
		strcat(strcat(seen, m.where), m.v2 ? "2 " : "1 ");
	assert_null(detect_line());
	assert_int_equal(detect_open("8/mountinfo"), -1);
	assert_null(detect_line());
	clear();
	return ret;
}

static void whole_tables(void **state)
{
	static const char hybrid[] = "21 26 0:20 / /proc rw - proc proc rw\n"
				     "30 22 0:27 / /cg rw - tmpfs tmpfs rw\n"
				     "31 30 0:28 / /cg/cpu rw - cgroup cgroup rw,cpu\n"
				     "40 30 0:37 / /cg/u rw - cgroup2 cgroup2 rw\n"
				     "41 30 0:37 / /last rw - cgroup cgroup rw,pids\n";
	static const char none[] = "21 26 0:20 / /proc rw - proc proc rw\n";

	(void)state;
	assert_int_equal(scan(hybrid, strlen(hybrid)), 0);
	assert_string_equal(seen, "/cg/cpu1 /cg/u2 /last1 ");
	assert_int_equal(scan(none, strlen(none)), 0);
	assert_string_equal(seen, "");
	assert_int_equal(scan("", 0), 0);
}

/* Longer than any buffer: many lines, and an overlay whose one line alone is. */
static void long_tables(void **state)
{
	static char text[40000];
	size_t len = 0;

	(void)state;
	for (unsigned i = 0; i < 300; i++)
		len += (size_t)sprintf(text + len, "%u 26 0:20 / /mnt/%u rw - tmpfs tmpfs rw,size=4k\n", i, i);
	len += (size_t)sprintf(text + len, "31 30 0:28 / /one rw - cgroup cgroup rw,cpu\n");
	len += (size_t)sprintf(text + len, "50 26 0:50 / /merged rw - overlay overlay rw,lowerdir=");
	memset(text + len, 'x', 9000);
	len += 9000;
	len += (size_t)sprintf(text + len, "\n31 30 0:28 / /two rw - cgroup2 cgroup rw\n");
	assert_int_equal(scan(text, len), 0);
	assert_string_equal(seen, "/one1 /two2 ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_controller), cmocka_unit_test(co_mounted),	  cmocka_unit_test(looks_like_one),
		cmocka_unit_test(version_2),	  cmocka_unit_test(escapes),	  cmocka_unit_test(others),
		cmocka_unit_test(lists),	  cmocka_unit_test(own_groups),	  cmocka_unit_test(oom_kills),	  cmocka_unit_test(offers),
		cmocka_unit_test(whole_tables),	  cmocka_unit_test(long_tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
