// SPDX-License-Identifier: GPL-2.0-only
/* File descriptors: who closes them, and whole reads and writes of small files. */
#include "base/fd.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

void fd_close(int *fd)
{
	int saved = errno;

	if (*fd >= 0)
		close(*fd);
	*fd = -1;
	errno = saved;
}

int fd_open(const char *path, int flags)
{
	/* musl's open sets close-on-exec a second time by fcntl; its openat does not. */
	return openat(AT_FDCWD, path, flags | O_CLOEXEC | O_NOCTTY);
}

int fd_put(int dirfd, const char *path, const char *text)
{
	AUTOFD fd = openat(dirfd, path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	size_t len = strlen(text);
	ssize_t n;

	if (fd < 0)
		return -1;
	do
		n = write(fd, text, len);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return -1;
	if ((size_t)n != len) {
		errno = EIO;
		return -1;
	}
	return 0;
}

ssize_t fd_read(int fd, char *buf, size_t size)
{
	size_t used = 0;
	ssize_t n;

	while (used < size) {
		n = read(fd, buf + used, size - used);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0) {
			buf[used] = 0;
			return (ssize_t)used;
		}
		used += (size_t)n;
	}
	errno = EFBIG;
	return -1;
}

ssize_t fd_get(int dirfd, const char *path, char *buf, size_t size)
{
	AUTOFD fd = openat(dirfd, path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	return fd < 0 ? -1 : fd_read(fd, buf, size);
}
