// SPDX-License-Identifier: GPL-2.0-only
/* Which namespaces a container gets. */
#include "box/ns.h"
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/code.h"
#include "base/fd.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/sys.h"
#include "cgroup/cgroup.h"
#include "guard/idmap.h"

const int ns_flags[SPEC_JOINS] = { CLONE_NEWUSER, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWCGROUP, CLONE_NEWTIME };

#define BUILT ((CFG_NS_USER ? NS_USER : 0) | (CFG_NS_UTS ? NS_UTS : 0) | (CFG_NS_IPC ? NS_IPC : 0) | (CFG_NS_PID ? NS_PID : 0) | (CFG_NS_NET ? NS_NET : 0))

unsigned ns_cloned;

/* The NS_* that SPEC wants new and this build can make, of those that the clone always makes: all but cgroup and time (docs/design.md). */
static OUTLINED unsigned wanted(const struct spec *spec)
{
	return BUILT & ~(spec->share | (spec->build_in_userns ? 0 : NS_USER));
}

static bool wants_time(const struct spec *spec)
{
	return CFG_NS_TIME && !(spec->share & NS_TIME);
}

static bool has_offsets(const struct spec *spec)
{
	return CFG_NS_TIME_OFFSETS && (spec_is_span(spec->boottime) || spec_is_span(spec->monotonic));
}

unsigned ns_clone_flags(const struct spec *spec)
{
	unsigned flags = CLONE_NEWNS | (CFG_NS_JOIN && spec->join ? CLONE_PARENT : 0), set = wanted(spec);

	for (unsigned i = 0; i < SPEC_JOINS; i++)
		if (set >> i & 1)
			flags |= (unsigned)ns_flags[i];
	/* Its offsets can only be set between an unshare and the entering. */
	if (wants_time(spec) && !has_offsets(spec))
		flags |= CLONE_NEWTIME;
	/* Made before the child is in its group it would be rooted at the parent's: /proc/self/cgroup would say /NAME, not /. */
	if (CFG_NS_CGROUP && !(spec->share & NS_CGROUP) && !cgroup_is_used())
		flags |= CLONE_NEWCGROUP;
	return flags;
}

unsigned ns_shared_flags(const struct spec *spec)
{
	unsigned flags = ns_clone_flags(spec);

	/* Who shares memory enters a time namespace by its exec alone, which does that since Linux 6.2; before, it would leave COMMAND without threads. */
	if (spec->join || !(flags & CLONE_NEWPID) || spec->userns ||
	    (wants_time(spec) && (has_offsets(spec) || !sys_kernel_is(6, 2))))
		return 0;
	return (flags & ~(unsigned)CLONE_NEWTIME) | CLONE_VM;
}

static bool in_kernel(const char *name)
{
	char path[32];
	struct stat st;

	/* Not proc_fd(), which is to have a higher number than what box_run opens first. */
	str_fmt(path, sizeof(path), "/proc/self/ns/%s", name);
	return !fstatat(AT_FDCWD, path, &st, 0);
}

/* Sets the error's text where the kernel lacks the namespace I of those in SET. */
static bool is_missing(unsigned set, unsigned i)
{
	const char *name = spec_joins[i];
	char upper[] = "....";

	if (!(set >> i & 1) || in_kernel(name))
		return false;
	for (unsigned k = 0; k < sizeof(upper); k++)
		upper[k] = name[k] & ~32;
	fail("%s namespace: not in this kernel (CONFIG_%s_NS)", name, upper);
	return true;
}

void ns_tolerate(struct spec *spec)
{
	for (unsigned i = 0; i < SPEC_JOINS; i++)
		if (is_missing(wanted(spec) & spec->tolerate & ~spec->join, i)) {
			fail_print();
			spec->share |= 1u << i;
		}
}

