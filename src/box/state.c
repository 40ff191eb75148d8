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
static char boot[RECORD_BOOT + 1];

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
	fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT && make && (!mkdir(path, 0700) || errno == EEXIST))
		fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) < 0 || fstatfs(fd, &fs) < 0)
		return fail(errno, "state: %s", path);
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
	char text[64];

	if (*boot)
		return 0;
	if (proc_fd() < 0 || fd_get(proc_fd(), "sys/kernel/random/boot_id", text, sizeof(text)) < RECORD_BOOT)
		return fail(errno, "state: boot id");
	memcpy(boot, text, RECORD_BOOT);
	return 0;
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
static void recover(int fd, undo_fn *undo, bool only_derived, const char *name)
{
	char text[RECORD_TEXT];
	struct trace old;
	bool same_boot, derived;

	if (fd_read(fd, text, sizeof(text)) <= 0 || !record_unpack(text, &old, boot, &same_boot, &derived))
		return;
	if ((only_derived && !derived) || !same_boot || strcmp(old.name, name))
		return;
	process_finish(old.pid, old.start);
	if (undo(&old) < 0)
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
	recover(fd, undo, true, name);
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
	int locked;

	if (existed && errno != EEXIST)
		return fail(errno, "state: %s", name);
	locked = lock_entry(name, &entry);
	if (locked < 0)
		return errno == ENOENT ? 0 : fail(errno, "state: %s", name);
	if (!locked)
		return fail(0, "%s: a container of that name is running", name);
	if (existed && faccessat(entry, "record", F_OK, 0) < 0 && unlinkat(top, name, AT_REMOVEDIR) < 0)
		return fail(0, "state: %s: not husk's", name);
	record = openat(entry, "record", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (record < 0)
		return errno == ENOENT ? 0 : fail(errno, "state: %s/record", name);
	if (existed)
		recover(record, undo, false, name);
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
	char text[RECORD_TEXT];
	size_t n;

	if (record < 0)
		return 0;
	n = record_pack(text, sizeof(text), trace, boot, derived_by(trace->name) == getpid());
	if (pwrite(record, text, n, 0) != (ssize_t)n)
		return fail(errno ? errno : EIO, "state: %s", trace->name);
	return 0;
}

void state_release(const struct trace *trace)
{
	if (record >= 0)
		remove_entry(entry, trace->name);
	fd_close(&record);
	fd_close(&entry);
}
