/* SPDX-License-Identifier: GPL-2.0-only */
/* guard/passwd: who COMMAND is to be, by files that a hostile image wrote. */
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
#include "base/log.h"
#include "base/str.h"
#include "guard/passwd.h"
#undef fail
#include <cmocka.h> /* last: it has a macro fail() */

static char top[32], passwd[48], group[48];
static struct identity id;

static int begin(void **state)
{
	(void)state;
	strcpy(top, "/tmp/husk-passwd-XXXXXX");
	if (!mkdtemp(top))
		return -1;
	str_fmt(passwd, sizeof(passwd), "%s/passwd", top);
	str_fmt(group, sizeof(group), "%s/group", top);
	return 0;
}

static int end(void **state)
{
	(void)state;
	unlink(passwd);
	unlink(group);
	return rmdir(top);
}

static void put(const char *file, const char *text)
{
	int fd = open(file, O_CREAT | O_TRUNC | O_WRONLY, 0600);

	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static void usual(void)
{
	put(passwd, "root:x:0:0:root:/root:/bin/sh\nwww:x:33:34:web:/srv/www:/bin/false\n12:x:77:78::/twelve:\n");
	put(group, "root:x:0:\nwww:x:34:\nvideo:x:44:www,other\naudio:x:29:other,www\nnone:x:50:wwww,ww\n99:x:88:\n");
}

static int look(const char *user)
{
	char copy[128];

	strcpy(copy, user);
	memset(&id, 0xee, sizeof(id));
	return passwd_identity(passwd, group, copy, &id);
}

/* GROUPS: "1,2" */
static void is(const char *user, unsigned uid, unsigned gid, const char *groups, const char *home)
{
	char got[256] = "";
	size_t used = 0;

	if (look(user) < 0)
		fail_msg("%s: %s", user, fail_text());
	assert_int_equal(id.uid, uid);
	assert_int_equal(id.gid, gid);
	for (unsigned i = 0; i < id.n_groups; i++)
		used += str_fmt(got + used, sizeof(got) - used, i ? ",%u" : "%u", id.groups[i]);
	assert_string_equal(got, groups);
	assert_string_equal(id.home, home);
}

static void refused(const char *user, const char *text)
{
	assert_int_equal(look(user), -1);
	if (!str_find(fail_text(), text))
		fail_msg("%s: %s", user, fail_text());
}

static void numbers(void **state)
{
	(void)state;
	usual();
	is("0", 0, 0, "", "/root");
	is("33", 33, 34, "", "/srv/www"); /* its passwd row's group; no others */
	is("1000", 1000, 1000, "", "/");
	is("33:5", 33, 5, "", "/srv/www");
	is("1000:7,8,9", 1000, 7, "8,9", "/");
	is("1000,8,9", 1000, 1000, "8,9", "/");
	is("4294967294", 4294967294u, 4294967294u, "", "/");
}

static void names(void **state)
{
	(void)state;
	usual();
	is("root", 0, 0, "", "/root");
	is("www", 33, 34, "44,29", "/srv/www");
	is("www:video", 33, 44, "44,29", "/srv/www");
	is("www:0,video", 33, 0, "44,29,44", "/srv/www");
	is("www,audio,7", 33, 34, "44,29,29,7", "/srv/www");
	is("0:www", 0, 34, "", "/root");
	refused("ww", "ww: not in");
	refused("www:nogroup", "nogroup: not in");
	refused("www,nogroup", "nogroup: not in");
}

/* A name of digits is a number: the file has no say in which. */
static void names_of_digits(void **state)
{
	(void)state;
	usual();
	is("12", 12, 12, "", "/");
	is("0:99", 0, 99, "", "/root");
	is("77", 77, 78, "", "/twelve");
}

static void missing(void **state)
{
	(void)state;
	is("0", 0, 0, "", "/");
	is("5:6", 5, 6, "", "/");
	refused("root", "root: not in");
	put(passwd, "a:x:1:2::/:\n");
	is("a", 1, 2, "", "/");
	refused("a:video", "video: not in");
}

static void no_line_end(void **state)
{
	(void)state;
	put(passwd, "a:x:1:2::/home/a");
	put(group, "g:x:9:a");
	is("a", 1, 2, "9", "/home/a");
	put(passwd, "a:x:1:2");
	is("a", 1, 2, "9", "/");
}

static void malformed(void **state)
{
	(void)state;
	put(passwd, "\n:\n::::::\nx\nx:\nx:y\nx:y:\nx:y:1\nx:y:1:\nx:y:1:z\nneg:x:-1:0::/:\nbig:x:4294967296:0::/:\nno:x:4294967295:0::/:\n"
		    "huge:x:99999999999999999999:0::/:\nsign:x:+0:0::/:\nblank:x: 0:0::/:\nhex:x:0x0:0::/:\ngneg:x:5:-1::/:\ngbig:x:6:4294967296::/:\n"
		    "gno:x:7:4294967295::/:\nempty:x::::/:\nrel:x:8:8::home:\nok:x:9:9::/ok:\n");
	put(group, "g:x:-1:ok\nh:x:4294967296:ok\ni:x\nj:x:5\nk:x:6:,,ok,\nl:x:4294967295:ok\n");
	/* Never root, nor the id that means "unchanged", out of a number that does not fit. */
	refused("neg", "not in");
	refused("big", "not in");
	refused("no", "not in");
	refused("huge", "not in");
	refused("sign", "not in");
	refused("blank", "not in");
	refused("hex", "not in");
	refused("empty", "not in");
	refused("gneg", "not in");
	refused("gbig", "not in");
	refused("gno", "not in");
	refused("x", "not in");
	is("rel", 8, 8, "", "/"); /* a home that is no absolute path */
	is("ok", 9, 9, "6", "/ok");
	refused("ok:g", "g: not in");
	refused("ok:l", "l: not in");
	is("ok:j", 9, 5, "6", "/ok");
	/* The row's group is unusable: the number stays. */
	is("5", 5, 5, "", "/");
}

static void first_row_wins(void **state)
{
	(void)state;
	put(passwd, "a:x:1:1::/one:\na:x:0:0::/zero:\nb:x:1:0::/other:\n");
	is("a", 1, 1, "", "/one");
	is("1", 1, 1, "", "/one");
}

static void long_lines(void **state)
{
	static char text[9000];
	size_t n;

	(void)state;
	memset(text, 'x', 4000);
	strcpy(text + 4000, ":x:0:0::/:\na:x:1:2::/home/a:\n");
	put(passwd, text);
	is("a", 1, 2, "", "/home/a");
	/* The tail of a long line is no row of its own, wherever the buffer is cut. */
	for (size_t cut = 2020; cut < 2060; cut++) {
		memset(text, 'x', cut);
		strcpy(text + cut, "b:x:0:0::/:\n");
		put(passwd, text);
		refused("b", cut + strlen("b:x:0:0::/:\n") < 2048 ? "not in" : "too long");
	}
	/* Nor are groups guessed at. */
	usual();
	n = str_fmt(text, sizeof(text), "video:x:44:www\nbig:x:45:");
	memset(text + n, 'x', 3000);
	strcpy(text + n + 3000, ",www\n");
	put(group, text);
	refused("www", "too long");
	is("33", 33, 34, "", "/srv/www");
	is("33:video", 33, 44, "", "/srv/www");
	refused("33:big", "too long");
	put(group, "");
	/* Nor is a file read to an end that it may never have. */
	usual();
	alarm(5);
	assert_int_equal(truncate(group, 1LL << 40), 0);
	refused("www", "too long");
	is("33", 33, 34, "", "/srv/www");
	alarm(0);
	put(group, "");
	/* A home that does not fit is cut, and stays text. */
	n = str_fmt(text, sizeof(text), "a:x:1:2::/");
	memset(text + n, 'h', 600);
	strcpy(text + n + 600, ":/bin/sh\n");
	put(passwd, text);
	assert_int_equal(look("a"), 0);
	assert_int_equal(strlen(id.home), sizeof(id.home) - 1);
}

static void nul_bytes(void **state)
{
	static const char text[] = "ro\0ot:x:0:0::/:\nroot\0:x:7:7::/:\na:x:1:1::/a\0b:\n";
	int fd = open(passwd, O_CREAT | O_WRONLY, 0600);

	(void)state;
	assert_int_equal(write(fd, text, sizeof(text) - 1), sizeof(text) - 1);
	close(fd);
	refused("root", "not in");
	is("a", 1, 1, "", "/a");
}

static void too_many_groups(void **state)
{
	static char text[4096];
	size_t used = 0;

	(void)state;
	put(passwd, "a:x:1:1::/:\n");
	for (unsigned i = 0; i < IDENTITY_GROUPS; i++)
		used += str_fmt(text + used, sizeof(text) - used, "g%u:x:%u:a\n", i, 100 + i);
	put(group, text);
	assert_int_equal(look("a"), 0);
	assert_int_equal(id.n_groups, IDENTITY_GROUPS);
	assert_int_equal(id.groups[IDENTITY_GROUPS - 1], 100 + IDENTITY_GROUPS - 1);
	refused("a,5", "more than");
	is("1:5", 1, 5, "", "/");
	str_fmt(text + used, sizeof(text) - used, "one-more:x:7:a\n");
	put(group, text);
	refused("a", "more than");
}

/* A fifo without a writer would block for ever; a device would never end. */
static void no_ordinary_file(void **state)
{
	(void)state;
	assert_int_equal(mkfifo(passwd, 0600), 0);
	assert_int_equal(symlink("/dev/zero", group), 0);
	alarm(5);
	is("0", 0, 0, "", "/");
	refused("root", "not in");
	refused("0:video", "video: not in");
	alarm(0);
	unlink(passwd);
	assert_int_equal(mkdir(passwd, 0700), 0);
	refused("root", "not in");
	rmdir(passwd);
}

#define IN_A_DIRECTORY(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_DIRECTORY(numbers),	IN_A_DIRECTORY(names),	   IN_A_DIRECTORY(names_of_digits), IN_A_DIRECTORY(missing),
		IN_A_DIRECTORY(no_line_end),	IN_A_DIRECTORY(malformed), IN_A_DIRECTORY(first_row_wins),  IN_A_DIRECTORY(long_lines),
		IN_A_DIRECTORY(nul_bytes),	IN_A_DIRECTORY(too_many_groups), IN_A_DIRECTORY(no_ordinary_file),
	};

	return cmocka_run_group_tests_name("guard_passwd", tests, NULL, NULL);
}
