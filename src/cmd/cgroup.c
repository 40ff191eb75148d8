// SPDX-License-Identifier: GPL-2.0-only
/* `husk cgroup`: which hierarchies there are, what is in them, and making one. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>
#include "autoconf.h"
#include "base/fd.h"
#include "base/lines.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/sys.h"
#include "cgroup/hierarchy.h"
#include "cgroup/subsystem.h"
#include "cmd/cmd.h"

#define TOP "/sys/fs/cgroup"

static int usage(int fd)
{
	fd_print(fd, "usage: husk cgroup ls                    the kernel's subsystems and where they are\n"
		     "       husk cgroup tree [PATH]           the groups and their processes\n"
		     "       husk cgroup mount SUBSYS[,SUBSYS] [DIR] | name=NAME DIR | v2 DIR\n"
		     "                                         make a hierarchy (in " TOP ")\n");
	return 0;
}

/* ---- ls ---- */

static void list_row(const struct layout *layout, const char *name)
{
	static const char *const versions[] = { "-", "v1", "v2" };
	char where[256];
	int version = subsystem_find(layout, name, where, sizeof(where));

	if (version == 2 && !strcmp(name, "blkio"))
		name = "io";
	fd_print(1, "%s%s%s      %s\n", name, &"            "[strlen(name) < 12 ? strlen(name) : 11], versions[version], where);
}

/* Rows for the words of LIST that are not in KNOWN. */
static void list_rows(const struct layout *layout, const char *list, const char *known)
{
	char name[32];

	for (size_t len; *list; list += len + (list[len] != 0)) {
		len = strcspn(list, " \n");
		str_fmt(name, len < sizeof(name) ? len + 1 : sizeof(name), "%s", list);
		if (len && !detect_lists(known, strcmp(name, "io") ? name : "blkio"))
			list_row(layout, name);
	}
}

static int list(void)
{
	struct layout layout;
	struct lines lines = { .fd = openat(proc_fd(), "cgroups", O_RDONLY | O_CLOEXEC) };
	char known[512] = "", *line;
	size_t used = 0;

	if (subsystem_layout(&layout) < 0)
		return -1;
	/* A line for each subsystem, its name up to the first tab, behind a header. */
	while (lines.fd >= 0 && used < sizeof(known) && (line = lines_next(&lines)))
		if (*line != '#')
			used += str_fmt(known + used, sizeof(known) - used, "%s ", lines_field(&line, '\t'));
	fd_close(&lines.fd);
	fd_print(1, "SUBSYS      VERSION HIERARCHY\n");
	list_rows(&layout, known, "");
	list_rows(&layout, layout.controllers, known);
	return 0;
}

/* ---- tree ---- */

