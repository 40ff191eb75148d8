// SPDX-License-Identifier: GPL-2.0-only
/* File descriptors: who closes them, and whole reads and writes of small files. husk installs no signal handler: there is no EINTR. */
#include "base/fd.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>
#include "autoconf.h"
#include "base/code.h"
#include "base/str.h"
#include "base/sys.h"

void fd_close(int *fd)
{
	if (*fd >= 0)
		close(*fd); /* errno stays: it cannot fail for what husk opens */
	*fd = -1;
}

OUTLINED int fd_open_at(int dirfd, const char *path, int flags)
{
	/* musl's open sets close-on-exec a second time by fcntl; its openat does not. */
	return openat(dirfd, path, flags | O_CLOEXEC | O_NOCTTY);
}

int fd_open(const char *path, int flags)
{
	return fd_open_at(AT_FDCWD, path, flags);
}

int fd_type(int fd)
{
	struct stat st;

	return fd < 0 || fstat(fd, &st) < 0 ? -1 : (int)(st.st_mode & S_IFMT);
}

bool fd_is_null(const struct stat *st)
{
	return S_ISCHR(st->st_mode) && st->st_rdev == makedev(1, 3); /* Documentation/admin-guide/devices.txt */
}

OUTLINED void fd_list(struct fd_dir *dir, int at, const char *name)
{
	dir->fd = fd_open_at(at, name, O_RDONLY | O_DIRECTORY);
	dir->used = dir->next = 0;
}

struct dirent *fd_entry(struct fd_dir *dir)
{
	struct dirent *entry;

	if (dir->next >= dir->used) {
		dir->used = (int)syscall(SYS_getdents64, dir->fd, dir->buf, sizeof(dir->buf));
		dir->next = 0;
		if (dir->used <= 0)
			return NULL;
	}
	entry = (void *)(dir->buf + dir->next); /* musl's is the kernel's struct linux_dirent64 */
	dir->next += entry->d_reclen;
	return entry;
}

bool fd_is_below(const struct dirent *entry)
{
	return entry->d_type == DT_DIR && strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
}

static int close_listed(int first)
{
	struct fd_dir dir;
	const struct dirent *d;
	struct statfs fs;
	uint64_t fd;

	fd_list(&dir, AT_FDCWD, "/proc/self/fd");
	if (fstatfs(dir.fd, &fs) < 0 || fs.f_type != SYS_PROC_MAGIC) /* something else is mounted there */
		return -1;
	while ((d = fd_entry(&dir)))
		if (str_whole_number(d->d_name, 10, INT_MAX, &fd) && (int)fd >= first && (int)fd != dir.fd)
			close((int)fd);
	fd_close(&dir.fd);
	return dir.used;
}

int fd_close_from(int first)
{
	int r = sys_close_range((unsigned)first, ~0U);

	return r < 0 && CFG_ROOT_OLDKERNEL ? close_listed(first) : r;
}

int fd_standard(int fd)
{
	for (int to = 0; to < 3; to++)
		if (dup2(fd, to) < 0)
			return -1;
	return 0;
}

int fd_put_in(int fd, const char *text)
{
	size_t len = strlen(text);
	ssize_t n;

	if (fd < 0)
		return -1;
	errno = EIO; /* of a write cut short */
	n = write(fd, text, len);
	close(fd);
	return n == (ssize_t)len ? 0 : -1;
}

int fd_put(int dirfd, const char *path, const char *text)
{
	return fd_put_in(fd_open_at(dirfd, path, O_WRONLY), text);
}

ssize_t fd_read(int fd, char *buf, size_t size)
{
	size_t used = 0;
	ssize_t n;

	do {
		n = read(fd, buf + used, size - used);
		if (n < 0)
			return -1;
		used += (size_t)n;
		if (used == size) {
			errno = EFBIG;
			return -1;
		}
	} while (n);
	buf[used] = 0;
	return (ssize_t)used;
}

OUTLINED ssize_t fd_get(int dirfd, const char *path, char *buf, size_t size)
{
	AUTOFD fd = fd_open_at(dirfd, path, O_RDONLY);

	return fd < 0 ? -1 : fd_read(fd, buf, size);
}
