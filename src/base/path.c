// SPDX-License-Identifier: GPL-2.0-only
/* Paths inside a root, as descriptors. */
#include "base/path.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fd.h"
#include "autoconf.h"
#include "base/sys.h"

#define WALK (O_PATH | O_CLOEXEC | O_NOFOLLOW)

/* Takes the next component of *PATH into NAME. Returns its length, 0 at the end, or -1 with errno. "." is passed over, ".." refused. */
static int component(const char **path, char name[NAME_MAX + 1])
{
	for (;;) {
		size_t len;

		*path += strspn(*path, "/");
		len = strcspn(*path, "/");
		if (len > NAME_MAX) {
			errno = ENAMETOOLONG;
			return -1;
		}
		memcpy(name, *path, len);
		name[len] = 0;
		*path += len;
		if (!strcmp(name, "..")) {
			errno = ELOOP;
			return -1;
		}
		if (len != 1 || name[0] != '.')
			return (int)len;
	}
}

/* O_PATH | O_NOFOLLOW opens a link itself instead of failing: so each one is looked at. */
static int step_into(int dir, const char *name, int flags)
{
	AUTOFD fd = openat(dir, name, WALK | flags);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return -1;
	if (S_ISLNK(st.st_mode)) {
		errno = ELOOP;
		return -1;
	}
	return steal_fd(&fd);
}

static int walk(int root, const char *path, int flags)
{
	AUTOFD at = openat(root, ".", O_PATH | O_CLOEXEC | O_DIRECTORY);
	char name[NAME_MAX + 1];
	int len;

	while (at >= 0 && (len = component(&path, name)) != 0) {
		AUTOFD next = len < 0 ? -1 : step_into(at, name, *path ? O_DIRECTORY : flags & O_DIRECTORY);

		fd_close(&at);
		at = steal_fd(&next);
	}
	return steal_fd(&at);
}

int path_open(int root, const char *path, int flags)
{
	int fd = sys_openat2(root, path, O_PATH | O_CLOEXEC | flags, 0, SYS_RESOLVE_IN_ROOT | SYS_RESOLVE_NO_MAGICLINKS);

	/* EAGAIN: a rename raced with "..": the answer of a tree that moves under us is the strict walk's. */
	if (fd < 0 && CFG_ROOT_OLDKERNEL && (errno == ENOSYS || errno == EAGAIN))
		fd = walk(root, path, flags);
	return fd;
}

/* The parent of the last component of PATH, made where missing; NAME gets that component. */
static int make_parent(int root, const char *path, char name[NAME_MAX + 1])
{
	char upto[PATH_MAX];
	const char *rest = path;
	AUTOFD dir = path_open(root, "/", O_DIRECTORY);
	int len = component(&rest, name);

	if (len == 0)
		errno = EEXIST; /* the root itself */
	while (dir >= 0 && len > 0 && rest[strspn(rest, "/")]) {
		/* From the root each time, so that a link on the way is resolved as the container would. */
		size_t n = (size_t)(rest - path);
		AUTOFD next = -1;

		if (n >= sizeof(upto)) {
			errno = ENAMETOOLONG;
			return -1;
		}
		memcpy(upto, path, n);
		upto[n] = 0;
		if (mkdirat(dir, name, 0755) < 0 && errno != EEXIST && errno != EROFS && errno != EACCES)
			return -1;
		next = path_open(root, upto, O_DIRECTORY);
		fd_close(&dir);
		dir = steal_fd(&next);
		len = component(&rest, name);
	}
	return len > 0 ? steal_fd(&dir) : -1;
}

int path_make(int root, const char *path, bool directory)
{
	char name[NAME_MAX + 1];
	struct stat st;
	AUTOFD fd = path_open(root, path, 0);

	if (fd < 0 && errno == ENOENT) {
		AUTOFD dir = make_parent(root, path, name);

		if (dir < 0)
			return -1;
		if (directory ? mkdirat(dir, name, 0755) : mknodat(dir, name, S_IFREG | 0644, 0)) {
			if (errno != EEXIST)
				return -1;
		}
		/* A dangling link is EEXIST above and ENOENT here. */
		fd = path_open(root, path, 0);
	}
	if (fd < 0 || fstat(fd, &st) < 0)
		return -1;
	if (S_ISDIR(st.st_mode) != directory) {
		errno = directory ? ENOTDIR : EISDIR;
		return -1;
	}
	return steal_fd(&fd);
}

int path_make_dir(int dir, const char *name)
{
	int fd = openat(dir, name, WALK | O_DIRECTORY);

	if (fd < 0 && errno == ENOENT && !mkdirat(dir, name, 0755))
		fd = openat(dir, name, WALK | O_DIRECTORY);
	return fd;
}
