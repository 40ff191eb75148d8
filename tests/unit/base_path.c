/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * base/path in a tree of its own, twice: with openat2, and as on a kernel before 5.6, where a seccomp filter says ENOSYS to it. (qemu-user
 * has no openat2: there it is the second way only.) Nothing outside the tree is ever reached, and what is refused is refused with the right errno.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include "base/path.h"
#include "base/str.h"
#include "base/sys.h"

/*
 * TOP/secret         outside
 * TOP/root/          the root: dir/deep/file, file, and links
 */
static char top[32];
static int root;
static bool old; /* no openat2: links are refused, not resolved */

static void make_link(const char *name, const char *target)
{
	assert_int_equal(symlinkat(target, root, name), 0);
}

static void make_file(int dir, const char *name)
{
	int fd = openat(dir, name, O_CREAT | O_EXCL | O_WRONLY, 0600);

	assert_true(fd >= 0);
	close(fd);
}

static int begin(void **state)
{
	char cmd[64];
	int dir;

	(void)state;
	strcpy(top, "/tmp/husk-path-XXXXXX");
	assert_non_null(mkdtemp(top));
	dir = open(top, O_PATH);
	mkdirat(dir, "secret", 0700);
	make_file(dir, "secret/file");
	mkdirat(dir, "root", 0755);
	root = openat(dir, "root", O_PATH | O_DIRECTORY);
	mkdirat(root, "dir", 0755);
	mkdirat(root, "dir/deep", 0755);
	make_file(root, "dir/deep/file");
	make_file(root, "file");
	str_fmt(cmd, sizeof(cmd), "%s/secret", top);
	make_link("out", cmd);
	make_link("up", "../secret");
	make_link("far", "../../../../../../etc");
	make_link("in", "dir/deep");
	make_link("abs", "/dir/deep");
	make_link("dir/back", "../file");
	make_link("loop", "loop");
	make_link("dangling", "/nowhere");
	make_link("tofile", "file");
	close(dir);
	return 0;
}

static int end(void **state)
{
	char cmd[64];

	(void)state;
	close(root);
	str_fmt(cmd, sizeof(cmd), "rm -rf %s", top);
	return system(cmd);
}

/* Is FD the thing that WANTED names below the root? Closes it. */
static void same(int fd, const char *wanted)
{
	struct stat a, b;

	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &a), 0);
	assert_int_equal(fstatat(root, wanted, &b, AT_SYMLINK_NOFOLLOW), 0);
	assert_true(a.st_dev == b.st_dev && a.st_ino == b.st_ino);
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	assert_true(fcntl(fd, F_GETFL) & O_PATH);
	close(fd);
}

static void refused(int fd, int why)
{
	assert_int_equal(fd, -1);
	assert_int_equal(errno, why);
}

/* A link: resolved inside the root, or, without openat2, refused. */
static void linked(const char *path, const char *wanted)
{
	int fd = path_open(root, path, 0);

	if (!old) {
		same(fd, wanted);
		return;
	}
	assert_int_equal(fd, -1);
	assert_true(errno == ELOOP || errno == ENOTDIR);
}

static void plain(void **state)
{
	(void)state;
	same(path_open(root, "/", O_DIRECTORY), ".");
	same(path_open(root, "dir", O_DIRECTORY), "dir");
	same(path_open(root, "/dir/deep/file", 0), "dir/deep/file");
	same(path_open(root, "//dir//./deep///file", 0), "dir/deep/file");
	same(path_open(root, "/dir/deep/", 0), "dir/deep");
	same(path_open(root, "/.", 0), ".");
	refused(path_open(root, "/file", O_DIRECTORY), ENOTDIR);
	refused(path_open(root, "/file/x", 0), ENOTDIR);
	refused(path_open(root, "/nowhere", 0), ENOENT);
	refused(path_open(root, "/nowhere/x", 0), ENOENT);
	refused(path_open(-1, "/dir", 0), EBADF);
}

static void links(void **state)
{
	(void)state;
	linked("/in/file", "dir/deep/file");
	linked("/abs/file", "dir/deep/file");
	linked("/abs", "dir/deep");
	linked("/tofile", "file");
	linked("/dir/back", "file");
	refused(path_open(root, "/loop", 0), ELOOP);
	refused(path_open(root, "/dangling", 0), old ? ELOOP : ENOENT);
	/* The host's /etc has a passwd, the root has no /etc; the secret is not inside either. */
	refused(path_open(root, "/far/passwd", 0), old ? ENOTDIR : ENOENT);
	refused(path_open(root, "/out/file", 0), old ? ENOTDIR : ENOENT);
	refused(path_open(root, "/up/file", 0), old ? ENOTDIR : ENOENT);
	refused(path_open(root, "/up", O_DIRECTORY), old ? ENOTDIR : ENOENT);
}

