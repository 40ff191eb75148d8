// SPDX-License-Identifier: GPL-2.0-only
/* The step `cgroup`: which hierarchies a container uses, and its life in all of them. What differs between v1 and v2 is in v1.c and v2.c. */
#include "cgroup/cgroup.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"
#include "cgroup/group.h"
#include "cgroup/limit.h"
#include "cgroup/v1.h"
#include "cgroup/v2.h"

/* Where figures are read and processes are frozen; cpuset is not among them, for it has to be filled before it takes a process. */
#define CTL_FIGURES (CTL_MEMORY | CTL_CPU | CTL_CPUACCT | CTL_PIDS | CTL_FREEZER)

static size_t base; /* bytes of trace->cgroup that are a plain user's own group */
static int clone_dir = -1;
static bool in_clone;

/* May this container be asked for its figures, paused, or have to be killed by its group? Then it has one without a limit too. */
static bool is_whole(const struct spec *spec)
{
	return spec->cgroup_parent || !spec->name_derived || (spec->share & NS_PID);
}

/* The group of v2 that this process is in, without the slash before it; "" where that is the root or unknown. */
static void own_group(char *buf, size_t size)
{
	char text[1024], *line;
	int proc = proc_fd();

	buf[0] = 0;
	if (proc < 0 || fd_get(proc, "self/cgroup", text, sizeof(text)) < 0)
		return;
	line = str_starts(text, "0::/") ? text : strstr(text, "\n0::/");
	if (!line)
		return;
	line = strchr(line, '/') + 1;
	line[strcspn(line, "\n")] = 0;
	str_fmt(buf, size, "%s", line);
}

int cgroup_plan(const struct spec *spec, struct trace *trace)
{
	char own[TRACE_CGROUP] = "";

	if (!is_whole(spec) && !limit_needs(spec))
		return 0;
	if (getuid() != 0)
		own_group(own, sizeof(own));
	base = strlen(own);
	if (str_fmt(trace->cgroup, sizeof(trace->cgroup), "%s%s%s/%s", own, base ? "/" : "", spec->cgroup_parent ? spec->cgroup_parent : "husk",
		    trace->name) >= sizeof(trace->cgroup) ||
	    !detect_group_path(trace->cgroup))
		return fail(0, "%s: not a cgroup's path", trace->cgroup);
	return 0;
}

/* Opens what is needed and shares the limits out among it. Returns the controllers that nobody has, or -1. */
static int choose(unsigned need, unsigned want, const char *path)
{
	struct hierarchy *v2;

	if (hierarchy_find(need | want, true) < 0)
		return -1;
	for (unsigned i = 0; i < n_hierarchies; i++) {
		hierarchies[i].use = (unsigned char)(hierarchies[i].has & need);
		need &= ~hierarchies[i].use;
	}
	v2 = hierarchy_v2();
	if (CFG_CG_V2 && !v2 && (need || !n_hierarchies))
		v2 = hierarchy_mount_v2();
	if (v2 && (need || want) && !v2_controllers(v2, path, base)) {
		v2->use = (unsigned char)(v2->has & need);
		need &= ~v2->use;
	}
	return (int)need;
}

/* Says why no hierarchy has the controller of L. */
static int missing(const struct limit *l)
{
	char text[2048], hint[80], *line = text;
	int proc = proc_fd();

	if (proc < 0 || fd_get(proc, "cgroups", text, sizeof(text)) < 0)
		text[0] = 0;
	/* NAME \t HIERARCHY \t GROUPS \t ENABLED: believed only as far as it explains an absence. */
	while ((line = strchr(line, '\n')) && *++line) {
		size_t len = strcspn(line, "\t");

		if (!str_is(line, len, l->name))
			continue;
		if (line[strcspn(line, "\n") - 1] == '0') {
			str_fmt(hint, sizeof(hint), "cgroup_enable=%s on the kernel's command line", l->name);
			return fail_hint(0, hint, "%s: controller switched off", l->name);
		}
		if (hierarchy_v2() && base)
			return fail_hint(0, V2_DELEGATE, "%s: controller not delegated to this user", l->name);
		str_fmt(hint, sizeof(hint), "husk cgroup mount %s", l->name);
		return fail_hint(0, hint, "%s: controller not mounted", l->name);
	}
	return fail_hint(0, l->kernel, "%s: kernel has no such controller", l->name);
}

static bool tolerated(const struct spec *spec)
{
	if (!(spec->tolerate & TOLERATE_LIMITS))
		return false;
	log_line("cgroup: skipped: %s", fail_text());
	return true;
}

static int cannot_make(const struct hierarchy *h, const char *path)
{
	int err = errno;

	if (err != EACCES && err != EPERM && err != EROFS)
		return fail(err, "%s: %s", hierarchy_name(h), path);
	if (h->v2 && getuid() != 0)
		return fail_hint(err, V2_DELEGATE, "v2: %s", path);
	return fail_hint(err, getuid() ? "a v1 cgroup is root's: run as root, or below a --cgroup that is yours" : "mounted read-only?",
			 "%s: %s", hierarchy_name(h), path);
}

/* The group in one hierarchy, its limits written, ready to be entered. */
static int set_up(struct hierarchy *h, const char *path, const struct spec *spec, unsigned want)
{
	if (group_make(h, path) < 0)
		return cannot_make(h, path);
	if ((h->v2 ? v2_open(h, path, base, want, &clone_dir) : v1_open(h, path)) < 0 || limit_apply(h, path, spec) < 0)
		return fail_in("%s", hierarchy_name(h));
	return 0;
}

