// SPDX-License-Identifier: GPL-2.0-only
/* The command table. The only place that prints an error and chooses an exit status. */
#include <string.h>
#include <sys/auxv.h>
#include "autoconf.h"
#include "base/log.h"
#include "base/str.h"
#include "cmd/cmd.h"

#define EXIT_HUSK 125 /* husk itself failed */

struct command {
	const char *name, *option; /* Kconfig's */
	int (*run)(int argc, char **argv); /* NULL: not in this build */
	const char *help;
};

#define COMMAND(symbol, name, run, help) { name, "CONFIG_" #symbol, CFG_##symbol ? (run) : NULL, help }

static const struct command commands[] = {
	COMMAND(CMD_RUN, "run", cmd_run, "run a command in a new container"),
	COMMAND(CMD_CHECK, "check", cmd_check, "tell what this kernel offers to this build"),
	COMMAND(CMD_CGROUP, "cgroup", cmd_cgroup, "list, show or mount control group hierarchies"),
};

static void usage(int fd)
{
	fd_print(fd, "usage: husk COMMAND [OPTION]...\n");
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		if (commands[i].run)
			fd_print(fd, "  %s	%s\n", commands[i].name, commands[i].help);
	fd_print(fd, "`husk COMMAND --help` tells more; `husk --version` the release.\n");
}

/* A set-id husk would lend its rights to every caller's options. */
static int refuse_set_id(void)
{
	if (getauxval(AT_UID) == getauxval(AT_EUID) && getauxval(AT_GID) == getauxval(AT_EGID))
		return 0;
	return fail(0, "set-user-id or set-group-id: refused");
}

static int dispatch(int argc, char **argv)
{
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		if (strcmp(argv[0], commands[i].name))
			continue;
		log_command(commands[i].name);
		if (commands[i].run)
			return commands[i].run(argc, argv);
		return fail_hint(0, commands[i].option, "not in this build");
	}
	return fail(0, "%s: unknown command (see husk --help)", argv[0]);
}

int main(int argc, char **argv)
{
	int status;

	if (argc < 2) {
		usage(2);
		return EXIT_HUSK;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
		usage(1);
		return 0;
	}
	if (!strcmp(argv[1], "--version")) {
		fd_print(1, "husk %s\n", HUSK_VERSION);
		return 0;
	}
	status = refuse_set_id() < 0 ? -1 : dispatch(argc - 1, argv + 1);
	if (status >= 0)
		return status;
	log_line("%s", fail_text());
	return EXIT_HUSK;
}
