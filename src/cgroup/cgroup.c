// SPDX-License-Identifier: GPL-2.0-only
/*
 * The step `cgroup`: a container's groups, in all the hierarchies that it uses, from their choice to their end. What differs between
 * v1 and v2 is in v1.c and v2.c.
 */
#include "cgroup/cgroup.h"
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "base/code.h"
#include "base/log.h"
#include "base/str.h"
#include "base/sys.h"
#include "cgroup/devices.h"
#include "cgroup/group.h"
#include "cgroup/limit.h"
#include "cgroup/v1.h"
#include "cgroup/v2.h"

/* Where figures are read and processes are frozen; cpuset is not among them, for it has to be filled before it takes a process. */
#define CTL_FIGURES (CTL_MEMORY | CTL_CPU | CTL_CPUACCT | CTL_PIDS | CTL_FREEZER)

static bool cloned_into; /* that of hierarchies[0] */
static bool known; /* hierarchies[] tells where the groups are that a trace speaks of */

/* Is it a container that may be asked for its figures, be paused, or have to be killed by its group? */
static bool is_wanted(const struct spec *spec)
{
	return spec->cgroup_parent || spec->recorded || (spec->share & NS_PID);
}

/* Notes where the group is to be. */
static int set_path(const struct spec *spec, struct trace *trace)
{
	size_t used = 0;
	char *line;

	/* A plain user's is below the groups that he is in. */
	if (sys_euid() && !detect_open("self/cgroup"))
		while ((line = detect_line()))
			used = detect_own(trace->own, used, line);
	errno = ENAMETOOLONG;
	if (str_fmt(trace->cgroup, sizeof(trace->cgroup), "%s/%s", spec->cgroup_parent ? spec->cgroup_parent : "husk", trace->name) >=
	    sizeof(trace->cgroup))
		return fail_path(trace->cgroup);
	group_name(trace->cgroup);
	return 0;
}

static int choose(const struct spec *spec, struct trace *trace)
{
	int lack;

	if (set_path(spec, trace) < 0)
		return -1;
	lack = hierarchy_find(trace->own, limit_needs(spec), is_wanted(spec) ? CTL_FIGURES : 0);
	if (lack < 0)
		return -1;
	for (unsigned i = 0; i < CONTROLLERS; i++) {
		const char *name = detect_known[i], *v1 = 1 << i == CTL_IO ? "blkio" : name;

		if (!(lack & 1 << i))
			continue;
		if (hierarchies->own && !(CTL_ONLY_V1 & 1 << i))
			fail("%s: not delegated (%s)", name, group_remedy());
		else
			fail("%s: no such controller%s (CONFIG_%s, cgroup_enable=%s, husk cgroup mount %s)", name,
			     CTL_ONLY_V1 & 1 << i ? ": v2 has none" : "", text_nth(TEXT_CONTROLLERS, i), v1, v1);
		if (!limit_is_tolerated(spec))
			return -1;
	}
	for_each_hierarchy(h)
		if (h->root)
			trace->cgroup_in |= hierarchy_is_v2(h) ? TRACE_V2 : h->has;
	trace->cgroup_made = true;
	return 0;
}

int cgroup_plan(const struct spec *spec, struct trace *trace)
{
	return (limit_needs(spec) || is_wanted(spec)) && choose(spec, trace) < 0 ? fail_in("cgroup") : 0;
}

/* The group in one hierarchy, its limits written, ready to be entered. */
static int set_up(struct hierarchy *h, const char *path, const struct spec *spec)
{
	if (group_make(h) < 0)
		return fail_hint(errno == EACCES || errno == EPERM ? group_remedy() : NULL, "%s", path);
	if ((hierarchy_is_v2(h) ? v2_open(h, CFG_BOX_DETACH && spec->detach) : v1_open(h)) < 0 || limit_apply(h, spec) < 0)
		return -1;
	/* In a user namespace the child has no right to it, and mounts no device. */
	return spec->build_in_userns && h->use & CTL_DEVICES && devices_apply(h, spec) < 0 && !limit_is_tolerated(spec) ? -1 : 0;
}

