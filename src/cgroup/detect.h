/* SPDX-License-Identifier: GPL-2.0-only */
/* Which cgroup hierarchies are mounted where. Mounts and files are believed, /proc/cgroups is not: 6.12 lists what it was built without. */
#ifndef CGROUP_DETECT_H
#define CGROUP_DETECT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The controllers that husk uses. */
enum {
	CTL_MEMORY = 1 << 0,
	CTL_CPU = 1 << 1,
	CTL_CPUACCT = 1 << 2,
	CTL_PIDS = 1 << 3,
	CTL_CPUSET = 1 << 4,
	CTL_FREEZER = 1 << 5,
};

/* One mounted hierarchy; the texts lie in the line that was parsed. */
struct cgroup_mount {
	const char *root;    /* what of the hierarchy is mounted: "/" is all that this cgroup namespace sees */
	const char *where;   /* the mount point, octal escapes undone */
	const char *options; /* of the file system: "rw,cpu,cpuacct", "rw,name=systemd", "rw,nsdelegate" */
	bool v2;
};

/* Takes one line of mountinfo (proc(5)) apart, in place. False: no cgroup file system, or a mount from outside the cgroup namespace. */
bool detect_mount(char *line, struct cgroup_mount *m);

/* Is WORD in LIST, whose words are parted by commas, blanks or line breaks? */
bool detect_lists(const char *list, const char *word);

/* CTL_* of the words in LIST: a mount's options, or the text of cgroup.controllers. */
unsigned detect_controllers(const char *list);

/* The name of the first controller in MASK, "" where there is none. */
const char *detect_name(unsigned mask);

/*
 * A path of a group below a hierarchy's root: not empty, no slash at either end, no empty piece, no "." and no "..", no line break.
 */
bool detect_group_path(const char *path);

/* The figure of the line "oom_kill N" in TEXT (memory.oom_control, memory.events), or 0. */
uint64_t detect_oom_kills(const char *text);

/*
 * Calls FOUND for each hierarchy mounted in the mount namespace of PROCESS ("self", "1"), until it returns other than 0. Returns 0,
 * what FOUND returned, or -1 with the error's text set.
 */
typedef int detect_found(const struct cgroup_mount *m, void *arg);
int detect_mounts(const char *process, detect_found *found, void *arg);
#endif
