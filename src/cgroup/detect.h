/* SPDX-License-Identifier: GPL-2.0-only */
/* Which cgroup hierarchies are mounted where. Mounts and files are believed, /proc/cgroups is not: 6.12 lists what it was built without. */
#ifndef CGROUP_DETECT_H
#define CGROUP_DETECT_H
#include <stdbool.h>
#include <stddef.h>

/* The controllers that husk uses, in the order of detect_known; those with an option of their own come first, in the order of `husk check`. */
enum {
	CTL_MEMORY = 1 << 0,
	CTL_CPU = 1 << 1,
	CTL_PIDS = 1 << 2,
	CTL_CPUSET = 1 << 3,
	CTL_IO = 1 << 4, /* v1: blkio */
	CTL_HUGETLB = 1 << 5,
	CTL_NET_CLS = 1 << 6,
	CTL_NET_PRIO = 1 << 7,
	CTL_DEVICES = 1 << 8, /* v2: a program of husk's, no controller */
	CTL_RDMA = 1 << 9,
	CTL_MISC = 1 << 10,
	CTL_CPUACCT = 1 << 11,
	CTL_FREEZER = 1 << 12,
	CTL_CORE = 1 << 13, /* the files cgroup.* of v2, which every group has */
};
#define CONTROLLERS 14
#define CONTROLLERS_LIMITED 9
#define CTL_ONLY_V1 (CTL_NET_CLS | CTL_NET_PRIO | CTL_CPUACCT | CTL_FREEZER)
#define CTL_V2_THREADED (CTL_CPU | CTL_PIDS | CTL_CPUSET) /* v2: threads of one process can be in different groups */
#define CTL_V2_CORE (CTL_DEVICES | CTL_CORE) /* v2 has them without any controller */

extern const char detect_known[CONTROLLERS][9]; /* their names; TEXT_CONTROLLERS has the kernel's options */

/* One mounted hierarchy; the texts lie in the line that was parsed. */
struct cgroup_mount {
	const char *where;   /* the mount point, octal escapes undone */
	const char *options; /* of the file system: "rw,cpu,cpuacct", "rw,name=systemd", "rw,nsdelegate" */
	bool v2;
};

/* Takes one line of mountinfo (proc(5)) apart, in place. False: no cgroup file system, or a mount from outside the cgroup namespace. */
bool detect_mount(char *line, struct cgroup_mount *m);

/* Is WORD in LIST, whose words are parted by commas, blanks, tabs or line breaks? */
bool detect_lists(const char *list, const char *word);

/* CTL_* of the words in LIST: a mount's options, or the text of cgroup.controllers. */
unsigned detect_controllers(const char *list);

/* The list of what M controls: its options, or the text of v2's cgroup.controllers. Valid until the next call. */
const char *detect_offer(const struct cgroup_mount *m);

/*
 * Notes the group that LINE of /proc/PID/cgroup, which it takes apart, tells: its path, behind the controllers of its hierarchy ("" for v2), both
 * ended by a NUL, at OWN + USED. OWN is of TRACE_OWN bytes, at first all 0, and the last three stay 0. The root, a group outside the cgroup
 * namespace, one of a hierarchy without a controller, and what does not fit are left out. Returns the bytes that are in use.
 */
size_t detect_own(char *own, size_t used, char *line);

/* What OWN has for v2 or for the hierarchy of v1 with the controllers HAS, beginning with a slash, or NULL. */
const char *detect_own_path(const char *own, bool v2, unsigned has);

/* Has the kernel killed anything, by the line "oom_kill N" in TEXT (memory.oom_control, memory.events)? */
bool detect_oom_kill(const char *text);

/*
 * FILE of /proc, line by line, and of a mountinfo the cgroup mounts. One file at a time, read to its end, which closes it, or until detect_close.
 * detect_open returns 0 or -1 with the error's text set, and then there is no line.
 */
int detect_open(const char *file);
char *detect_line(void);
bool detect_next(struct cgroup_mount *m);
void detect_close(void);
#endif
