// SPDX-License-Identifier: GPL-2.0-only
/* Paths inside a root, as descriptors. */
#include "base/path.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "autoconf.h"
#include "base/code.h"
#include "base/fd.h"
#include "base/lines.h"
#include "base/sys.h"

#define WALK (O_PATH | O_NOFOLLOW)

/* Copies PATH, to be cut in place. */
static OUTLINED int copy_path(char copy[PATH_MAX], const char *path)
{
	if (strlen(path) < PATH_MAX) {
		strcpy(copy, path);
		return 0;
	}
	errno = ENAMETOOLONG;
	return -1;
}

/* A directory on the way may not be a link: O_DIRECTORY says ENOTDIR. The end may not either, but O_PATH opens a link itself. */
static int walk(int root, const char *path, int flags)
{
	char copy[PATH_MAX], *rest = copy, *name;
	int at = copy_path(copy, path) < 0 ? -1 : fd_open_at(root, ".", WALK | O_DIRECTORY);
	int type;

	while (at >= 0 && (name = lines_field(&rest, '/'))) {
		int dir = at;

		if (!*name || !strcmp(name, "."))
			continue;
		errno = ELOOP;
		at = strcmp(name, "..") ? fd_open_at(dir, name, WALK | (rest ? O_DIRECTORY : flags)) : -1;
		close(dir);
	}
	type = fd_type(at);
	if (type != S_IFLNK)
		return type < 0 ? -1 : at;
	close(at);
	errno = ELOOP;
	return -1;
}

int path_open(int root, const char *path, int flags)
{
	int fd = sys_openat2(root, path, O_PATH | O_CLOEXEC | flags, 0, SYS_RESOLVE_IN_ROOT | SYS_RESOLVE_NO_MAGICLINKS);

	/* EAGAIN: a rename raced with "..": the answer of a tree that moves under us is the strict walk's. */
	if (fd < 0 && CFG_ROOT_OLDKERNEL && (errno == ENOSYS || errno == EAGAIN))
		fd = walk(root, path, flags);
	return fd;
}

/* What stands at NAME, the end of PATH, below DIR: where it is a link PATH becomes what that points to, as seen from the root. */
static int follow(int dir, char path[PATH_MAX], char *name)
{
	char link[PATH_MAX];
	ssize_t n = readlinkat(dir, name, link, sizeof(link) - 1);

	if (n < 0)
		return errno == EINVAL ? 0 : -1;
	link[n] = 0;
	if (*link == '/')
		name = path;
	if (name - path + n >= PATH_MAX) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(name, link);
	return 0;
}

/* Makes what is missing of PATH, cut to it. What is there already is EEXIST and left to the next look; of a link at the end PATH becomes the target. */
static int make(int root, char path[PATH_MAX], bool directory)
{
	char *name = path, *end;
	int dir = path_open(root, "/", O_DIRECTORY), result;

	for (;;) {
		name += strspn(name, "/");
		end = name + strcspn(name, "/");
		if (!end[strspn(end, "/")])
			break;
		*end = 0;
		result = mkdirat(dir, name, 0755);
		close(dir);
		if (result < 0 && errno != EEXIST)
			return -1;
		/* From the root each time, so that a link on the way is resolved as the container would. */
		dir = path_open(root, path, O_DIRECTORY);
		if (dir < 0)
			return -1;
		*end = '/';
		name = end;
	}
	*end = 0;
	result = directory ? mkdirat(dir, name, 0755) : mknodat(dir, name, S_IFREG | 0644, 0);
	if (result < 0 && errno == EEXIST)
		result = follow(dir, path, name);
	close(dir);
	return result;
}

int path_make(int root, const char *path, bool directory)
{
	char at[PATH_MAX];
	int fd = path_open(root, path, 0), type;

	/* A link that leads nowhere, as OpenWrt's /etc/resolv.conf: what it points to is made. */
	if (fd < 0 && errno == ENOENT && !copy_path(at, path))
		for (int links = 0; fd < 0 && errno == ENOENT && links < 8 && !make(root, at, directory); links++)
			fd = path_open(root, at, 0);
	type = fd_type(fd);
	if (type < 0)
		return -1;
	if ((type == S_IFDIR) == directory)
		return fd;
	close(fd);
	errno = directory ? ENOTDIR : EISDIR;
	return -1;
}

int path_make_dir(int dir, const char *name)
{
	int fd;

	while ((fd = fd_open_at(dir, name, WALK | O_DIRECTORY)) < 0 && errno == ENOENT && !mkdirat(dir, name, 0755))
		;
	return fd;
}
