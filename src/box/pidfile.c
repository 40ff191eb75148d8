// SPDX-License-Identifier: GPL-2.0-only
/* --pidfile */
#include "box/pidfile.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/str.h"
#include "box/state.h"

#define LONGEST 12 /* a pid and its line break */

int pidfile_plan(const struct spec *spec, struct trace *trace)
{
	if (!spec->pidfile)
		return 0;
	str_copy(trace->pidfile, sizeof(trace->pidfile), spec->pidfile);
	trace->attach = true;
	return 0;
}

int pidfile_attach(const struct spec *spec, struct trace *trace)
{
	AUTOFD fd = -1;
	char text[LONGEST + 2];
	size_t len;
	int type;

	if (!spec->pidfile || (spec->init && !trace->command))
		return 0;
	fd = openat(AT_FDCWD, spec->pidfile, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0644);
	type = fd_type(fd);
	if (type < 0)
		return fail_sys("pidfile: %s", spec->pidfile);
	/* Whatever was named by mistake stays as it is. */
	if (type != S_IFREG || fd_read(fd, text, sizeof(text)) < 0 || text[strspn(text, "0123456789\n")])
		return fail("pidfile: %s: is there, and no pid file", spec->pidfile);
	if (!trace->command)
		trace->command = trace->pid; /* which is forgotten once it is reaped */
	len = str_fmt(text, sizeof(text), "%d\n", (int)trace->command);
	if (!ftruncate(fd, 0) && pwrite(fd, text, len, 0) == (ssize_t)len)
		return 0;
	fail_sys("pidfile: %s", spec->pidfile);
	unlinkat(AT_FDCWD, spec->pidfile, 0); /* undo leaves alone what does not hold the pid */
	return -1;
}

int pidfile_tell(const struct spec *spec, struct trace *trace, const char *pid)
{
	uint64_t command = 0;

	str_whole_number(pid, 10, INT_MAX, &command);
	trace->command = (pid_t)command;
	return state_write(trace) < 0 ? -1 : pidfile_attach(spec, trace);
}

int pidfile_undo(const struct trace *trace)
{
	char text[LONGEST + 1], own[LONGEST + 1];
	AUTOFD fd = -1;

	if (!*trace->pidfile)
		return 0;
	str_fmt(own, sizeof(own), "%d\n", (int)(trace->command ? trace->command : trace->pid));
	fd = fd_open(trace->pidfile, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
	if (fd >= 0 && fd_read(fd, text, sizeof(text)) >= 0 && !strcmp(text, own) && unlinkat(AT_FDCWD, trace->pidfile, 0) < 0 && errno != ENOENT)
		return fail_sys("pidfile: %s", trace->pidfile);
	return 0;
}