static void dots(void **state)
{
	(void)state;
	if (old) {
		refused(path_open(root, "..", 0), ELOOP);
		refused(path_open(root, "/dir/../file", 0), ELOOP);
		refused(path_open(root, "/dir/..", O_DIRECTORY), ELOOP);
		return;
	}
	same(path_open(root, "..", 0), ".");
	same(path_open(root, "/../../..", O_DIRECTORY), ".");
	same(path_open(root, "/dir/../file", 0), "file");
	refused(path_open(root, "/../secret", 0), ENOENT);
}

/* With the host's own / as the root, so that there is a procfs below it. */
static void magic(void **state)
{
	char path[48];
	int host = open("/", O_PATH | O_DIRECTORY);

	(void)state;
	str_fmt(path, sizeof(path), "/proc/self/fd/%d", root);
	refused(path_open(host, path, 0), old ? ENOTDIR : ELOOP);
	str_fmt(path, sizeof(path), "/proc/%d/fd/%d", (int)getpid(), root);
	refused(path_open(host, path, 0), ELOOP);
	str_fmt(path, sizeof(path), "/proc/%d/root/etc", (int)getpid());
	refused(path_open(host, path, 0), old ? ENOTDIR : ELOOP);
	str_fmt(path, sizeof(path), "/proc/%d/cwd", (int)getpid());
	refused(path_open(host, path, 0), ELOOP);
	close(host);
}

static unsigned mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(fstatat(root, path, &st, AT_SYMLINK_NOFOLLOW), 0);
	return st.st_mode;
}

static void made(void **state)
{
	mode_t mask = umask(0);

	(void)state;
	same(path_make(root, "/a/b/c", true), "a/b/c");
	assert_int_equal(mode_of("a"), S_IFDIR | 0755);
	assert_int_equal(mode_of("a/b/c"), S_IFDIR | 0755);
	same(path_make(root, "/x/y/f", false), "x/y/f");
	assert_int_equal(mode_of("x/y/f"), S_IFREG | 0644);
	same(path_make(root, "//x///z//", true), "x/z");
	same(path_make(root, "top", true), "top");
	umask(mask);
	/* What is there stays as it is. */
	assert_int_equal(fchmodat(root, "a", 0700, 0), 0);
	same(path_make(root, "/a/b/d", true), "a/b/d");
	assert_int_equal(mode_of("a"), S_IFDIR | 0700);
	same(path_make(root, "/file", false), "file");
	assert_int_equal(mode_of("file"), S_IFREG | 0600);
}

static void not_made(void **state)
{
	struct stat st;
	int dir = open(top, O_PATH);

	(void)state;
	refused(path_make(root, "/file", true), ENOTDIR);
	refused(path_make(root, "/dir", false), EISDIR);
	refused(path_make(root, "/file/x", true), ENOTDIR);
	/* Behind a link out nothing is made: neither outside nor anything else. */
	assert_int_equal(path_make(root, "/out/new", true), -1);
	assert_int_equal(path_make(root, "/up/new/deep", true), -1);
	assert_int_equal(fstatat(dir, "secret/new", &st, 0), -1);
	assert_int_equal(fstatat(dir, "nowhere", &st, 0), -1);
	assert_int_equal(fstatat(dir, "secret", &st, 0), 0);
	assert_int_equal(st.st_nlink, 2);
	close(dir);
}

static void made_behind_a_link(void **state)
{
	int fd = path_make(root, "/abs/new/one", true);

	(void)state;
	if (old) {
		assert_int_equal(fd, -1);
		assert_int_equal(faccessat(root, "dir/deep/new", F_OK, 0), -1);
	} else {
		same(fd, "dir/deep/new/one");
	}
}

