// SPDX-License-Identifier: GPL-2.0-only
/* The command table. The only place that prints an error and chooses an exit status. */
#include <errno.h>
#include <string.h>
#include <sys/auxv.h>
#include "autoconf.h"
#include "base/log.h"
#include "base/str.h"
#include "base/text.h"
#include "cmd/cmd.h"

#define EXIT_HUSK 125 /* husk itself failed */

/* In the order of TEXT_VERBS, whose others are still to come. */
typedef int command_fn(int argc, char **argv);
static command_fn *const commands[] = { CFG_CMD_RUN ? cmd_run : NULL, CFG_CMD_CHECK ? cmd_check : NULL, CFG_CMD_CGROUP ? cmd_cgroup : NULL };

static int absent(const char *name)
{
	char upper[] = ".......";

	for (unsigned i = 0; (upper[i] = name[i] & ~('a' ^ 'A')); i++)
		;
	return fail("not in this build (CONFIG_CMD_%s)", upper);
}

static int dispatch(int argc, char **argv)
{
	int i = text_index(TEXT_VERBS, *argv, strlen(*argv));

	/* A set-id husk would lend its rights to every caller's options, and so would one with file capabilities, which AT_SECURE tells of a plain caller. */
	if (getauxval(AT_UID) != getauxval(AT_EUID) || getauxval(AT_GID) != getauxval(AT_EGID))
		return fail("set-user-id: refused");
	if (getauxval(AT_UID) && getauxval(AT_SECURE))
		return fail("file capabilities: refused");
	if (i < 0)
		return fail("%s: unknown command", *argv);
	log_command(*argv);
	return i < (int)ARRAY_SIZE(commands) && commands[i] ? commands[i](argc, argv) : absent(*argv);
}

int main(int argc, char **argv)
{
	const char *word = argv[1];
	int status = 0;

	if (argc < 2) {
		text_print(TEXT_COMMANDS, 2);
		return EXIT_HUSK;
	}
	if (!strcmp(word, "--help")) {
		text_print(TEXT_COMMANDS, 1);
	} else if (!strcmp(word, "--version")) {
		text_print(TEXT_VERSION, 1);
	} else {
		status = dispatch(argc - 1, argv + 1);
	}
	errno = fd_print_error();
	if (status >= 0 && errno)
		status = fail_sys("standard output");
	if (status < 0) {
		fail_print();
		status = EXIT_HUSK;
	}
	return status;
}
