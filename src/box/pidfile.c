// SPDX-License-Identifier: GPL-2.0-only
/* --pidfile */
#include "box/pidfile.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/str.h"

#define LONGEST 12 /* a pid and its line break */

static pid_t told; /* by this process; the trace forgets a pid that is reaped */

int pidfile_plan(const struct spec *spec, struct trace *trace)
{
	if (!spec->pidfile)
		return 0;
	str_fmt(trace->pidfile, sizeof(trace->pidfile), "%s", spec->pidfile);
	trace->attach = true;
	return 0;
}

int pidfile_attach(const struct spec *spec, struct trace *trace)
{
	AUTOFD fd = -1;
	char text[LONGEST + 2];
	size_t len;
	int type;

	if (!spec->pidfile)
		return 0;
	fd = openat(AT_FDCWD, spec->pidfile, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0644);
	type = fd_type(fd);
	if (type < 0)
		return fail_sys("pidfile: %s", spec->pidfile);
	/* Whatever was named by mistake stays as it is. */
	if (type != S_IFREG || fd_read(fd, text, sizeof(text)) < 0 || text[strspn(text, "0123456789\n")])
		return fail("pidfile: %s: is there, and no pid file", spec->pidfile);
	told = trace->pid;
	len = str_fmt(text, sizeof(text), "%d\n", (int)told);
	if (!ftruncate(fd, 0) && pwrite(fd, text, len, 0) == (ssize_t)len)
		return 0;
	fail_sys("pidfile: %s", spec->pidfile);
	unlinkat(AT_FDCWD, spec->pidfile, 0); /* undo leaves alone what does not hold the pid */
	return -1;
}

int pidfile_undo(const struct trace *trace)
{
	char text[LONGEST + 1], own[LONGEST + 1];
	AUTOFD fd = -1;

	if (!*trace->pidfile)
		return 0;
	str_fmt(own, sizeof(own), "%d\n", (int)(told ? told : trace->pid));
	fd = fd_open(trace->pidfile, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
	if (fd >= 0 && fd_read(fd, text, sizeof(text)) >= 0 && !strcmp(text, own) && unlinkat(AT_FDCWD, trace->pidfile, 0) < 0 && errno != ENOENT)
		return fail_sys("pidfile: %s", trace->pidfile);
	return 0;
}
