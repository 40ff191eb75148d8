// SPDX-License-Identifier: GPL-2.0-only
/* `husk check`: what this kernel offers to this build. What can be tried is tried, in a child with namespaces of its own. */
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <sys/wait.h>
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
#include "net/net.h"

#ifndef SIOCBRADDBR
#define SIOCBRADDBR 0x89a0
#endif

enum { NAMESPACE, CONTROLLER, NET, OTHER };

/* The parts, in the order of the JSON's keys; the rows without a name here are only ever walked. */
enum { FIRST_CONTROLLER = 8, CPUACCT = 12, FREEZER, VETH = 15, BRIDGE, ROOT_SWITCH, SECCOMP, OVERLAY, PARTS };

static const struct {
	char name[12];
	unsigned char group;
	bool built;
	char needs[26]; /* from the kernel */
} parts[PARTS] = {
	{ "mnt", NAMESPACE, true, "" },
	{ "uts", NAMESPACE, CFG_NS_UTS, "CONFIG_UTS_NS" },
	{ "ipc", NAMESPACE, CFG_NS_IPC, "CONFIG_IPC_NS" },
	{ "pid", NAMESPACE, CFG_NS_PID, "CONFIG_PID_NS" },
	{ "net", NAMESPACE, CFG_NS_NET, "CONFIG_NET_NS" },
	{ "cgroup", NAMESPACE, CFG_NS_CGROUP, "CONFIG_CGROUPS, Linux 4.6" },
	{ "time", NAMESPACE, CFG_NS_TIME, "CONFIG_TIME_NS" },
	{ "user", NAMESPACE, CFG_NS_USER, "CONFIG_USER_NS, sysctl" },
	{ "memory", CONTROLLER, CFG_CG_MEMORY, "CONFIG_MEMCG" },
	{ "cpu", CONTROLLER, CFG_CG_CPU, "CONFIG_CFS_BANDWIDTH" },
	{ "pids", CONTROLLER, CFG_CG_PIDS, "CONFIG_CGROUP_PIDS" },
	{ "cpuset", CONTROLLER, CFG_CG_CPUSET, "CONFIG_CPUSETS" },
	{ "cpuacct", CONTROLLER, false, "" },
	{ "freezer", CONTROLLER, false, "" },
	{ "io", CONTROLLER, false, "" },
	{ "veth", NET, CFG_NET_VETH, "CONFIG_VETH" },
	{ "bridge", NET, CFG_NET_VETH, "CONFIG_BRIDGE" },
	{ "root_switch", OTHER, true, "husk's CONFIG_ROOT_MOVE" },
	{ "seccomp", OTHER, false, "" },
	{ "overlay", OTHER, CFG_ROOT_OVERLAY, "CONFIG_OVERLAY_FS" },
};

/* "1NAME" or "0NAME" for each option of this build, each with its NUL, and an empty one at the end. */
#define OPTION(symbol, value) #value #symbol "\0"
static const char options[] = AUTOCONF_LIST(OPTION);

static struct {
	struct utsname uts;
	const char *layout;
	unsigned char here[PARTS]; /* 0: no, 1: yes or v1, 2: v2; of ROOT_SWITCH MOVE or PIVOT, 0: could not be tried */
} found;

/* What PROBE returns in a child with new namespaces FLAGS, in a new user namespace where that takes one; 0 where there is no child. */
static unsigned char in_child(unsigned flags, int (*probe)(void))
{
	int status;
	pid_t pid = sys_clone(flags);

	if (pid < 0 && errno == EPERM)
		pid = sys_clone(flags | CLONE_NEWUSER);
	if (pid == 0)
		_exit(probe());
	if (pid < 0)
		return 0;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return 0;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 0;
}

static int try_nothing(void)
{
	return 1;
}

static int try_bridge(void)
{
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	return fd >= 0 && !ioctl(fd, SIOCBRADDBR, "probe");
}

#define MOVE 1
#define PIVOT 2

static int try_pivot(void)
{
	mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
	/* EINVAL: the root is the initramfs, or no mount point, and cannot be put away. */
	if (!mount("probe", "/proc", "tmpfs", 0, NULL) && !chdir("/proc") && sys_pivot_root(".", ".") < 0 && errno == EINVAL)
		return MOVE;
	return PIVOT;
}

/* fsopen loads the module; it is root's call, and from 5.2. A plain user gets the benefit of the doubt. */
static bool has_overlay(void)
{
	struct lines lines = { .fd = sys_fsopen("overlay") };
	bool has = lines.fd >= 0 || errno == EPERM;
	char *line;

	if (!has && errno == ENOSYS) {
		lines.fd = openat(proc_fd(), "filesystems", O_RDONLY | O_CLOEXEC);
		while (lines.fd >= 0 && !has && (line = lines_next(&lines)))
			has = !strcmp(line, "nodev\toverlay");
	}
	fd_close(&lines.fd);
	return has;
}

