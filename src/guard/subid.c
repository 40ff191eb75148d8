// SPDX-License-Identifier: GPL-2.0-only
/* Subordinate ids of a plain user: newuidmap and newgidmap. */
#include "guard/subid.h"
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/str.h"
#include "base/sys.h"

/* The child: the program PATH, its words from TEXT, its complaint into the pipe FD. */
static _Noreturn void run(const char *path, pid_t pid, char *text, int fd)
{
	char number[16], *argv[3 * CONFIG_MAX_MAPS + 3] = { (char *)path, number };
	static char *const none[] = { NULL };
	unsigned n = 2;

	str_fmt(number, sizeof(number), "%d", (int)pid);
	for (char *s = text; *s; s++) {
		argv[n++] = s;
		s += strcspn(s, " \n");
		*s = 0;
	}
	dup3(fd, STDERR_FILENO, 0);
	execve(path, argv, none);
	_exit(1);
}

int subid_map(pid_t pid, const char *file, char *text)
{
	static char said[LOG_TEXT];
	char path[] = "/usr/bin/newuidmap";
	int pair[2], status;
	pid_t helper;

	*said = 0;
	path[sizeof("/usr/bin/new") - 1] = *file;
	helper = sys_socketpair(SOCK_STREAM | SOCK_CLOEXEC, pair) < 0 ? -1 : sys_clone(0);
	if (!helper)
		run(path, pid, text, pair[1]);
	if (helper < 0)
		return fail_path(path);
	close(pair[1]);
	fd_read(pair[0], said, sizeof(said));
	said[sizeof(said) - 1] = 0;
	close(pair[0]);
	said[strcspn(said, "\n")] = 0;
	if (sys_reap(helper, 0, &status) > 0 && !status)
		return 0;
	return *said ? fail("%s: %s", file, said) : fail("%s: not there (a plain user himself maps his own id only)", path);
}
