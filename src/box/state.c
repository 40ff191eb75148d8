// SPDX-License-Identifier: GPL-2.0-only
/* The state directory: who has which name, and what stands on the host for it. */
#include "box/state.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/sys.h"
#include "box/process.h"
#include "box/record.h"

static int top = -1, entry = -1, record = -1; /* the state directory, this container's, and its record */
static char boot[64];

typedef int undo_fn(const struct trace *);

/* Where records lie for this caller. The last component is never a link; what is before it is resolved once. */
static void state_path(char path[PATH_MAX], bool *own_tmp)
{
	const char *runtime = getenv("XDG_RUNTIME_DIR");

	*own_tmp = false;
	if (geteuid() == 0) {
		str_fmt(path, PATH_MAX, "%s", CONFIG_STATE_DIR);
	} else if (runtime && *runtime == '/') {
		str_fmt(path, PATH_MAX, "%s/husk", runtime);
	} else {
		str_fmt(path, PATH_MAX, "/tmp/husk-%u", (unsigned)geteuid());
		*own_tmp = true;
	}
}

/* Opens the state directory, made where MAKE; it must be the caller's alone, and not on flash. Returns 0, or -1 with the error's text. */
static int open_top(bool make)
{
	char path[PATH_MAX];
	AUTOFD fd = -1;
	struct statfs fs;
	struct stat st;
	bool own_tmp;

	state_path(path, &own_tmp);
	fd = fd_open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
	if (fd < 0 && errno == ENOENT && make && (!mkdir(path, 0700) || errno == EEXIST))
		fd = fd_open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
	if (fd < 0 || fstat(fd, &st) < 0 || fstatfs(fd, &fs) < 0)
		return fail_sys("state: %s", path);
	if (st.st_uid != geteuid() || st.st_mode & 077)
		return fail(0, "state: %s: not a directory of the caller's alone (mode 0700)", path);
	if (!own_tmp && fs.f_type != SYS_TMPFS_MAGIC && fs.f_type != SYS_RAMFS_MAGIC) {
		rmdir(path); /* goes only where it is empty: ours */
		return fail_hint(0, "mount a tmpfs there, or set CONFIG_STATE_DIR", "state: %s: not on a tmpfs", path);
	}
	top = steal_fd(&fd);
	return 0;
}

static int read_boot_id(void)
{
	ssize_t n = proc_fd() < 0 ? -1 : fd_get(proc_fd(), "sys/kernel/random/boot_id", boot, sizeof(boot));

	return n < RECORD_BOOT ? fail_sys("state: boot id") : 0;
}

/* Opens and locks the entry NAME into *DIR. 1: done; 0: a live supervisor holds it; -1: errno. */
static int lock_entry(const char *name, int *dir)
{
	*dir = openat(top, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (*dir < 0)
		return -1;
	if (!flock(*dir, LOCK_EX | LOCK_NB))
		return 1;
	return errno == EWOULDBLOCK ? 0 : -1;
}

/* What a dead supervisor left: its process, if it lives on, and all that its trace names. */
static void recover(int fd, undo_fn *undo, const char *name)
{
	struct record old;
	ssize_t n = read(fd, &old, sizeof(old));

	if (n < 0 || !record_valid(&old, (size_t)n, boot, name))
		return;
	process_finish(old.trace.pid, old.trace.start);
	if (undo(&old.trace) < 0)
		log_line("%s", fail_text());
}

static void remove_entry(int dir, const char *name)
{
	unlinkat(dir, "record", 0);
	unlinkat(top, name, AT_REMOVEDIR);
}

/* "rootfs-1234": the pid of the supervisor that derived the name, or 0. */
static pid_t derived_by(const char *name)
{
	const char *dash = strrchr(name, '-');
	uint64_t pid;

	return dash && str_whole_number(dash + 1, 10, INT_MAX, &pid) ? (pid_t)pid : 0;
}

static void sweep_entry(const char *name, undo_fn *undo)
{
	pid_t pid = derived_by(name);
	AUTOFD dir = -1;
	AUTOFD fd = -1;

	if (pid <= 0 || pid == getpid() || !kill(pid, 0) || errno != ESRCH || lock_entry(name, &dir) <= 0)
		return;
	fd = openat(dir, "record", O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return;
	recover(fd, undo, name);
	remove_entry(dir, name);
}

/* Dead entries whose name was derived: nobody will run that name again. Costs one call for each container that lives. */
static void sweep(undo_fn *undo)
{
	char buf[2048];
	long n;

	while ((n = syscall(SYS_getdents64, top, buf, sizeof(buf))) > 0) {
		for (long at = 0; at < n;) {
			struct dirent *d = (void *)(buf + at); /* musl's is the kernel's struct linux_dirent64 */

			sweep_entry(d->d_name, undo);
			at += d->d_reclen;
		}
	}
}

/* One try at the name. 1: taken; 0: it went away meanwhile, try again; -1: the error's text is set. */
static int take(const char *name, undo_fn *undo)
{
	bool existed = mkdirat(top, name, 0700) < 0;
	struct stat st;
	int locked;

	if (existed && errno != EEXIST)
		return fail_sys("state: %s", name);
	locked = lock_entry(name, &entry);
	if (locked < 0)
		return errno == ENOENT ? 0 : fail_sys("state: %s", name);
	if (!locked)
		return fail(0, "%s: a container of that name is running", name);
	if (existed && fstatat(entry, "record", &st, AT_SYMLINK_NOFOLLOW) < 0 && unlinkat(top, name, AT_REMOVEDIR) < 0)
		return fail(0, "state: %s: not husk's", name);
	record = openat(entry, "record", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (record < 0)
		return errno == ENOENT ? 0 : fail_sys("state: %s/record", name);
	if (existed)
		recover(record, undo, name);
	return 1;
}

int state_claim(const struct trace *trace, bool required, undo_fn *undo)
{
	int taken = 0;

	if (open_top(required || *trace->cgroup || *trace->link) < 0)
		return required ? -1 : 0;
	if (read_boot_id() < 0)
		return -1;
	sweep(undo);
	if (!required && !*trace->cgroup && !*trace->link)
		return 0;
	for (unsigned tries = 0; !taken && tries < 100; tries++) {
		fd_close(&entry);
		taken = take(trace->name, undo);
	}
	if (taken > 0 && state_update(trace) == 0)
		return 0;
	if (taken > 0)
		state_release(trace);
	return taken ? -1 : fail(0, "state: %s: comes and goes", trace->name);
}

int state_update(const struct trace *trace)
{
	struct record now;

	if (record < 0)
		return 0;
	record_pack(&now, trace, boot);
	return pwrite(record, &now, sizeof(now), 0) == sizeof(now) ? 0 : fail_sys("state: %s", trace->name);
}

void state_release(const struct trace *trace)
{
	if (record >= 0)
		remove_entry(entry, trace->name);
	fd_close(&record);
	fd_close(&entry);
}
