// SPDX-License-Identifier: GPL-2.0-only
/* cgroup/group: what is made and what is removed again. Plain directories behave as groups do, so none is needed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "cgroup/group.h"
#include <cmocka.h> /* last: it has a macro fail() */

static char top[32];
static struct hierarchy h;

static int begin(void **state)
{
	(void)state;
	strcpy(top, "/tmp/husk-group-XXXXXX");
	h = (struct hierarchy){ .root = mkdtemp(top) ? open(top, O_RDONLY | O_DIRECTORY) : -1, .attach = -1 };
	return h.root < 0;
}

/* Fails where something is left behind. */
static int end(void **state)
{
	(void)state;
	close(h.root);
	return rmdir(top);
}

static int make(const char *path)
{
	group_name(path);
	return group_make(&h);
}

static bool exists(const char *path)
{
	return !faccessat(h.root, path, F_OK, 0);
}

static void made_and_removed(void **state)
{
	(void)state;
	assert_int_equal(make("husk/web"), 0);
	assert_true(h.made && exists("husk/web"));
	assert_int_equal(group_remove(&h, true), 0);
	assert_false(h.made || exists("husk"));
	assert_int_equal(group_remove(&h, true), 0);
}

static void a_neighbour_keeps_the_parent(void **state)
{
	(void)state;
	assert_int_equal(make("husk/a"), 0);
	assert_int_equal(mkdirat(h.root, "husk/b", 0755), 0);
	assert_int_equal(group_remove(&h, true), 0);
	assert_true(exists("husk/b"));
	/* The neighbour ends last, and did not make the parent. */
	assert_int_equal(unlinkat(h.root, "husk/b", AT_REMOVEDIR), 0);
	assert_int_equal(make("husk/a"), 0);
	assert_int_equal(group_remove(&h, true), 0);
	assert_false(exists("husk"));
}

static void somebody_elses(void **state)
{
	(void)state;
	assert_int_equal(mkdirat(h.root, "husk", 0755), 0);
	assert_int_equal(mkdirat(h.root, "husk/web", 0755), 0);
	assert_int_equal(make("husk/web"), -1);
	assert_int_equal(errno, EEXIST);
	assert_int_equal(group_remove(&h, true), 0);
	assert_true(exists("husk/web"));
	unlinkat(h.root, "husk/web", AT_REMOVEDIR);
	unlinkat(h.root, "husk", AT_REMOVEDIR);
}

static void given_parents(void **state)
{
	(void)state;
	/* a was there, b and c were not */
	assert_int_equal(mkdirat(h.root, "a", 0755), 0);
	assert_int_equal(make("a/b/c/web"), 0);
	assert_int_equal(group_remove(&h, true), 0);
	assert_true(exists("a"));
	assert_false(exists("a/b"));
	/* all were there */
	assert_int_equal(mkdirat(h.root, "a/b", 0755), 0);
	assert_int_equal(make("a/b/web"), 0);
	assert_int_equal(group_remove(&h, true), 0);
	assert_true(exists("a/b"));
	unlinkat(h.root, "a/b", AT_REMOVEDIR);
	unlinkat(h.root, "a", AT_REMOVEDIR);
}

static void in_use(void **state)
{
	(void)state;
	assert_int_equal(make("husk/web"), 0);
	assert_int_equal(mkdirat(h.root, "husk/web/inner", 0755), 0);
	assert_int_equal(group_remove(&h, true), -1);
	assert_true(h.made);
	unlinkat(h.root, "husk/web/inner", AT_REMOVEDIR);
	assert_int_equal(group_remove(&h, true), 0);
}

/* Only `husk` itself, below the root, goes with its last group. */
static void looks_like_husk(void **state)
{
	(void)state;
	assert_int_equal(mkdirat(h.root, "xhusk", 0755), 0);
	assert_int_equal(make("xhusk/web"), 0);
	assert_int_equal(group_remove(&h, true), 0);
	assert_true(exists("xhusk"));
	unlinkat(h.root, "xhusk", AT_REMOVEDIR);
	assert_int_equal(mkdirat(h.root, "own", 0755), 0);
	assert_int_equal(make("own/husk/web"), 0);
	assert_int_equal(group_remove(&h, true), 0);
	assert_true(exists("own"));
	assert_false(exists("own/husk"));
	/* Another's of this name, further down. */
	assert_int_equal(mkdirat(h.root, "own/husk", 0755), 0);
	assert_int_equal(make("own/husk/web"), 0);
	assert_int_equal(group_remove(&h, true), 0);
	assert_true(exists("own/husk"));
	unlinkat(h.root, "own/husk", AT_REMOVEDIR);
	unlinkat(h.root, "own", AT_REMOVEDIR);
}

static void paths(void **state)
{
	char long_path[256];

	(void)state;
	group_name("a/bc/d");
	assert_int_equal(group_next(0), 1);
	assert_int_equal(group_next(1), 4);
	assert_int_equal(group_next(4), GROUP);
	assert_string_equal(group_file(0, "f"), "f");
	assert_string_equal(group_file(1, "f"), "a/f");
	assert_string_equal(group_file(4, "f"), "a/bc/f");
	assert_string_equal(group_file(GROUP, "f"), "a/bc/d/f");
	memset(long_path, 'x', 255);
	long_path[255] = 0;
	group_name(long_path);
	assert_int_equal(strlen(group_file(GROUP, "memory.memsw.limit_in_bytes")), 255 + 1 + 27);
}

static void files(void **state)
{
	char buf[16];
	int fd;

	(void)state;
	group_name("x");
	fd = openat(h.root, "f", O_CREAT | O_WRONLY, 0600);
	close(fd);
	assert_int_equal(group_put(&h, 0, "f", "12"), 0);
	assert_int_equal(group_get(&h, 0, "f", buf, sizeof(buf)), 2);
	assert_string_equal(buf, "12");
	assert_int_equal(group_put(&h, GROUP, "f", "12"), -1);
	assert_int_equal(errno, ENOENT);
	unlinkat(h.root, "f", 0);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(made_and_removed), CASE(a_neighbour_keeps_the_parent), CASE(somebody_elses), CASE(given_parents), CASE(in_use), CASE(looks_like_husk), CASE(paths), CASE(files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