static int look_at_cgroups(void)
{
	struct layout layout;
	char where[256];

	if (subsystem_layout(&layout) < 0)
		return -1;
	found.layout = layout.v1 ? (layout.v2 ? "hybrid" : "v1") : layout.v2 ? "v2" : "none";
	/* As `run` does where a controller is nowhere else. */
	if (CFG_CG_V2 && !layout.v2) {
		const struct hierarchy *h = hierarchy_mount_v2();

		layout.v2 = h && fd_get(h->root, "cgroup.controllers", layout.controllers, sizeof(layout.controllers)) > 0;
	}
	for (size_t i = FIRST_CONTROLLER; parts[i].group == CONTROLLER; i++) {
		found.here[i] = (unsigned char)subsystem_find(&layout, parts[i].name, where, sizeof(where));
		/* v2 has these two in itself: cpu.stat and cgroup.freeze. */
		if (!found.here[i] && layout.v2 && (i == CPUACCT || i == FREEZER))
			found.here[i] = 2;
	}
	return 0;
}

static int look(void)
{
	char path[32];
	int proc = proc_fd();

	if (proc < 0 || look_at_cgroups() < 0)
		return -1;
	uname(&found.uts);
	for (size_t i = 0; i < FIRST_CONTROLLER; i++) {
		AUTOFD ns = -1;

		str_fmt(path, sizeof(path), "self/ns/%s", parts[i].name);
		ns = openat(proc, path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
		found.here[i] = ns >= 0;
	}
	/* Compiled in, the last of them can still be forbidden. */
	found.here[FIRST_CONTROLLER - 1] &= in_child(CLONE_NEWUSER, try_nothing);
	found.here[VETH] = (unsigned char)net_probe_veth();
	found.here[BRIDGE] = in_child(CLONE_NEWNET, try_bridge);
	found.here[ROOT_SWITCH] = in_child(CLONE_NEWNS, try_pivot);
	found.here[SECCOMP] = prctl(PR_SET_SECCOMP, 2 /* filter */, NULL) < 0 && errno == EFAULT;
	found.here[OVERLAY] = has_overlay();
	return 0;
}

static const char *value(size_t i, const char *no, const char *yes)
{
	static const char *const versions[] = { "no", "v1", "v2" };

	if (i == ROOT_SWITCH)
		return found.here[i] == MOVE ? "move" : "pivot_root";
	return parts[i].group == CONTROLLER ? versions[found.here[i]] : found.here[i] ? yes : no;
}

static void print_json(void)
{
	fd_print(1, "{\"kernel\":\"%s\",\"namespaces\":{", found.uts.release);
	for (size_t i = 0; i < OVERLAY; i++) {
		const char *quote = parts[i].group == CONTROLLER || i == ROOT_SWITCH ? "\"" : "";

		if (i == FIRST_CONTROLLER)
			fd_print(1, "},\"cgroup\":{\"layout\":\"%s\",\"controllers\":{", found.layout);
		else if (i == VETH)
			fd_print(1, "}},\"net\":{");
		else if (i)
			fd_print(1, i == ROOT_SWITCH ? "}," : ",");
		fd_print(1, "\"%s\":%s%s%s", parts[i].name, quote, value(i, "false", "true"), quote);
	}
	fd_print(1, ",\"build\":{");
	for (const char *s = options; *s; s += strlen(s) + 1)
		fd_print(1, "%s\"%s\":%s", s == options ? "" : ",", s + 1, *s == '1' ? "true" : "false");
	fd_print(1, "}}\n");
}

static void print_row(const char *group, const char *name, const char *here, const char *built)
{
	static const char blanks[] = "                        ";
	size_t left = strlen(group) + strlen(name), right = strlen(here);

	fd_print(1, "%s%s%s%s%s%s\n", group, name, blanks + (left < 23 ? left : 23), here, blanks + 12 + (right < 11 ? right : 11), built);
}

static void print_table(void)
{
	static const char groups[][12] = { "namespace.", "cgroup.", "net.", "" };

	print_row("", "PART", "HERE", "BUILD");
	print_row("", "kernel", found.uts.release, "-");
	print_row("", "cgroup", found.layout, CFG_CG ? "yes" : "no");
	for (size_t i = 0; i < PARTS; i++)
		print_row(groups[parts[i].group], parts[i].name, value(i, "no", "yes"), parts[i].built ? "yes" : "no");
	for (const char *s = options; *s; s += strlen(s) + 1)
		print_row("build.", s + 1, "-", *s == '1' ? "yes" : "no");
}

/* Names what is compiled in and cannot work here, on stderr; returns the exit status. */
static int judge(void)
{
	int status = 0;

	for (size_t i = 0; i < PARTS; i++) {
		bool usable = found.here[i];

		if (parts[i].group == CONTROLLER)
			usable = (found.here[i] == 1 && CFG_CG_V1) || (found.here[i] == 2 && CFG_CG_V2);
		if (i == ROOT_SWITCH)
			usable = found.here[i] != MOVE || CFG_ROOT_MOVE;
		if (!parts[i].built || usable)
			continue;
		log_line("%s: cannot work here (%s)", parts[i].name, parts[i].needs);
		status = 1;
	}
	return status;
}

int cmd_check(int argc, char **argv)
{
	bool json = argc == 2 && !strcmp(argv[1], "--json");

	if (argc == 2 && !strcmp(argv[1], "--help")) {
		fd_print(1, "usage: husk check [--json]\nTells what this kernel offers to this build; exit status 1 if something compiled in cannot work here.\n");
		return 0;
	}
	if (argc > 1 && !json)
		return fail(0, "%s: no such option (--json)", argv[1]);
	if (look() < 0)
		return -1;
	if (json)
		print_json();
	else
		print_table();
	return judge();
}
