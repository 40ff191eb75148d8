// SPDX-License-Identifier: GPL-2.0-only
/* The container's group in one hierarchy. Every name is taken below the descriptor of the hierarchy's root. */
#include "cgroup/group.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/lines.h"
#include "base/log.h"
#include "base/str.h"
#include "spec/trace.h"

static char path[TRACE_CGROUP];

void group_name(const char *name)
{
	str_copy(path, sizeof(path), name);
}

unsigned group_next(unsigned len)
{
	const char *slash = strchr(path + len + 1, '/');

	return slash ? (unsigned)(slash - path) : GROUP;
}

const char *group_file(unsigned len, const char *file)
{
	static char buf[TRACE_CGROUP + 1 + NAME_MAX];

	len = len ? str_fmt(buf, len < TRACE_CGROUP ? len + 1 : TRACE_CGROUP, "%s", path), strlen(buf) : 0;
	str_fmt(buf + len, sizeof(buf) - len, len ? "/%s" : "%s", file);
	return buf;
}

int group_put(const struct hierarchy *h, unsigned len, const char *file, const char *text)
{
	return fd_put(h->root, group_file(len, file), text);
}

ssize_t group_get(const struct hierarchy *h, unsigned len, const char *file, char *buf, size_t size)
{
	return fd_get(h->root, group_file(len, file), buf, size);
}

int group_open(const struct hierarchy *h, const char *file, int flags)
{
	return fd_open_at(h->root, group_file(GROUP, file), flags);
}

const char *group_remedy(void)
{
	return packed("wants a group of one's own: systemd-run --user --scope -p Delegate=yes husk ...");
}

static bool is_husk(unsigned len)
{
	return len == 4 && !memcmp(path, "husk", 4);
}

/*
 * Asks whether husk has made the group LEN, or, with SET, notes that it has: parents bear that mark for whichever container is the last one in there. A
 * plain user's bear that of a user, which groups take from 5.7 on; before that they stay. (xattr(7)) What is absent is nobody else's.
 */
static bool mark(const struct hierarchy *h, unsigned len, bool set)
{
	AUTOFD fd = fd_open_at(h->root, group_file(len, ""), O_RDONLY | O_DIRECTORY);
	long call = set ? SYS_fsetxattr : SYS_fgetxattr;

	if (fd < 0)
		return errno == ENOENT;
	return !syscall(call, fd, "trusted.husk", "", 0, 0) || !syscall(call, fd, "user.husk", "", 0, 0);
}

/* `husk` goes when it is empty, whoever made it; of the other parents those that husk made, as far as that can be told. */
static void remove_parents(const struct hierarchy *h)
{
	for (unsigned len = (unsigned)strlen(path); len--;)
		if (path[len] == '/' && ((!is_husk(len) && !mark(h, len, false)) ||
					 (unlinkat(h->root, group_file(len, ""), AT_REMOVEDIR) < 0 && errno != ENOENT)))
			break;
}

int group_make(struct hierarchy *h)
{
	int error;

	/* Another run may end just now and take the empty parent away between two calls: again, but not for ever. */
	for (unsigned tries = 0; tries < 1000; tries++) {
		unsigned len = 0;

		/* Most often nothing else runs, and `husk` is missing. */
		while ((len = group_next(len)) != GROUP)
			if (!mkdirat(h->root, group_file(len, ""), 0755)) {
				if (!is_husk(len))
					mark(h, len, true);
			} else if (errno != EEXIST)
				break;
		if (len == GROUP && !mkdirat(h->root, path, 0755)) {
			h->made = true;
			return 0;
		}
		if (errno != ENOENT)
			break;
		if (tries > 9) /* many are ending */
			poll(NULL, 0, 1);
	}
	error = errno;
	remove_parents(h);
	errno = error;
	return -1;
}

#define DEEP 128 /* levels of groups */

/*
 * Removes the group NAME of AT, or where KILLING kills what is in it, with the groups below it, which a container that may mount can have made; those are
 * frozen with it.
 */
static int tree(int at, const char *name, unsigned depth, bool killing)
{
	struct fd_dir dir;
	const struct dirent *d;
	struct lines procs;
	const char *line;
	uint64_t pid;
	int r = killing ? 0 : unlinkat(at, name, AT_REMOVEDIR);

	if (!killing && (!r || errno != EBUSY || !depth))
		return r;
	fd_list(&dir, at, name);
	if (killing) {
		lines_begin(&procs, fd_open_at(dir.fd, "cgroup.procs", O_RDONLY));
		while ((line = lines_next(&procs)))
			if (str_number(line, 10, INT_MAX, &pid) && pid > 1)
				kill((pid_t)pid, SIGKILL);
	}
	while (depth && (d = fd_entry(&dir)))
		if (fd_is_below(d))
			tree(dir.fd, d->d_name, depth - 1, killing);
	fd_close(&dir.fd);
	return killing ? 0 : unlinkat(at, name, AT_REMOVEDIR);
}

int group_remove(struct hierarchy *h, bool with_all)
{
	if (!h->made)
		return 0;
	if (tree(h->root, path, with_all ? DEEP : 0, false) < 0 && errno != ENOENT && errno != ENODEV)
		return -1;
	h->made = false;
	remove_parents(h);
	return 0;
}

void group_kill(const struct hierarchy *h)
{
	if (!group_put(h, GROUP, "cgroup.kill", "1")) /* v2, 5.14 */
		return;
	/* Frozen, nothing can fork away from the list or end and leave its number to another. */
	group_put(h, GROUP, "freezer.state", "FROZEN");
	group_put(h, GROUP, "cgroup.freeze", "1"); /* v2, 5.2 */
	tree(h->root, path, DEEP, true);
	/* Tasks in a frozen group of v1 die of KILL only once they are thawed. */
	group_put(h, GROUP, "freezer.state", "THAWED");
}
