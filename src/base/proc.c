// SPDX-License-Identifier: GPL-2.0-only
/* The one procfs that husk trusts. */
#include "base/proc.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/sys.h"

static int proc = -1;

/* The root of a procfs has inode 1 (PROC_ROOT_INO); a part of one, bound, has the magic number but another inode. */
static int is_proc_root(int fd)
{
	struct statfs fs;
	struct stat st;

	return !fstatfs(fd, &fs) && fs.f_type == SYS_PROC_MAGIC && !fstat(fd, &st) && st.st_ino == 1;
}

static int own_mount(void)
{
	AUTOFD fs = sys_fsopen("proc");

	if (fs < 0 || sys_fsconfig_create(fs) < 0)
		return -1;
	return sys_fsmount(fs, SYS_ATTR_NOSUID | SYS_ATTR_NODEV | SYS_ATTR_NOEXEC);
}

int proc_fd(void)
{
	if (proc >= 0)
		return proc;
	proc = fd_open("/proc", O_PATH | O_DIRECTORY | O_NOFOLLOW);
	if (proc >= 0 && !is_proc_root(proc))
		fd_close(&proc);
	if (proc < 0)
		proc = own_mount();
	if (proc < 0)
		return fail_hint(0, "mount -t proc proc /proc", "/proc: not a procfs");
	return proc;
}

void proc_use(int fd)
{
	proc = fd;
}
