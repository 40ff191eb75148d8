// SPDX-License-Identifier: GPL-2.0-only
/* `husk cgroup`: which hierarchies there are, what is in them, and making one. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/lines.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/text.h"
#include "cgroup/hierarchy.h"
#include "cmd/cmd.h"

static char known[4096]; /* /proc/cgroups */

/* ---- ls ---- */

static void list_row(const char *name)
{
	const char *version = "-", *on_v2 = strcmp(name, "blkio") ? name : "io";
	static char where[256];
	struct cgroup_mount m;

	strcpy(where, "-");
	detect_open("self/mountinfo");
	while (detect_next(&m)) {
		if (*version != '-' || !detect_lists(detect_offer(&m), m.v2 ? on_v2 : name))
			continue;
		version = m.v2 ? "v2" : "v1";
		str_copy(where, sizeof(where), m.where);
	}
	fd_print(1, "%s %s %s\n", name, version, where);
}

static int list(void)
{
	static char on_v2[512];
	char *line = known, *rest = on_v2, *name;
	struct cgroup_mount m;

	if (detect_open("self/mountinfo") < 0)
		return -1;
	while (detect_next(&m))
		if (m.v2)
			str_copy(on_v2, sizeof(on_v2), detect_offer(&m));
	on_v2[strcspn(on_v2, "\n")] = 0;
	proc_get(known, sizeof(known), "cgroups");
	fd_print(1, "SUBSYS VERSION HIERARCHY\n");
	/* Newer kernels list here only what v1 can have. v1's blkio is io on v2. */
	while ((name = lines_field(&rest, ' ')))
		if (*name && !detect_lists(known, strcmp(name, "io") ? name : "blkio"))
			list_row(name);
	/* A line for each subsystem, its name up to the first tab, behind a header. */
	while ((name = lines_field(&line, '\n')))
		if (*name > '#')
			list_row(lines_field(&name, '\t'));
	return 0;
}

/* ---- tree ---- */

/* A kernel thread has no arguments, and is left out. Process 1 of --init has wiped its own: its name then. */
static void show_process(const char *indent, const char *pid)
{
	char text[100] = "";
	ssize_t n = 1;

	for (unsigned i = 0; i < 2 && n > 0 && !*text; i++) {
		AUTOFD fd = proc_open(i ? "%s/comm" : "%s/cmdline", pid);

		n = read(fd, text, sizeof(text));
	}
	if (n <= 0)
		return;
	text[--n] = 0;
	while (n--)
		if (!text[n])
			text[n] = ' ';
	str_clean(text, ' ');
	fd_print(1, "%s%s %s\n", indent, pid, text);
}

/* False: no group. INDENT lies in a row of blanks and becomes longer towards its start. */
static bool show_group(int at, const char *name, const char *indent)
{
	static char title[256];
	struct fd_dir dir;
	const struct dirent *d;
	struct lines procs;
	bool group, deeper;

	fd_list(&dir, at, name);
	lines_begin(&procs, fd_open_at(dir.fd, "cgroup.procs", O_RDONLY));
	group = procs.fd >= 0;
	if (group) {
		str_copy(title, sizeof(title), name);
		str_clean(title, ' '); /* what others named */
		fd_print(1, "%s%s\n", indent, title);
	}
	deeper = indent[-1]; /* as far as the row of blanks goes: 16 levels */
	if (deeper)
		indent -= 2;
	while ((name = lines_next(&procs)))
		show_process(indent, name);
	while (group && deeper && (d = fd_entry(&dir)))
		if (fd_is_below(d))
			show_group(dir.fd, d->d_name, indent);
	fd_close(&dir.fd);
	return group;
}

/* PATH is the file system's, or below the root of each hierarchy, where it may begin with a slash as well. */
static int tree(const char *path)
{
	static const char blanks[] = "\0                                ";
	const char *indent = blanks + sizeof(blanks) - 1;
	struct cgroup_mount m;
	char where[512];
	bool is_file = path && *path == '/' && show_group(AT_FDCWD, path, indent), shown = is_file;

	if (detect_open("self/mountinfo") < 0)
		return -1;
	while (detect_next(&m)) {
		str_fmt(where, sizeof(where), path ? "%s/%s" : "%s", m.where, path && *path == '/' ? path + 1 : path);
		shown |= !is_file && show_group(AT_FDCWD, where, indent);
	}
	return shown ? 0 : fail("%s: no such group (husk cgroup mount)", path ? path : "/");
}

/* ---- mount ---- */

#define TOP "/sys/fs/cgroup"

/* Is each word of LIST a subsystem's name? To the kernel "", "," and "all" are all of them, and other words are options. */
static bool are_subsystems(const char *list)
{
	const char *word;
	char name[32];
	int len;

	proc_get(known, sizeof(known), "cgroups");
	while ((len = str_piece(&list, ',', &word)) >= 0) {
		str_fmt(name, (size_t)len < sizeof(name) ? (size_t)len + 1 : sizeof(name), "%s", word);
		if (!len || !detect_lists(known, name))
			return false;
	}
	return true;
}

static int make_hierarchy(const char *what, const char *dir)
{
	const unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
	bool v2 = !strcmp(what, "v2"), named = str_starts(what, "name="), made, place = false;
	const char *type = v2 ? "cgroup2" : "cgroup";
	static char top[128], options[256];

	str_fmt(top, sizeof(top), TOP "/%s", what);
	if (!v2 && !named && !are_subsystems(what))
		return fail("%s: names no subsystem (%s)", what, *known ? "husk cgroup ls" : "CONFIG_CGROUPS");
	/* A group has that file: TOP itself may be v2. */
	if (!dir && (v2 || named || strchr(what, '/') || !syscall(SYS_faccessat, AT_FDCWD, TOP "/cgroup.procs", F_OK)))
		return fail("%s: needs a directory", what);
	dir = dir ? dir : top;
	made = !mkdir(dir, 0755);
	/* sysfs takes no directory: the system has made no place for hierarchies. A small tmpfs, as everybody else does it. */
	if (!made && dir == top && (errno == EPERM || errno == ENOENT)) {
		place = !mount(type, TOP, "tmpfs", flags, "mode=755,size=64k");
		made = place && !mkdir(dir, 0755);
	}
	if (!made && errno != EEXIST)
		return fail_hint(dir == top && errno == ENOENT ? "CONFIG_CGROUPS" : NULL, "%s", dir);
	str_fmt(options, sizeof(options), named ? "none,%s" : "%s", v2 ? hierarchy_v2_options() : what);
	if (!mount(type, dir, type, flags, options))
		return 0;
	fail_hint(errno == ENODEV ? "CONFIG_CGROUPS" : "see husk cgroup ls", "%s: %s", what, dir);
	if (made)
		rmdir(dir);
	if (place)
		umount2(TOP, MNT_DETACH);
	return -1;
}

int cmd_cgroup(int argc, char **argv)
{
	const char *verb = argc > 1 ? argv[1] : "nothing";

	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], "--help")) {
			text_print(TEXT_CGROUP, 1);
			return 0;
		}
	if (!strcmp(verb, "ls") && argc == 2)
		return list();
	if (!strcmp(verb, "tree") && argc <= 3)
		return tree(argv[2]);
	if (!strcmp(verb, "mount") && (argc == 3 || argc == 4))
		return make_hierarchy(argv[2], argv[3]);
	return fail("%s: wrong use (--help)", verb);
}