static void drop(struct hierarchy *h, const char *path)
{
	group_remove(h, path);
	fd_close(&h->attach);
	if (h->v2) {
		fd_close(&clone_dir);
		v2_close(h);
	}
}

static int make_all(const struct spec *spec, const char *path, unsigned want)
{
	for (unsigned i = 0; i < n_hierarchies; i++) {
		struct hierarchy *h = &hierarchies[i];
		int err;

		if ((!h->use && !want) || !set_up(h, path, spec, want))
			continue;
		err = errno;
		drop(h, path);
		/* Somebody else's group is never shared; otherwise only a limit insists on its hierarchy. */
		if (err == EEXIST || (h->use && !tolerated(spec))) {
			while (i--)
				drop(&hierarchies[i], path);
			return -1;
		}
	}
	return 0;
}

static bool any_made(void)
{
	for (unsigned i = 0; i < n_hierarchies; i++)
		if (hierarchies[i].made)
			return true;
	return false;
}

int cgroup_prepare(const struct spec *spec, struct trace *trace)
{
	unsigned want = is_whole(spec) ? CTL_FIGURES : 0;
	int lack;

	if (!trace->cgroup[0])
		return 0;
	lack = choose(limit_needs(spec), want, trace->cgroup);
	if (lack < 0)
		return -1;
	for (unsigned i = 0; i < n_limits; i++)
		if (((unsigned)lack & limits[i].controller) && missing(&limits[i]) < 0 && !tolerated(spec))
			return -1;
	if (make_all(spec, trace->cgroup, want) < 0)
		return -1;
	trace->cgroup_made = any_made();
	if (trace->cgroup_made)
		return 0;
	trace->cgroup[0] = 0;
	if (spec->cgroup_parent || (spec->share & NS_PID)) {
		fail(0, "%s", spec->cgroup_parent ? "no cgroup hierarchy to use" : "--share pid: without a cgroup the container's processes cannot all be stopped");
		return tolerated(spec) ? 0 : -1;
	}
	return 0;
}

int cgroup_clone_fd(void)
{
	return clone_dir;
}

void cgroup_in_clone(void)
{
	in_clone = true;
}

/*
 * A real-time process (husk started by chrt) is refused by a v1 cpu group without real-time budget, which with CONFIG_RT_GROUP_SCHED
 * every fresh one is (EINVAL). COMMAND gets the ordinary scheduler anyway: here already. (musl's sched_setscheduler does nothing.)
 */
static int leave_real_time(void)
{
	const int priority = 0;

	return (int)syscall(SYS_sched_setscheduler, 0, 0 /* SCHED_OTHER */, &priority);
}

int cgroup_enter(const struct spec *spec)
{
	for (unsigned i = 0; i < n_hierarchies; i++) {
		const struct hierarchy *h = &hierarchies[i];

		if (h->attach < 0 || (h->v2 && in_clone) || write(h->attach, "0", 1) == 1)
			continue;
		if (errno != EINVAL || leave_real_time() < 0 || write(h->attach, "0", 1) != 1)
			return fail(errno, "%s: entering the group", hierarchy_name(h));
	}
	return cgroup_enter_ns(spec);
}

/* A process that has not made the groups itself looks for them in every hierarchy that one could have been made in. */
static int find_again(void)
{
	if (hierarchy_find(CTL_FIGURES | CTL_CPUSET, true) < 0)
		return -1;
	if (CFG_CG_V2 && !hierarchy_v2())
		hierarchy_mount_v2();
	for (unsigned i = 0; i < n_hierarchies; i++) {
		hierarchies[i].made = true;
		hierarchies[i].parents = SIZE_MAX;
	}
	return 0;
}

int cgroup_undo(const struct trace *trace)
{
	bool busy = true;

	if (!trace->cgroup_made || (!any_made() && find_again() < 0))
		return trace->cgroup_made ? -1 : 0;
	/* At once in the normal case; else for about a second, while what was killed is dying. */
	for (unsigned tries = 0; busy && tries < 250; tries++) {
		if (tries)
			nanosleep(&(struct timespec){ .tv_nsec = tries < 10 ? 1000000 : 4000000 }, NULL);
		busy = false;
		for (unsigned i = 0; i < n_hierarchies; i++) {
			if (!group_remove(&hierarchies[i], trace->cgroup))
				continue;
			busy = true;
			group_kill(&hierarchies[i], trace->cgroup);
		}
	}
	if (busy)
		return fail(EBUSY, "%s", trace->cgroup);
	if (hierarchy_v2())
		v2_close(hierarchy_v2());
	return 0;
}

bool cgroup_oom(const struct trace *trace)
{
	char text[512];

	if (!trace->cgroup_made || (!any_made() && find_again() < 0))
		return false;
	for (unsigned i = 0; i < n_hierarchies; i++) {
		const struct hierarchy *h = &hierarchies[i];

		if (h->made && (h->has & CTL_MEMORY) &&
		    (group_get(h, trace->cgroup, h->v2 ? "memory.events.local" : "memory.oom_control", text, sizeof(text)) > 0 ||
		     (h->v2 && group_get(h, trace->cgroup, "memory.events", text, sizeof(text)) > 0 /* before 5.2 */)))
			return detect_oom_kills(text) > 0;
	}
	return false;
}