/* The arguments of process PID in one line; a kernel thread has none. */
static size_t command_line(const char *pid, char *buf, size_t size)
{
	char path[32];
	AUTOFD fd = -1;
	ssize_t n;

	str_fmt(path, sizeof(path), "%s/cmdline", pid);
	fd = openat(proc_fd(), path, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? 0 : read(fd, buf, size - 1);
	if (n <= 0)
		return 0;
	for (ssize_t i = 0; i < n; i++)
		if ((unsigned char)buf[i] < ' ' || buf[i] == 127)
			buf[i] = ' ';
	while (n && buf[n - 1] == ' ')
		n--;
	buf[n] = 0;
	return (size_t)n;
}

static void indent(char *buf, size_t size, unsigned depth)
{
	size_t n = 2 * depth < size - 1 ? 2 * depth : size - 1;

	memset(buf, ' ', n);
	buf[n] = 0;
}

static void show_processes(int dir, unsigned depth)
{
	char buf[512], blanks[128], command[100], *s, *end;
	AUTOFD fd = openat(dir, "cgroup.procs", O_RDONLY | O_CLOEXEC);
	size_t used = 0;
	ssize_t n;

	indent(blanks, sizeof(blanks), depth);
	while (fd >= 0 && (n = read(fd, buf + used, sizeof(buf) - 1 - used)) > 0) {
		buf[used + (size_t)n] = 0;
		for (s = buf; (end = strchr(s, '\n')); s = end + 1) {
			*end = 0;
			if (command_line(s, command, sizeof(command)))
				fd_print(1, "%s%s %s\n", blanks, s, command);
		}
		used = strlen(s);
		memmove(buf, s, used);
	}
}

static void show_group(int dir, unsigned depth)
{
	char buf[1024], blanks[128];
	long n;

	show_processes(dir, depth);
	indent(blanks, sizeof(blanks), depth);
	while ((n = syscall(SYS_getdents64, dir, buf, sizeof(buf))) > 0) {
		for (long at = 0; at < n;) {
			struct dirent *d = (void *)(buf + at); /* musl's is the kernel's struct linux_dirent64 */
			AUTOFD sub = -1;

			at += d->d_reclen;
			if (d->d_type != DT_DIR || d->d_name[0] == '.')
				continue;
			fd_print(1, "%s%s\n", blanks, d->d_name);
			sub = openat(dir, d->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
			if (sub >= 0)
				show_group(sub, depth + 1);
		}
	}
}

struct shown {
	const char *path; /* below the hierarchy's root, or NULL */
	unsigned n;
};

static int show_hierarchy(const struct cgroup_mount *m, void *arg)
{
	struct shown *shown = arg;
	AUTOFD root = fd_open(m->where, O_RDONLY | O_DIRECTORY);
	AUTOFD dir = root >= 0 && shown->path ? openat(root, shown->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : steal_fd(&root);
	const char *comma = strchr(m->options, ',');

	if (dir < 0)
		return 0;
	shown->n++;
	fd_print(1, "%s%s%s  %s\n", m->where, shown->path ? "/" : "", shown->path ? shown->path : "", m->v2 ? "v2" : comma ? comma + 1 : "-");
	show_group(dir, 1);
	return 0;
}

static int tree(const char *path)
{
	struct shown shown = { path, 0 };
	struct statfs fs;
	AUTOFD dir = -1;

	if (path && path[0] == '/') {
		dir = fd_open(path, O_RDONLY | O_DIRECTORY);
		if (dir >= 0 && !fstatfs(dir, &fs) && (fs.f_type == SYS_CGROUP_MAGIC || fs.f_type == SYS_CGROUP2_MAGIC)) {
			fd_print(1, "%s\n", path);
			show_group(dir, 1);
			return 0;
		}
		while (*shown.path == '/')
			shown.path++;
		if (!*shown.path)
			shown.path = NULL;
	}
	if (shown.path && !detect_group_path(shown.path))
		return fail(0, "%s: not a path of a group", path);
	if (detect_mounts("self", show_hierarchy, &shown) < 0)
		return -1;
	if (shown.n)
		return 0;
	return path ? fail(0, "%s: no such group in any hierarchy", path) : fail_hint(0, "husk cgroup mount", "no hierarchy is mounted");
}

/* ---- mount ---- */

/* A place for hierarchies where the system has not made one: a small tmpfs, as everybody else does it. */
static int make_top(void)
{
	struct statfs fs;

	if (statfs(TOP, &fs) < 0)
		return fail_sys(TOP);
	if (fs.f_type == SYS_CGROUP2_MAGIC)
		return fail(0, TOP " is v2's: give a directory");
	if (fs.f_type == SYS_SYSFS_MAGIC && mount("cgroup", TOP, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=755,size=64k") < 0)
		return fail_sys(TOP);
	return 0;
}

static int mount_v2(const char *dir)
{
	AUTOFD fd = hierarchy_fsmount_v2();
	char options[256];

	if (fd >= 0)
		return sys_move_mount(fd, "", AT_FDCWD, dir, SYS_MOVE_F_EMPTY);
	if (errno != ENOSYS || !CFG_ROOT_OLDKERNEL)
		return -1;
	hierarchy_v2_options(options, sizeof(options));
	return mount("cgroup2", dir, "cgroup2", MS_NOSUID | MS_NODEV | MS_NOEXEC, options);
}

static int explain(const char *what, const char *dir)
{
	int err = errno;

	if (err == EINVAL)
		return fail(0, "%s: not in this kernel, or not for v1", what);
	if (err == EBUSY)
		return fail_hint(EBUSY, "husk cgroup ls", "%s: in another hierarchy or mounted there", what);
	if (err == ENODEV)
		return fail_hint(ENODEV, "CONFIG_CGROUPS", "%s", what);
	return fail(err, "%s: %s", what, dir);
}

static int make_hierarchy(const char *what, const char *dir)
{
	bool v2 = !strcmp(what, "v2"), named = str_starts(what, "name="), made;
	char options[256], top[128];
	int ret;

	if (!dir && (v2 || named))
		return fail(0, "mount %s: a directory is missing", what);
	if (!dir && (strchr(what, '/') || str_fmt(top, sizeof(top), TOP "/%s", what) >= sizeof(top)))
		return fail(EINVAL, "%s", what);
	if (!dir && make_top() < 0)
		return -1;
	dir = dir ? dir : top;
	made = !mkdir(dir, 0755);
	if (!made && errno != EEXIST)
		return fail_sys("%s", dir);
	str_fmt(options, sizeof(options), "%s%s", named ? "none," : "", what);
	ret = v2 ? mount_v2(dir) : mount("cgroup", dir, "cgroup", MS_NOSUID | MS_NODEV | MS_NOEXEC, options);
	if (ret < 0) {
		ret = explain(what, dir);
		if (made)
			rmdir(dir);
	}
	return ret;
}

int cmd_cgroup(int argc, char **argv)
{
	const char *verb = argc > 1 ? argv[1] : "(nothing)";

	if (!strcmp(verb, "--help"))
		return usage(1);
	if (!strcmp(verb, "ls") && argc == 2)
		return list();
	if (!strcmp(verb, "tree") && argc <= 3)
		return tree(argv[2]);
	if (!strcmp(verb, "mount") && (argc == 3 || argc == 4))
		return make_hierarchy(argv[2], argv[3]);
	return fail(0, "%s: not a command, or a wrong number of words (--help)", verb);
}
