// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kernels before 5.2 and 5.12: mount(2) on "." of a directory that was opened inside the root, and /proc/self/fd for files. What was mounted
 * has to be found by its name once more, and is then proven to be the thing that was mounted.
 */
#include "root/oldkernel.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/path.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/sys.h"
#include "root/mount.h"
#include "root/mountinfo.h"
#include "root/root.h"

static unsigned long flags_of(unsigned attr)
{
	return (attr & SYS_ATTR_RDONLY ? MS_RDONLY : 0) | (attr & SYS_ATTR_NOSUID ? MS_NOSUID : 0) | (attr & SYS_ATTR_NODEV ? MS_NODEV : 0) |
	       (attr & SYS_ATTR_NOEXEC ? MS_NOEXEC : 0) | (attr & SYS_ATTR_NOATIME ? MS_NOATIME : 0);
}

static bool same_file(int a, int b, bool same_inode)
{
	struct stat x, y;

	return !fstat(a, &x) && !fstat(b, &y) && x.st_dev == y.st_dev && (!same_inode || x.st_ino == y.st_ino);
}

/*
 * mount(2) on the working directory, found again by its name in its parent; that is no link, and a file system of its own (a bind: the same
 * directory), so that a name which was exchanged meanwhile does not pass.
 */
static int over(const char *source, const char *type, const char *data, unsigned long flags)
{
	char path[PATH_MAX];
	const char *name = sys_getcwd(path, sizeof(path)) > 0 ? strrchr(path, '/') : NULL;
	int here = fd_open(".", O_PATH), parent = fd_open("..", O_PATH), fd;

	if (!name || mount(source, ".", type, flags, data) < 0)
		return -1;
	/* What lies over / has no name; ".." of / is what lies over it. */
	fd = fd_open_at(parent, name[1] ? name + 1 : "..", O_PATH | O_DIRECTORY | O_NOFOLLOW);
	if (fd >= 0 && same_file(here, fd, flags & MS_BIND) == !!(flags & MS_BIND))
		return fd;
	errno = ESTALE;
	return -1;
}

int old_bind_over(void)
{
	return over(".", NULL, NULL, MS_BIND | MS_REC);
}

int old_mount_over(const char *type, const char *const keys[], unsigned attr)
{
	const char *source = type;
	char data[160] = "";
	size_t used = 0;

	if (keys && str_starts(*keys, "source=")) {
		source = *keys + strlen("source=");
		keys += 2;
	}
	for (; keys && *keys; keys++)
		used += str_fmt(data + used, sizeof(data) - used, used ? ",%s" : "%s", *keys);
	return over(source, type, data, flags_of(attr));
}

/* /proc/self/fd/N, in the procfs that husk trusts, which becomes the working directory. */
static const char *fd_path(char path[32], int fd)
{
	str_fmt(path, 32, "self/fd/%d", fd);
	return sys_fchdir(proc_fd()) < 0 ? "" : path;
}

/* A remount replaces all flags, and those that the mount has already are locked in a user namespace: they are said again. */
static int remount(int fd, unsigned attr)
{
	unsigned long flags = MS_REMOUNT | MS_BIND | flags_of(attr);
	struct statfs fs; /* its flags are mount(2)'s, but for relatime, since 2.6.36 */
	char path[32];

	if (fstatfs(fd, &fs) < 0)
		return -1;
	flags |= (unsigned long)fs.f_flags & (MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME | MS_NODIRATIME);
	if (!(flags & MS_NOATIME) && fs.f_flags & 0x1000) /* ST_RELATIME */
		flags |= MS_RELATIME;
	if (!(attr & MOUNT_ATTR_SLAVE) && mount(NULL, fd_path(path, fd), NULL, MS_PRIVATE, NULL) < 0)
		return -1;
	return mount(NULL, fd_path(path, fd), NULL, flags, NULL);
}

static struct mountinfo info; /* 32 KiB, touched on old kernels only */

/* Sets ATTR on what is mounted below FD, which is the mount TOP. Returns how many were not where mountinfo has them, or -1 with errno. */
static int set_below(int fd, int top, unsigned attr)
{
	size_t above = 0;
	int missed = 0, sub;

	if (mountinfo_read(&info) < 0)
		return -1;
	for (unsigned i = 0; i < info.n; i++)
		if (info.mounts[i].id == top)
			above = strlen(info.mounts[i].path);
	for (unsigned i = 0; i < info.n; i++) {
		/* What is covered, or lies behind a directory that is closed to the container's ids, is out of reach, inside as well. */
		if (!mountinfo_below(&info, i, top) || mountinfo_covered(&info, i, top))
			continue;
		/* From FD on: what lies over / is on no path from there. */
		sub = path_open(fd, info.mounts[i].path + above, O_NOFOLLOW);
		if (sub >= 0 && mountinfo_id(sub) == info.mounts[i].id) {
			if (remount(sub, attr) < 0)
				return -1;
		} else {
			missed += sub >= 0 || errno != EACCES;
		}
		fd_close(&sub);
	}
	return missed;
}

int old_attributes(int fd, unsigned attr)
{
	int top, r = 1;

	if (remount(fd, attr) < 0)
		return -1;
	if (!(attr & MOUNT_ATTR_REC))
		return 0;
	top = mountinfo_id(fd);
	/* Somebody may be renaming what they lie in. */
	for (int tries = 0; top >= 0 && r > 0 && tries < 100; tries++)
		r = set_below(fd, top, attr);
	if (r > 0)
		errno = ESTALE;
	return r ? -1 : 0;
}

int old_mount_attach(int copy, int target, const char *where, unsigned attr, bool detached)
{
	char from[32], to[32];
	int fd = copy;

	if (detached) { /* from 5.2 on */
		if (mount_move(copy, target) < 0)
			return -1;
	} else {
		if (mount(fd_path(from, copy), fd_path(to, target), NULL, MS_BIND | (attr & MOUNT_ATTR_REC ? MS_REC : 0), NULL) < 0)
			return -1;
		fd = path_open(root_fd(), where, 0);
		if (fd < 0 || !same_file(fd, copy, true)) {
			errno = ESTALE;
			return -1;
		}
	}
	return old_attributes(fd, attr);
}
