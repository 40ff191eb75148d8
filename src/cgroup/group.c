// SPDX-License-Identifier: GPL-2.0-only
/* One container's group in one hierarchy. Every name is taken below the descriptor of the hierarchy's root. */
#include "cgroup/group.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/str.h"

static int file_path(char buf[static GROUP_FILE], const char *path, const char *file)
{
	if (str_fmt(buf, GROUP_FILE, "%s%s%s", path, *path ? "/" : "", file) < GROUP_FILE)
		return 0;
	errno = ENAMETOOLONG;
	return -1;
}

int group_put(const struct hierarchy *h, const char *path, const char *file, const char *text)
{
	char full[GROUP_FILE];

	return file_path(full, path, file) < 0 ? -1 : fd_put(h->root, full, text);
}

ssize_t group_get(const struct hierarchy *h, const char *path, const char *file, char *buf, size_t size)
{
	char full[GROUP_FILE];

	return file_path(full, path, file) < 0 ? -1 : fd_get(h->root, full, buf, size);
}

int group_open(const struct hierarchy *h, const char *path, const char *file, int flags)
{
	char full[GROUP_FILE];

	return file_path(full, path, file) < 0 ? -1 : openat(h->root, full, flags | O_CLOEXEC);
}

static int make_parents(struct hierarchy *h, const char *path)
{
	char parent[TRACE_CGROUP];

	for (const char *slash = path; (slash = strchr(slash, '/')); slash++) {
		str_fmt(parent, sizeof(parent), "%s", path);
		parent[slash - path] = 0;
		if (mkdirat(h->root, parent, 0755) < 0) {
			if (errno != EEXIST)
				return -1;
		} else if ((size_t)(slash - path) < h->parents) {
			h->parents = (size_t)(slash - path);
		}
	}
	return 0;
}

int group_make(struct hierarchy *h, const char *path)
{
	h->parents = SIZE_MAX;
	/* Another run may end just now and take the empty parent away between two calls: again, but not for ever. */
	for (unsigned tries = 0; tries < 1000; tries++) {
		if (!mkdirat(h->root, path, 0755)) {
			h->made = true;
			return 0;
		}
		if (errno != ENOENT || (make_parents(h, path) < 0 && errno != ENOENT))
			break;
	}
	return -1;
}

/* `husk` goes when it is empty, whoever made it; of --cgroup's parents those go that this process made. */
static void remove_parents(struct hierarchy *h, const char *path)
{
	char parent[TRACE_CGROUP];
	char *slash;

	str_fmt(parent, sizeof(parent), "%s", path);
	while ((slash = strrchr(parent, '/'))) {
		char *name;

		*slash = 0;
		name = strrchr(parent, '/');
		if ((size_t)(slash - parent) < h->parents && strcmp(name ? name + 1 : parent, "husk"))
			return;
		if (unlinkat(h->root, parent, AT_REMOVEDIR) < 0)
			return;
	}
}

int group_remove(struct hierarchy *h, const char *path)
{
	if (!h->made)
		return 0;
	if (unlinkat(h->root, path, AT_REMOVEDIR) < 0 && errno != ENOENT && errno != ENODEV)
		return -1;
	h->made = false;
	remove_parents(h, path);
	return 0;
}

/* KILL to each process listed in FD. An unfinished number at the end of a piece is read again with the next one. */
static void kill_listed(int fd)
{
	char buf[1024];
	size_t used = 0;
	ssize_t n;

	while ((n = read(fd, buf + used, sizeof(buf) - 1 - used)) > 0) {
		const char *s = buf, *end;
		uint64_t pid;

		used += (size_t)n;
		buf[used] = 0;
		for (; (end = strchr(s, '\n')); s = end + 1)
			if (str_number(s, 10, 0x7fffffff, &pid) && pid > 1 && (pid_t)pid != getpid())
				kill((pid_t)pid, SIGKILL);
		used = strlen(s);
		memmove(buf, s, used);
	}
}

void group_kill(const struct hierarchy *h, const char *path)
{
	AUTOFD procs = -1;

	if (h->v2 && !group_put(h, path, "cgroup.kill", "1")) /* 5.14 */
		return;
	/* Frozen, nothing can fork away from the list or end and leave its number to another. */
	if (h->has & CTL_FREEZER)
		group_put(h, path, "freezer.state", "FROZEN");
	procs = group_open(h, path, "cgroup.procs", O_RDONLY);
	if (procs >= 0)
		kill_listed(procs);
	/* Tasks in a frozen group of v1 die of KILL only once they are thawed. */
	if (h->has & CTL_FREEZER)
		group_put(h, path, "freezer.state", "THAWED");
}
