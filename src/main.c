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

/* Stands for a command that is not in this build. */
static int absent(int argc, char **argv)
{
	(void)argc;
	for (char *s = argv[0]; *s; s++)
		*s &= ~('a' ^ 'A');
	return fail("not in this build (CONFIG_CMD_%s)", argv[0]);
}

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
} commands[] = {
	{ "run", CFG_CMD_RUN ? cmd_run : absent },
	{ "check", CFG_CMD_CHECK ? cmd_check : absent },
	{ "cgroup", CFG_CMD_CGROUP ? cmd_cgroup : absent },
	/* still to come */
	{ "exec", absent }, { "ps", absent }, { "stop", absent }, { "kill", absent }, { "pause", absent }, { "resume", absent }, { "update", absent },
	{ "stats", absent }, { "top", absent }, { "logs", absent }, { "start", absent }, { "restart", absent }, { "gc", absent },
};

static int dispatch(int argc, char **argv)
{
	/* A set-id husk would lend its rights to every caller's options, and so would one with file capabilities, which AT_SECURE tells of a plain caller. */
	if (getauxval(AT_UID) != getauxval(AT_EUID) || getauxval(AT_GID) != getauxval(AT_EGID))
		return fail("set-user-id: refused");
	if (getauxval(AT_UID) && getauxval(AT_SECURE))
		return fail("file capabilities: refused");
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		if (!strcmp(argv[0], commands[i].name)) {
			log_command(commands[i].name);
			return commands[i].run(argc, argv);
		}
	return fail("%s: unknown command", argv[0]);
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
