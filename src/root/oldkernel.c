// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kernels before 5.2 and 5.12: mount(2) on "." of a directory that was opened inside the root, and /proc/self/fd for files. What was mounted
 * has to be found by its path once more: each time it is proven to be the thing that was mounted.
 */
#include "root/oldkernel.h"
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/path.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/sys.h"
#include "root/mount.h"
#include "root/mountinfo.h"

static unsigned long flags_of(unsigned attr)
{
	return (attr & SYS_ATTR_RDONLY ? MS_RDONLY : 0) | (attr & SYS_ATTR_NOSUID ? MS_NOSUID : 0) | (attr & SYS_ATTR_NODEV ? MS_NODEV : 0) |
	       (attr & SYS_ATTR_NOEXEC ? MS_NOEXEC : 0) | (attr & SYS_ATTR_NOATIME ? MS_NOATIME : 0);
}

/* Is FD the root of a fresh TYPE? A tmpfs proves itself by its size, procfs and sysfs by the inode of their root. */
static bool is_fresh(int fd, dev_t below, const char *type, const char *data)
{
	struct statfs fs;
	struct stat st;
	const char *size = str_find(data, "size=");
	uint64_t bytes;

	if (fstatfs(fd, &fs) < 0 || fstat(fd, &st) < 0 || st.st_dev == below)
		return false;
	if (!strcmp(type, "proc"))
		return fs.f_type == SYS_PROC_MAGIC && st.st_ino == 1;
	if (!strcmp(type, "sysfs"))
		return fs.f_type == SYS_SYSFS_MAGIC && st.st_ino == 1;
	if (fs.f_type != SYS_TMPFS_MAGIC || !size || !str_number(size + 5, 10, UINT64_MAX, &bytes))
		return false;
	return (uint64_t)fs.f_blocks * (uint64_t)fs.f_bsize == (bytes + (uint64_t)fs.f_bsize - 1) / (uint64_t)fs.f_bsize * (uint64_t)fs.f_bsize;
}

int old_mount_new(int dir, const char *name, const char *type, const char *const keys[], unsigned attr)
{
	int target = path_make_dir(dir, name);
	int fd = -1;
	char data[128] = "";
	size_t used = 0;
	struct stat st;

	for (; keys && *keys; keys++)
		used += str_fmt(data + used, sizeof(data) - used, used ? ",%s" : "%s", *keys);
	if (target < 0 || fstat(target, &st) < 0)
		return fail_sys("/%s: not an ordinary directory", name);
	if (fchdir(target) < 0 || mount(type, ".", type, flags_of(attr), data) < 0)
		return fail_sys("/%s: %s", name, type);
	fd = openat(dir, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 || !is_fresh(fd, st.st_dev, type, data))
		return fail(0, "/%s: changed while it was mounted", name);
	return fd;
}

/* /proc/self/fd/N, without the string "/proc": from the procfs that husk trusts. */
static int fd_path(char path[32], int fd)
{
	int proc = proc_fd();

	str_fmt(path, 32, "self/fd/%d", fd);
	return proc < 0 ? -1 : mount_enter(proc, "/proc");
}

/* A remount replaces all flags, and those that the mount has already are locked in a user namespace: they are said again. */
static int remount(int fd, unsigned attr)
{
	unsigned long flags = MS_REMOUNT | MS_BIND | flags_of(attr);
	struct statfs vfs; /* its flags are statvfs's, since 2.6.36 */
	char path[32];

	if (fstatfs(fd, &vfs) < 0 || fd_path(path, fd) < 0)
		return -1;
	flags |= (vfs.f_flags & ST_RDONLY ? MS_RDONLY : 0) | (vfs.f_flags & ST_NOSUID ? MS_NOSUID : 0) | (vfs.f_flags & ST_NODEV ? MS_NODEV : 0) |
		 (vfs.f_flags & ST_NOEXEC ? MS_NOEXEC : 0) | (vfs.f_flags & ST_NODIRATIME ? MS_NODIRATIME : 0);
	flags |= flags & MS_NOATIME || vfs.f_flags & ST_NOATIME ? MS_NOATIME : vfs.f_flags & ST_RELATIME ? MS_RELATIME : 0;
	if (!(attr & MOUNT_ATTR_SLAVE) && mount(NULL, path, NULL, MS_PRIVATE, NULL) < 0)
		return -1;
	return mount(NULL, path, NULL, flags, NULL);
}

int old_attributes(int fd, unsigned attr, bool rec)
{
	static struct mountinfo info; /* 32 KiB, touched on old kernels only */
	int top;

	if (remount(fd, attr) < 0)
		return -1;
	if (!rec)
		return 0;
	top = mountinfo_id(fd);
	if (top < 0 || mountinfo_read(&info) < 0)
		return -1;
	for (unsigned i = 0; i < info.n; i++) {
		int sub = -1;

		if (!mountinfo_below(&info, i, top))
			continue;
		sub = fd_open(info.mounts[i].path, O_PATH | O_NOFOLLOW);
		if (sub < 0 || mountinfo_id(sub) != info.mounts[i].id)
			continue; /* covered by another one: out of reach, inside as well */
		if (remount(sub, attr) < 0)
			return -1;
	}
	return 0;
}

static bool same_file(int a, int b)
{
	struct stat x, y;

	return !fstat(a, &x) && !fstat(b, &y) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

int old_mount_attach(int copy, int target, int root, const char *where, unsigned attr, bool rec)
{
	int fd = -1;
	char from[32], to[32];

	if (!sys_move_mount(copy, "", target, "", SYS_MOVE_F_EMPTY | SYS_MOVE_T_EMPTY)) /* 5.2 to 5.11 */
		return old_attributes(copy, attr, rec) < 0 ? fail_sys("%s", where) : 0;
	if (errno != ENOSYS || fd_path(from, copy) < 0 || fd_path(to, target) < 0)
		return fail_sys("%s", where);
	if (mount(from, to, NULL, MS_BIND | (rec ? MS_REC : 0), NULL) < 0)
		return fail_sys("%s", where);
	fd = path_open(root, where, 0);
	if (fd < 0 || !same_file(fd, copy))
		return fail(0, "%s: changed while it was mounted", where);
	return old_attributes(fd, attr, rec) < 0 ? fail_sys("%s", where) : 0;
}

/* Walks to the working directory by its path: what is mounted on it is entered. */
static int walk_again(char path[PATH_MAX])
{
	if (!getcwd(path, PATH_MAX) || *path != '/' || chdir(path) < 0)
		return -1;
	return fd_open(".", O_PATH | O_DIRECTORY);
}

int old_bind_root(unsigned attr)
{
	char path[PATH_MAX];
	int before = fd_open(".", O_PATH | O_DIRECTORY);
	int fd = -1;

	if (before < 0 || mount(".", ".", NULL, MS_BIND | MS_REC, NULL) < 0)
		return fail_sys("root");
	fd = walk_again(path);
	if (fd < 0 || !same_file(before, fd))
		return fail(0, "root: changed while it was mounted");
	if (old_attributes(fd, attr, true) < 0)
		return fail_sys("root: %s", path);
	return fd;
}

int old_reenter(unsigned long magic)
{
	char path[PATH_MAX];
	struct statfs fs;
	int fd = walk_again(path);

	if (fd < 0 || fstatfs(fd, &fs) < 0 || (unsigned long)fs.f_type != magic)
		return fail(0, "root: changed while it was mounted");
	return fd;
}
