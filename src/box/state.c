// SPDX-License-Identifier: GPL-2.0-only
/* The state directory: who has which name, and what stands on the host for it. */
#include "box/state.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>
#include "base/code.h"
#include "base/fd.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/sys.h"
#include "box/process.h"
#include "box/record.h"
#include "box/step.h"

static int top = -1, entry = -1, record = -1; /* the state directory, this container's, and its record */
static bool empty; /* the state directory was, when it was opened */

static void top_path(char *path, size_t size)
{
	const char *runtime = str_env((const char *const *)environ, "XDG_RUNTIME_DIR");
	uid_t uid = sys_euid();

	if (uid && runtime && *runtime == '/')
		str_fmt(path, size, "%s/husk", runtime);
	else
		str_fmt(path, size, uid ? "/tmp/husk-%u" : CONFIG_STATE_DIR "%c", (unsigned)uid);
}

/* The file system that PATH would be made on. */
static int statfs_above(char *path, struct statfs *fs)
{
	char *slash = strrchr(path, '/');
	int r;

	*slash = 0;
	r = statfs(*path ? path : "/", fs);
	*slash = '/';
	return r;
}

/*
 * Opens the state directory, made where MAKE: the caller's alone, its last component no link, and for root not on flash, which is not even tried.
 * Returns 0, or -1 with the error's text where MAKE.
 */
static int open_top(bool make)
{
	static bool absent; /* as the last look found */
	bool made = false;  /* then it is empty, and the caller's alone */
	static char path[PATH_MAX];
	struct statfs fs;
	struct stat st;
	int fd = -1, r;

	top_path(path, sizeof(path));
	if (!absent) {
		fd = fd_open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
		absent = fd < 0 && errno == ENOENT;
	}
	if (fd < 0 && !make)
		return -1; /* as a rule none is there, and nobody reads the text */
	r = absent ? statfs_above(path, &fs) : fd < 0 ? -1 : fstatfs(fd, &fs);
	if (r == 0 && !sys_euid() && fs.f_type != SYS_TMPFS_MAGIC && fs.f_type != SYS_RAMFS_MAGIC)
		return fail("state: %s: not on a tmpfs (mount -t tmpfs -o mode=700 husk DIR)", path);
	if (r == 0 && fd < 0 && ((made = !mkdir(path, 0700)) || errno == EEXIST))
		fd = fd_open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
	if (fd < 0 || r < 0 || (!made && fstat(fd, &st) < 0))
		return fail_sys("state: %s", path);
	if (!made && (st.st_uid != sys_euid() || st.st_mode & 077))
		return fail("state: %s: has to be the caller's alone, mode 0700", path);
	top = fd;
	empty = made || st.st_nlink == 2; /* entries are directories, which a tmpfs counts as links */
	return 0;
}

/* Root's directory is on a tmpfs and ends with the boot: its records need none. */
static const char *boot_id(void)
{
	static char boot[64];

	if (sys_euid() && !*boot)
		proc_get(boot, sizeof(boot), "sys/kernel/random/boot_id");
	return boot;
}

