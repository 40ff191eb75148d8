/* SPDX-License-Identifier: GPL-2.0-only */
/* spec/file: one option a line, and errors that name the line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <sys/stat.h>
#include "spec.h"

static int read_text(const char *text)
{
	static char copy[CONFIG_SPEC_TEXT];
	int r;

	reset();
	strcpy(copy, text);
	r = spec_read_text(&spec, copy, "f");
	memset(copy, 'x', sizeof(copy)); /* nothing may point into it */
	return r;
}

static void good(const char *text)
{
	if (read_text(text) < 0)
		fail_msg("%s", fail_text());
}

static void bad(const char *text, const char *why)
{
	assert_int_equal(read_text(text), -1);
	assert_string_equal(fail_text(), why);
}

static void lines(void **state)
{
	(void)state;
	good("# a container\n\n  root   /r   # where it is\n\tname web\r\nread-only\nmemory '16M'\nenv 'K=a b'\nenv \"Q=\\\"\"\ncommand /bin/sh -c 'echo \"$X\"' ''\n");
	assert_string_equal(spec.root, "/r");
	assert_string_equal(spec.name, "web");
	assert_true(spec.read_only);
	assert_int_equal(spec.memory, 16 << 20);
	assert_string_equal(str_env(spec.env, "K"), "a b");
	assert_string_equal(str_env(spec.env, "Q"), "\"");
	assert_int_equal(spec.argc, 4);
	assert_string_equal(spec.argv[2], "echo \"$X\"");
	assert_string_equal(spec.argv[3], "");
	good("");
	good("read-only no");
	assert_false(spec.read_only);
	good("read-only\nread-only off");
	assert_false(spec.read_only);
	good("command a b\ncommand c");
	assert_int_equal(spec.argc, 1);
	assert_string_equal(spec.argv[0], "c");
	good("overlay /o\noverlay");
	assert_int_equal(spec.overlay, OVERLAY_TMPFS);
}

static void wrong(void **state)
{
	(void)state;
	bad("memry 16M\n", "f:1: memry: unknown option (did you mean memory?)");
	bad("\n# x\n  memory x\n", "f:3: memory: x: not BYTES[K|M|G]");
	bad("--memory 16M", "f:1: --memory: unknown option (did you mean memory?)");
	bad("name a b", "f:1: name: takes one argument");
	bad("name", "f:1: name: needs an argument");
	bad("name # none", "f:1: name: needs an argument");
	bad("root", "f:1: root: needs an argument");
	bad("root /a /b", "f:1: root: takes one argument");
	bad("root ''", "f:1: root: empty path");
	bad("command", "f:1: command: needs an argument");
	bad("name a\nname 'b\n", "f:2: name: unfinished quote");
	bad("command 'b", "f:1: command: unfinished quote");
	bad("'name a", "f:1: unfinished quote");
	bad("config /x", "f:1: config: not in a config file");
	bad("name=web", "f:1: name=web: unknown option");
	assert_int_equal(read_text("'' x"), -1);
	bad("help", "f:1: help: unknown option");
	bad("read-only yes no", "f:1: read-only: takes one argument");
}

static void from_disk(void **state)
{
	char *big = malloc(SPEC_FILE + 1), path[] = "/tmp/husk-conf-XXXXXX", text[128];
	int fd = mkstemp(path);

	(void)state;
	assert_int_equal(write(fd, "name web\nmemory\n", 16), 16);
	assert_int_equal(spec_read_file(&spec, path), -1);
	str_fmt(text, sizeof(text), "%s:2: memory: needs an argument", path);
	assert_string_equal(fail_text(), text);
	assert_int_equal(ftruncate(fd, 9), 0);
	reset();
	assert_int_equal(spec_read_file(&spec, path), 0);
	assert_string_equal(spec.name, "web");
	assert_int_equal(READ("--config", path, "--name=x", "/r"), 0);
	assert_string_equal(spec.name, "x");
	assert_int_equal(READ("--name=x", "--config", path, "/r"), 0);
	assert_string_equal(spec.name, "web");
	/* A NUL would hide what stands behind it. */
	assert_int_equal(pwrite(fd, "name web\0\nread-only\n", 20, 0), 20);
	assert_int_equal(spec_read_file(&spec, path), -1);
	str_fmt(text, sizeof(text), "%s: not a text file", path);
	assert_string_equal(fail_text(), text);
	memset(big, '#', SPEC_FILE + 1);
	assert_int_equal(pwrite(fd, big, SPEC_FILE + 1, 0), SPEC_FILE + 1);
	free(big);
	assert_int_equal(spec_read_file(&spec, path), -1);
	assert_int_equal(errno, EFBIG);
	assert_int_equal(ftruncate(fd, SPEC_FILE), 0);
	assert_int_equal(spec_read_file(&spec, path), 0);
	close(fd);
	unlink(path);
	assert_int_equal(READ("--config", path, "/r"), -1);
	str_fmt(text, sizeof(text), "--config: %s: No such file or directory", path);
	assert_string_equal(fail_text(), text);
	assert_int_equal(READ("--config", "/", "/r"), -1);
}

#define TEST(f) cmocka_unit_test_setup(f, begin)

int main(void)
{
	const struct CMUnitTest tests[] = { TEST(lines), TEST(wrong), TEST(from_disk) };

	return cmocka_run_group_tests_name("spec_file", tests, NULL, NULL);
}