/* A link that leads nowhere: what it points to is made, inside. Without openat2 it is refused, as any link is. */
static void made_at_the_end_of_links(void **state)
{
	static const struct {
		const char *link, *target, *made;
	} cases[] = {
		{ "dangling", NULL, "nowhere" },
		{ "dir/relative", "deep/new", "dir/deep/new" },
		{ "in_a_new_one", "../../run/a/b", "run/a/b" },
		{ "first", "dir/second", "run/c" }, /* dir/second leads on to it */
		{ "trailing//", "run/d", "run/d" },
	};
	char name[16];

	(void)state;
	make_link("dir/second", "/run/c");
	for (unsigned i = 0; i < ARRAY_SIZE(cases); i++) {
		str_fmt(name, sizeof(name), "%s", cases[i].link);
		name[strcspn(name, "/") == 8 ? 8 : strlen(name)] = 0;
		if (cases[i].target)
			make_link(name, cases[i].target);
		if (old)
			refused(path_make(root, cases[i].link, i % 2), i == 4 ? ENOTDIR : ELOOP);
		else
			same(path_make(root, cases[i].link, i % 2), cases[i].made);
	}
	/* Not for ever. */
	for (char c = 'a'; c < 'a' + 10; c++) {
		const char from[] = { 'l', c, 0 }, to[] = { 'l', (char)(c + 1), 0 };

		make_link(from, to);
	}
	refused(path_make(root, "la", false), old ? ELOOP : ENOENT);
}

static void too_long(void **state)
{
	static char path[2 * PATH_MAX];

	(void)state;
	memset(path, '/', sizeof(path) - 1);
	refused(path_open(root, path, 0), ENAMETOOLONG);
	refused(path_make(root, path, true), ENAMETOOLONG);
	path[PATH_MAX - 1] = 0;
	same(path_open(root, path, 0), ".");
	memset(path, 'n', 256);
	path[256] = 0;
	refused(path_make(root, path, true), ENAMETOOLONG);
}

static void one_directory(void **state)
{
	(void)state;
	same(path_make_dir(root, "dir"), "dir");
	same(path_make_dir(root, "fresh"), "fresh");
	assert_int_equal(mode_of("fresh") & S_IFMT, S_IFDIR);
	refused(path_make_dir(root, "file"), ENOTDIR);
	/* Links are refused wherever they point. */
	refused(path_make_dir(root, "in"), ENOTDIR);
	refused(path_make_dir(root, "out"), ENOTDIR);
	refused(path_make_dir(root, "dangling"), ENOTDIR);
	refused(path_make_dir(root, "loop"), ENOTDIR);
}

static int count_fds(void)
{
	int n = 0;

	for (int fd = 0; fd < 1024; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static void no_descriptor_is_lost(void **state)
{
	static const char *const paths[] = { "/dir/deep/file", "/file/x/y", "/nowhere/x", "/out/x", "/abs/file", "/dir/../..", "/loop/x", "/tofile" };
	int before = count_fds();

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(paths); i++) {
		close(path_open(root, paths[i], 0));
		close(path_make(root, paths[i], true));
		close(path_make(root, paths[i], false));
	}
	close(path_make(root, "/p/q/r", true));
	close(path_make_dir(root, "file"));
	assert_int_equal(count_fds(), before);
}

/* openat2(2) is gone, as before 5.6. No architecture has another call of that number. */
static bool deny_openat2(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 437, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = { ARRAY_SIZE(code), code };

	return !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) && !prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

static bool has_openat2(void)
{
	int fd = sys_openat2(AT_FDCWD, ".", O_PATH, 0, 0);

	if (fd < 0)
		return errno != ENOSYS;
	close(fd);
	return true;
}

static void denied(void **state)
{
	(void)state;
	old = !has_openat2() || deny_openat2();
	assert_true(old);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(plain, begin, end),
		cmocka_unit_test_setup_teardown(links, begin, end),
		cmocka_unit_test_setup_teardown(dots, begin, end),
		cmocka_unit_test_setup_teardown(magic, begin, end),
		cmocka_unit_test_setup_teardown(made, begin, end),
		cmocka_unit_test_setup_teardown(not_made, begin, end),
		cmocka_unit_test_setup_teardown(made_behind_a_link, begin, end),
		cmocka_unit_test_setup_teardown(made_at_the_end_of_links, begin, end),
		cmocka_unit_test_setup_teardown(too_long, begin, end),
		cmocka_unit_test_setup_teardown(one_directory, begin, end),
		cmocka_unit_test_setup_teardown(no_descriptor_is_lost, begin, end),
	};
	const struct CMUnitTest switch_over[] = { cmocka_unit_test(denied) };

	return (has_openat2() && cmocka_run_group_tests_name("base_path", tests, NULL, NULL)) ||
	       cmocka_run_group_tests_name("denied", switch_over, NULL, NULL) ||
	       cmocka_run_group_tests_name("base_path before 5.6", tests, NULL, NULL);
}