static OUTLINED int open_entry(const char *name)
{
	return fd_open_at(top, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
}

/* Reads DIR's record. Returns what read(2) does: sizeof(*r) where it is whole. */
static ssize_t get(int dir, struct record *r)
{
	int fd = fd_open_at(dir, "record", O_RDONLY | O_NOFOLLOW);
	ssize_t n = read(fd, r, sizeof(*r));

	fd_close(&fd);
	return n;
}

#define NOT_UNDONE (-2)

/*
 * Clears the entry NAME where its supervisor is dead: its process, if that lives on, all that its trace names, and the entry. Returns 1 where
 * it is gone, 0 where it is alive, -1 with errno where it is not an entry of husk's, and NOT_UNDONE with the error's text where that failed.
 */
static int reap(const char *name)
{
	AUTOFD dir = open_entry(name);
	struct record old;
	ssize_t n;

	if (dir < 0)
		return errno == ENOENT ? 1 : -1;
	if (flock(dir, LOCK_EX | LOCK_NB) < 0)
		return 0;
	n = get(dir, &old);
	if (n == sizeof(old) && record_valid(&old, boot_id(), name)) {
		process_finish(old.trace.pid, old.trace.start);
		if (step_undo(&old.trace) < 0)
			return NOT_UNDONE; /* the record stays, for the next try */
	}
	/* Empty: its supervisor died before it wrote, and before it made anything. Of another size: another release's. */
	if (n >= 0)
		unlinkat(dir, "record", 0);
	return unlinkat(top, name, AT_REMOVEDIR) < 0 ? -1 : 1;
}

/*
 * Dead entries of containers without a name: nobody will run theirs again, which ends with the supervisor's pid behind a dash. Whether that process is
 * there tells nothing: it may be dead and not reaped, or another one. Costs three calls for each container that lives.
 */
static void sweep(void)
{
	struct fd_dir dir;
	const struct dirent *d;

	dir.fd = top;
	dir.used = dir.next = 0;
	while (!empty && (d = fd_entry(&dir))) {
		const char *dash = strrchr(d->d_name, '-');
		uint64_t pid;

		if (dash && str_whole_number(dash + 1, 10, INT_MAX, &pid) && reap(d->d_name) == NOT_UNDONE)
			fail_print();
	}
}

static int take(const char *name)
{
	for (unsigned tries = 0; tries < 100; tries++) {
		int r;

		if (!mkdirat(top, name, 0700)) {
			entry = open_entry(name);
			if (entry >= 0 && !flock(entry, LOCK_EX | LOCK_NB))
				record = openat(entry, "record", O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
			if (record >= 0)
				return 0;
			fd_close(&entry); /* another husk took the empty entry for a dead one's: it is removing it */
			continue;
		}
		if (errno != EEXIST)
			break;
		r = reap(name);
		if (r == NOT_UNDONE)
			return fail_in("state: %s: what its last run left", name);
		if (r < 0)
			break;
		if (r)
			continue;
		/* It is alive; or the child of a husk that was killed is about to die of it, and holds the lock so long. */
		if (tries == 20)
			return fail("%s: a container of that name is running", name);
		poll(NULL, 0, 5);
	}
	return fail_sys("state: %s", name);
}

int state_begin(const struct trace *trace, bool named)
{
	if (open_top(named) < 0)
		return named ? -1 : 0;
	sweep(); /* before the first plan: another's undo writes over what the rooms note of this container */
	return named ? take(trace->name) : 0;
}

pid_t state_pid(const char *name, uint64_t *start)
{
	struct record r;
	AUTOFD dir = top < 0 && open_top(false) < 0 ? -1 : open_entry(name);

	if (dir < 0 || get(dir, &r) != sizeof(r) || !record_valid(&r, boot_id(), name))
		return 0;
	*start = r.trace.start;
	return r.trace.pid;
}

bool state_is_kept(void)
{
	return record >= 0;
}

int state_write(struct trace *trace)
{
	static bool nowhere;
	struct record now;

	if (record < 0 && trace_is_used(trace) && !nowhere) {
		nowhere = top < 0 && open_top(true) < 0;
		if (!nowhere && take(trace->name) < 0)
			return -1;
	}
	if (record < 0)
		return 0;
	/* (One that has ended already is found by its socket.) */
	if (trace->pid && !(trace->start = process_start(trace->pid)))
		return 0;
	record_pack(&now, trace, boot_id());
	return pwrite(record, &now, sizeof(now), 0) == sizeof(now) ? 0 : fail_sys("state: %s", trace->name);
}

void state_end(const struct trace *trace)
{
	if (record < 0)
		return;
	unlinkat(entry, "record", 0);
	unlinkat(top, trace->name, AT_REMOVEDIR);
}
