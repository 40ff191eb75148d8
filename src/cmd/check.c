// SPDX-License-Identifier: GPL-2.0-only
/* `husk check`: what this kernel offers to this build. What can be tried is tried, in a child with namespaces of its own. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <unistd.h>
#include "autoconf.h"
#include "base/code.h"
#include "base/fd.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/sys.h"
#include "base/text.h"
#include "cgroup/devices.h"
#include "cgroup/hierarchy.h"
#include "cmd/cmd.h"
#include "net/net.h"

/* What there is to tell, in its order: TEXT_PARTS. The controllers stand in detect_known. */
#define N_NAMESPACES 8
static char parts[TEXT_LONGEST];
static const char *part = parts;
static char out[TEXT_LONGEST], *end = out; /* the JSON */
static int status;

static void put_json(const char *fmt, const char *text)
{
	end += str_fmt(end, (size_t)(out + sizeof(out) - end), fmt, text);
}

/* For people a brace and a comma end the line, and the rest is left out. */
static void print(bool json)
{
	char *to = out;

	if (!json) {
		for (const char *s = out + 1; *s; s++)
			if (*s != '"' && !(*s == '}' && to[-1] == '\n'))
				*to++ = strchr("{},", *s) ? '\n' : *s;
		*to = 0;
	}
	fd_print(1, "%s\n", out);
}

static OUTLINED void complain(const char *name, const char *needs)
{
	log_line("%s: cannot work here (CONFIG_%s)", name, needs);
	status = 1;
}

/* The value of NAME. Says what is BUILT in and cannot WORK here, without what it NEEDS. */
static void tell_of(bool built, const char *name, const char *needs, const char *value, bool works)
{
	put_json(&",\"%s\":"[end[-1] == '{'], name);
	put_json("%s", value);
	if (built && !works)
		complain(name, needs);
}

/* The value of the next part. */
static void tell(const char *value, bool works)
{
	const char *name = part + 1, *needs = name + strlen(name) + 1;

	tell_of(*part == '1', name, needs, value, works);
	/* The next option of the build begins with a digit. */
	part = *needs > '1' ? needs + strlen(needs) + 1 : needs;
}

static void tell_bool(bool here)
{
	tell(here ? "true" : "false", here);
}

enum { USER = 1, BRIDGE = 2, OVERLAY = 4, MOVE = 8 };

/* What a process with a mount namespace of its own can do. */
static int try(void)
{
	pid_t pid = sys_clone(CLONE_NEWUSER);
	int can = pid > 0 ? USER : 0;

	if (pid == 0)
		_exit(0);
	/* Either loads the module. The second, for kernels before 5.2, fails without options, by ENODEV only where there is none. */
	if (sys_fsopen("overlay") >= 0 || (errno == ENOSYS && mount("probe", "/proc", "overlay", 0, NULL) < 0 && errno != ENODEV))
		can |= OVERLAY;
	if (!unshare(CLONE_NEWNET) && !ioctl(socket(AF_UNIX, SOCK_DGRAM, 0), SYS_SIOCBRADDBR, "probe"))
		can |= BRIDGE;
	/* No mount point (a chroot): it cannot be put away, nor kept from the host what is mounted below it. */
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		return can | MOVE;
	/* EINVAL: the root is the initramfs. */
	if (!mount("probe", "/proc", "tmpfs", 0, NULL) && !chdir("/proc") && sys_pivot_root(".", ".") < 0 && errno == EINVAL)
		can |= MOVE;
	return can;
}

/* In a user namespace where that takes one. Where not even that is allowed: nothing. */
static int try_in_child(void)
{
	int result = 0, can = 0;
	pid_t pid = sys_clone(CLONE_NEWNS);

	if (pid < 0) {
		pid = sys_clone(CLONE_NEWNS | CLONE_NEWUSER);
		can = USER;
	}
	if (pid == 0)
		_exit(can | try());
	return sys_reap(pid, 0, &result) < 0 || result > 127 ? 0 : result;
}