int ns_explain(const struct spec *spec)
{
	int err = errno;

	if (err == EPERM && spec->build_in_userns)
		return fail_hint("kernel.unprivileged_userns_clone, or a sandbox that forbids it", "user namespace");
	if (err == ENOSPC || err == EUSERS)
		return fail_hint("a limit in /proc/sys/user, or 32 levels of namespaces", "namespaces");
	for (unsigned i = 0; err == EINVAL && i < SPEC_JOINS; i++)
		if (is_missing(wanted(spec), i))
			return -1;
	return fail_hint(err == EPERM ? "CAP_SYS_ADMIN, or --userns" : NULL, "namespaces");
}

/* One line of timens_offsets, time_namespaces(7); its nanoseconds are never negative. Nothing where it is 0. */
static int set_offset(const char *clock, struct span offset)
{
	char text[64];

	str_fmt(text, sizeof(text), "%s %d %u", clock, offset.sec, offset.nsec);
	return spec_is_span(offset) && proc_put(text, packed("self/timens_offsets")) < 0 ? fail_sys("--%s", clock) : 0;
}

int ns_enter_cgroup(const struct spec *spec)
{
	if (!CFG_NS_CGROUP || (spec->share & NS_CGROUP) || (ns_cloned & CLONE_NEWCGROUP))
		return 0;
	/* One call for two, unless the kernel has no CONFIG_TIME_NS. */
	if (CFG_BOX_SHARED && ns_cloned & CLONE_VM && wants_time(spec) && !unshare(CLONE_NEWCGROUP | CLONE_NEWTIME)) {
		ns_cloned |= CLONE_NEWTIME;
		return 0;
	}
	/* EINVAL: a kernel before 4.6 has none. */
	return unshare(CLONE_NEWCGROUP) < 0 && errno != EINVAL ? fail_sys("cgroup namespace") : 0;
}

int ns_enter_time(const struct spec *spec)
{
	int fd = -1;

	if (!wants_time(spec) || (ns_cloned & CLONE_NEWTIME))
		return 0;
	if (unshare(CLONE_NEWTIME) < 0) { /* a kernel before 5.6, or without CONFIG_TIME_NS */
		if (errno != EINVAL)
			return fail_sys("time namespace");
		if (!has_offsets(spec))
			return 0;
		fail("time namespace: not in this kernel (CONFIG_TIME_NS)");
		if (!(spec->tolerate & NS_TIME))
			return -1;
		fail_print();
		return 0;
	}
	if (ns_cloned & CLONE_VM)
		return 0;
	if (CFG_NS_TIME_OFFSETS && (set_offset("boottime", spec->boottime) < 0 || set_offset("monotonic", spec->monotonic) < 0))
		return -1;
	fd = proc_open(packed("self/ns/time_for_children"));
	if (fd < 0 || setns(fd, CLONE_NEWTIME) < 0)
		return fail_sys("time namespace");
	return 0;
}

int ns_enter_ping(const struct spec *spec)
{
	uint32_t gids = idmap_gids_from_0(spec);
	char range[24];

	if (!CFG_NS_NET || spec->share & NS_NET || !gids)
		return 0;
	str_fmt(range, sizeof(range), "0 %u", gids > INT32_MAX ? INT32_MAX : gids - 1);
	/*
	 * A kernel without IPv4, or before 3.0, has no such file. EROFS: husk runs in a container itself, and then that one's rule holds. EINVAL: in
	 * somebody's user namespace, without the last of these ids.
	 */
	if (proc_put(range, "sys/net/ipv4/ping_group_range") < 0 && errno != ENOENT && errno != EROFS &&
	    !(errno == EINVAL && !spec->build_in_userns && proc_in_userns()))
		return fail_sys("ping_group_range");
	return 0;
}

int ns_enter_names(const struct spec *spec)
{
	if (spec->hostname && sethostname(spec->hostname, strlen(spec->hostname)) < 0)
		return fail_sys("hostname: %s", spec->hostname);
	if (spec->domainname && setdomainname(spec->domainname, strlen(spec->domainname)) < 0)
		return fail_sys("domainname: %s", spec->domainname);
	return 0;
}