int cgroup_prepare(const struct spec *spec, struct trace *trace)
{
	bool made = false, certain = false, failed = false, fatal;

	if (!trace->cgroup_made)
		return 0;
	known = true;
	for_each_hierarchy(h) {
		if (!h->root)
			continue;
		if (!set_up(h, trace->cgroup, spec)) {
			made = true;
			certain |= hierarchy_is_v2(h) || h->has & CTL_FREEZER; /* kill, or freeze and kill, leaves nobody out */
			continue;
		}
		/* Somebody else's group is never shared, and nothing of it undone; otherwise only a limit insists on its hierarchy. */
		failed = true;
		fatal = errno == EEXIST || (h->use && !limit_is_tolerated(spec));
		group_remove(h, true);
		if (!fatal)
			continue;
		for_each_hierarchy(all)
			group_remove(all, true);
		v2_close(hierarchies);
		trace->cgroup_made = false;
		return fail_in("cgroup");
	}
	if (!made) {
		trace->cgroup_made = false;
		trace->cgroup[0] = 0;
	}
	/* (A build without pid namespaces was told so.) */
	if (CFG_NS_PID && spec->share & NS_PID && !certain) {
		if (!(spec->tolerate & TOLERATE_STOP))
			return fail("--join pid, --share pid: no group to end it by (CONFIG_CGROUPS, CONFIG_CGROUP_FREEZER, or --tolerate stop)");
		log_line("--join pid, --share pid: no group to end it by");
	}
	if (made || !spec->cgroup_parent) /* fine for a container that only has a name */
		return 0;
	if (!failed)
		fail("no hierarchy, and --cgroup needs one (CONFIG_CGROUPS)");
	return limit_is_tolerated(spec) ? 0 : fail_in("cgroup");
}

OUTLINED int cgroup_clone_fd(void)
{
	return hierarchies[0].made ? hierarchies[0].dir : -1;
}

void cgroup_in_clone(void)
{
	cloned_into = hierarchies[0].made;
}

bool cgroup_is_used(void)
{
	return known;
}

int cgroup_enter(const struct spec *spec)
{
	static const int priority;

	(void)spec;
	for_each_hierarchy(h) {
		if (!h->made || (h == hierarchies && cloned_into) || write(h->attach, "0", 1) == 1)
			continue;
		/*
		 * A real-time process (husk started by chrt) is refused by a v1 cpu group without real-time budget, which with
		 * CONFIG_RT_GROUP_SCHED every fresh one is (EINVAL). COMMAND gets the ordinary scheduler anyway: here already. (musl's
		 * sched_setscheduler does nothing.)
		 */
		syscall(SYS_sched_setscheduler, 0, 0 /* SCHED_OTHER */, &priority);
		if (write(h->attach, "0", 1) != 1)
			return fail_sys("cgroup: entering it");
	}
	return 0;
}

int cgroup_enter_devices(const struct spec *spec)
{
	if (!spec->devices_listed || spec->build_in_userns)
		return 0;
	for_each_hierarchy(h)
		if (h->use & CTL_DEVICES && devices_apply(h, spec) < 0 && !limit_is_tolerated(spec))
			return fail_in("cgroup");
	return 0;
}

void cgroup_kill(void)
{
	for_each_hierarchy(h)
		if (h->made)
			group_kill(h);
}

int cgroup_undo(const struct trace *trace)
{
	/* Of a record without a process the group may be somebody else's, who had it first: it goes where it is empty, and else stays. */
	bool busy = trace->cgroup_made, ours = known || trace->pid, others = busy && !known;

	/* A process that has not made the groups itself looks where they were made, and nowhere else: a group of that path may be others'. */
	if (others) {
		group_name(trace->cgroup);
		if (hierarchy_find(trace->own, trace->cgroup_in & ~TRACE_V2, trace->cgroup_in & TRACE_V2) < 0)
			return -1;
		for_each_hierarchy(h)
			h->made = h->root;
	}
	/* At once in the normal case; else for about a second, while what was killed is dying. */
	for (int tries = 0; busy; tries++) {
		busy = false;
		for_each_hierarchy(h)
			if (group_remove(h, ours) < 0) {
				if (ours)
					group_kill(h);
				busy = true;
			}
		if (busy && tries == 250) {
			for_each_hierarchy(h)
				h->made = false; /* the next container's to say */
			errno = EBUSY;
			return ours ? fail_sys("cgroup: %s", trace->cgroup) : 0;
		}
		if (busy)
			poll(NULL, 0, tries < 10 ? 1 : 4);
	}
	known = false;
	v2_close(hierarchies);
	if (others && hierarchies->root)
		v2_reclaim(hierarchies);
	return 0;
}

bool cgroup_oom(const struct trace *trace)
{
	char text[512];

	(void)trace;
	for_each_hierarchy(h)
		if (h->made && group_get(h, GROUP, hierarchy_is_v2(h) ? "memory.events" : "memory.oom_control", text, sizeof(text)) > 0)
			return detect_oom_kill(text);
	return false;
}
