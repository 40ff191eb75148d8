// SPDX-License-Identifier: GPL-2.0-only
/* Subordinate ids of a plain user: newuidmap and newgidmap. */
#include "guard/subid.h"
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/str.h"
#include "base/sys.h"

#define MISSING 127

/* The child: the program PATH, its words from TEXT, its complaint into the pipe FD. */
static _Noreturn void run(const char *path, pid_t pid, char *text, int fd)
{
	char number[16], *argv[3 * CONFIG_MAX_MAPS + 3] = { (char *)path, number };
	char *const none[] = { NULL };
	unsigned n = 2;

	str_fmt(number, sizeof(number), "%d", (int)pid);
	for (char *s = text; *s; s++) {
		argv[n++] = s;
		s += strcspn(s, " \n");
		*s = 0;
	}
	dup2(fd, STDERR_FILENO);
	execve(path, argv, none);
	execve(path + 4, argv, none); /* behind "/usr" */
	_exit(MISSING);
}

int subid_map(pid_t pid, const char *file, char *text)
{
	char path[] = "/usr/bin/newuidmap", said[LOG_TEXT];
	int fds[2], status = 0;
	size_t used = 0;
	ssize_t n;
	pid_t helper;

	path[sizeof("/usr/bin/new") - 1] = *file;
	helper = pipe2(fds, O_CLOEXEC) < 0 ? -1 : sys_clone(0);
	if (!helper)
		run(path, pid, text, fds[1]);
	if (helper < 0)
		return fail_sys("%s", path);
	close(fds[1]);
	while (used < sizeof(said) - 1 && (n = read(fds[0], said + used, sizeof(said) - 1 - used)) > 0)
		used += (size_t)n;
	close(fds[0]);
	said[used] = 0;
	said[strcspn(said, "\n")] = 0;
	waitpid(helper, &status, 0);
	if (WIFEXITED(status) && WEXITSTATUS(status) == MISSING)
		return fail(0, "%s: not there, and a plain user himself maps his own id only", path);
	return status ? fail(0, "%s: %s", file, *said ? said : path) : 0;
}
