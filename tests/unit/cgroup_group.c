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

static bool exists(const char *path)
{
	return !faccessat(h.root, path, F_OK, 0);
}

static void made_and_removed(void **state)
{
	(void)state;
	assert_int_equal(group_make(&h, "husk/web"), 0);
	assert_true(h.made && exists("husk/web"));
	assert_int_equal(group_remove(&h, "husk/web"), 0);
	assert_false(h.made || exists("husk"));
	assert_int_equal(group_remove(&h, "husk/web"), 0);
}

static void a_neighbour_keeps_the_parent(void **state)
{
	(void)state;
	assert_int_equal(group_make(&h, "husk/a"), 0);
	assert_int_equal(mkdirat(h.root, "husk/b", 0755), 0);
	assert_int_equal(group_remove(&h, "husk/a"), 0);
	assert_true(exists("husk/b"));
	/* The neighbour ends last, and did not make the parent. */
	assert_int_equal(unlinkat(h.root, "husk/b", AT_REMOVEDIR), 0);
	assert_int_equal(group_make(&h, "husk/a"), 0);
	assert_int_equal(group_remove(&h, "husk/a"), 0);
	assert_false(exists("husk"));
}

static void somebody_elses(void **state)
{
	(void)state;
	assert_int_equal(mkdirat(h.root, "husk", 0755), 0);
	assert_int_equal(mkdirat(h.root, "husk/web", 0755), 0);
	assert_int_equal(group_make(&h, "husk/web"), -1);
	assert_int_equal(errno, EEXIST);
	assert_int_equal(group_remove(&h, "husk/web"), 0);
	assert_true(exists("husk/web"));
	unlinkat(h.root, "husk/web", AT_REMOVEDIR);
	unlinkat(h.root, "husk", AT_REMOVEDIR);
}

static void given_parents(void **state)
{
	(void)state;
	/* a was there, b and c were not */
	assert_int_equal(mkdirat(h.root, "a", 0755), 0);
	assert_int_equal(group_make(&h, "a/b/c/web"), 0);
	assert_int_equal(group_remove(&h, "a/b/c/web"), 0);
	assert_true(exists("a"));
	assert_false(exists("a/b"));
	/* all were there */
	assert_int_equal(mkdirat(h.root, "a/b", 0755), 0);
	assert_int_equal(group_make(&h, "a/b/web"), 0);
	assert_int_equal(group_remove(&h, "a/b/web"), 0);
	assert_true(exists("a/b"));
	unlinkat(h.root, "a/b", AT_REMOVEDIR);
	unlinkat(h.root, "a", AT_REMOVEDIR);
}

static void in_use(void **state)
{
	(void)state;
	assert_int_equal(group_make(&h, "husk/web"), 0);
	assert_int_equal(mkdirat(h.root, "husk/web/inner", 0755), 0);
	assert_int_equal(group_remove(&h, "husk/web"), -1);
	assert_true(h.made);
	unlinkat(h.root, "husk/web/inner", AT_REMOVEDIR);
	assert_int_equal(group_remove(&h, "husk/web"), 0);
}

static void files(void **state)
{
	char buf[16], path[300];
	int fd;

	(void)state;
	fd = openat(h.root, "f", O_CREAT | O_WRONLY, 0600);
	close(fd);
	assert_int_equal(group_put(&h, "", "f", "12"), 0);
	assert_int_equal(group_get(&h, "", "f", buf, sizeof(buf)), 2);
	assert_string_equal(buf, "12");
	assert_int_equal(group_put(&h, "x", "f", "12"), -1);
	assert_int_equal(errno, ENOENT);
	unlinkat(h.root, "f", 0);
	memset(path, 'x', sizeof(path) - 1);
	path[sizeof(path) - 1] = 0;
	assert_int_equal(group_put(&h, path, "f", "12"), -1);
	assert_int_equal(errno, ENAMETOOLONG);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(made_and_removed), CASE(a_neighbour_keeps_the_parent), CASE(somebody_elses), CASE(given_parents), CASE(in_use), CASE(files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
