// SPDX-License-Identifier: GPL-2.0-only
/*
 * The step `cgroup`: a container's groups, in all the hierarchies that were chosen, from their making to their end. What differs between
 * v1 and v2 is in v1.c and v2.c.
 */
#include "cgroup/cgroup.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "cgroup/choose.h"
#include "cgroup/group.h"
#include "cgroup/limit.h"
#include "cgroup/v1.h"
#include "cgroup/v2.h"

static int clone_dir = -1;
static bool in_clone;

static int cannot_make(const struct hierarchy *h, const char *path)
{
	int err = errno;

	if (err != EACCES && err != EPERM && err != EROFS)
		return fail(err, "%s: %s", hierarchy_name(h), path);
	if (err != EROFS && h->v2)
		return fail_hint(err, V2_DELEGATE, "v2: %s", path);
	return fail_hint(err, err == EROFS ? "mounted read-only" : "v1 groups are root's: run as root, or below a --cgroup that is yours",
			 "%s: %s", hierarchy_name(h), path);
}

/* The group in one hierarchy, its limits written, ready to be entered. */
static int set_up(struct hierarchy *h, const char *path, const struct spec *spec, unsigned want)
{
	if (group_make(h, path) < 0)
		return cannot_make(h, path);
	if ((h->v2 ? v2_open(h, path, choose_base(), want, &clone_dir) : v1_open(h, path)) < 0 || limit_apply(h, path, spec) < 0)
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

/* Somebody else's group is never shared, and then nothing of it is undone; otherwise only a limit insists on its hierarchy. */
static bool is_fatal(const struct hierarchy *h, const struct spec *spec, int err)
{
	return err == EEXIST || (h->use && !choose_tolerated(spec));
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
		if (is_fatal(h, spec, err)) {
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

/* No hierarchy let itself be used. That is fine for a container that only has a name. */
static int do_without(const struct spec *spec, struct trace *trace)
{
	trace->cgroup[0] = 0;
	if (!spec->cgroup_parent && !(spec->share & NS_PID))
		return 0;
	if (spec->cgroup_parent)
		fail(0, "no hierarchy to use");
	else
		fail(0, "none to use, and with --share pid only a group can end all of the container's processes");
	return choose_tolerated(spec) ? 0 : fail_in("cgroup");
}

int cgroup_prepare(const struct spec *spec, struct trace *trace)
{
	int ret;

	if (!trace->cgroup[0] || (!trace->cgroup_made && cgroup_choose(spec, trace) < 0))
		return trace->cgroup[0] ? -1 : 0;
	ret = make_all(spec, trace->cgroup, choose_extra(spec));
	trace->cgroup_made = any_made();
	if (ret < 0)
		return fail_in("cgroup");
	return trace->cgroup_made ? 0 : do_without(spec, trace);
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
			return fail_sys("cgroup: %s: entering it", hierarchy_name(h));
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
		return fail(EBUSY, "cgroup: %s", trace->cgroup);
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
