// SPDX-License-Identifier: GPL-2.0-only
/* The one procfs that husk trusts. */
#include "base/proc.h"
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/str.h"
#include "base/sys.h"

static int proc = -1;

/* The root of a procfs has inode 1 (PROC_ROOT_INO); a part of one, bound, has the magic number but another inode. */
static int is_proc_root(int fd)
{
	struct statfs fs;
	struct stat st;

	return !fstatfs(fd, &fs) && fs.f_type == SYS_PROC_MAGIC && !fstat(fd, &st) && st.st_ino == 1;
}

int proc_fd(void)
{
	int fs;

	if (proc >= 0)
		return proc;
	proc = fd_open("/proc", O_PATH | O_DIRECTORY | O_NOFOLLOW);
	if (is_proc_root(proc))
		return proc;
	/* Both stay open: this is rare. */
	fs = sys_fsopen("proc");
	proc = sys_fsconfig_create(fs) < 0 ? -1 : sys_fsmount(fs, SYS_ATTR_NOSUID | SYS_ATTR_NODEV | SYS_ATTR_NOEXEC);
	return proc < 0 ? fail("/proc: not a procfs (mount -t proc proc /proc)") : proc;
}

void proc_close(void)
{
	fd_close(&proc);
}

void proc_use(int fd)
{
	proc = fd;
}

static int open_named(int flags, const char *fmt, va_list ap)
{
	char path[320];

	str_vfmt(path, sizeof(path), fmt, ap);
	return fd_open_at(proc_fd(), path, flags);
}

int proc_open(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	return open_named(O_RDONLY, fmt, ap);
}

int proc_put(const char *text, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	return fd_put_in(open_named(O_WRONLY, fmt, ap), text); /* a procfs with a file that is open for writing could not be made read-only */
}

ssize_t proc_get(char *buf, size_t size, const char *fmt, ...)
{
	AUTOFD fd = -1;
	va_list ap;
	ssize_t n;

	va_start(ap, fmt);
	fd = open_named(O_RDONLY, fmt, ap);
	n = fd < 0 ? -1 : read(fd, buf, size - 1);
	if (n >= 0)
		buf[n] = 0;
	return n;
}

bool proc_in_userns(void)
{
	char map[64] = "";

	/* The initial one maps all; a map that is longer than this does not. */
	proc_get(map, sizeof(map), "self/uid_map");
	return !str_find(map, " 4294967295");
}