/* HAS: the controllers of v1 and of v2. Returns 1 for v1, 2 for v2, 3 for both, 0 for none, or -1 with the error's text. */
static int find_controllers(unsigned has[2])
{
	struct cgroup_mount m;
	int layout = 0;

	if (detect_open("self/mountinfo") < 0)
		return -1;
	while (detect_next(&m)) {
		layout |= 1 + m.v2;
		has[m.v2] |= detect_controllers(detect_offer(&m));
	}
	/* As `run` does where a controller is nowhere else. */
	if (CFG_CG_V2 && !(layout & 2) && hierarchy_find("", (1 << CONTROLLERS_LIMITED) - 1, 0) >= 0)
		has[1] = hierarchies[0].has;
	/* v2 has no such controller but a program. */
	has[1] = (has[1] & ~(unsigned)CTL_V2_CORE) | (CFG_CG_V2 && (layout & 2 || has[1]) && devices_probe() ? CTL_DEVICES : 0);
	return layout;
}

static void tell_controllers(const unsigned has[2])
{
	/* What few kernels have, and is missed only by who asks for it by name (hugetlb, net_cls, net_prio), counts as not compiled in. */
	static const bool built[CONTROLLERS_LIMITED] = { CFG_CG_MEMORY, CFG_CG_CPU, CFG_CG_PIDS, CFG_CG_CPUSET, CFG_CG_IO, [8] = CFG_CG_DEVICES };
	static const char versions[][5] = { "\"no\"", "\"v1\"", "\"v2\"" };

	for (unsigned i = 0; i < CONTROLLERS_LIMITED; i++) {
		unsigned version = has[0] >> i & 1 ? 1 : (has[1] >> i & 1) * 2;

		tell_of(built[i], detect_known[i], text_nth(TEXT_CONTROLLERS, i), versions[version], version == 2 ? CFG_CG_V2 : version && CFG_CG_V1);
	}
}

/* Returns whether there are user namespaces, be they forbidden. */
static bool tell_namespaces(int can)
{
	bool here = false;
	char path[32];

	for (unsigned i = 0; i < N_NAMESPACES; i++) {
		str_fmt(path, sizeof(path), "self/ns/%s", part + 1);
		/* Compiled in, the last of them, user, can still be forbidden. (The descriptors go with this process.) */
		here = fd_open_at(proc_fd(), path, O_PATH | O_NOFOLLOW) >= 0;
		tell_bool(here && (i < N_NAMESPACES - 1 || can & USER));
	}
	return here;
}

static void tell_net(int can)
{
	unsigned links = net_probe();

	tell_bool(links >> LINK_VETH & 1);
	tell_bool(can & BRIDGE);
	for (unsigned kind = LINK_MACVLAN; kind <= LINK_PHYS; kind++)
		tell_bool(links >> kind & 1);
}

int cmd_check(int argc, char **argv)
{
	static const char layouts[][7] = { "none", "v1", "v2", "hybrid" };
	bool seccomp, has_userns, json = argc > 1 && !strcmp(argv[1], "--json");
	unsigned has[2] = { 0, 0 };
	struct utsname uts;
	int layout, can;

	if (argc > 1 + json) {
		if (strcmp(argv[1 + json], "--help"))
			return fail("%s: no such option (--json)", argv[1 + json]);
		text_print(TEXT_CHECK, 1);
		return 0;
	}
	layout = find_controllers(has);
	if (layout < 0)
		return -1;
	text_unpack(TEXT_PARTS, parts);
	can = try_in_child();
	uname(&uts);
	put_json("{\"kernel\":\"%s\",\"namespaces\":{", uts.release);
	has_userns = tell_namespaces(can);
	put_json("},\"cgroup\":{\"layout\":\"%s\",\"controllers\":{", layouts[layout]);
	tell_controllers(has);
	put_json("}},\"net\":{", NULL);
	tell_net(can);
	put_json("}", NULL);
	tell(can & MOVE ? "\"move\"" : "\"pivot_root\"", !(can & MOVE) || CFG_ROOT_MOVE);
	/* What the filter is for a kernel without user namespaces does not have. */
	seccomp = sys_prctl(PR_SET_SECCOMP, 2 /* filter */, 0) < 0 && errno == EFAULT;
	tell(seccomp ? "true" : "false", seccomp || !has_userns);
	put_json(",\"build\":{", NULL);
	while (*part)
		tell_bool(*part == '1');
	put_json("}}", NULL);
	print(json);
	if (CFG_ROOT_OVERLAY && !(can & OVERLAY))
		complain("overlay", "OVERLAY_FS");
	if (CFG_ROOT_IMAGE && access("/dev/loop-control", F_OK) < 0)
		complain("image", "BLK_DEV_LOOP");
	return status;
}
