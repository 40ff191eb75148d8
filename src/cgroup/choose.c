// SPDX-License-Identifier: GPL-2.0-only
/* Which container has a group, where, and in which hierarchies. Makes nothing on the host that others can see. */
#include "cgroup/choose.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/lines.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"
#include "cgroup/cgroup.h"
#include "cgroup/v2.h"

static size_t base;

unsigned choose_extra(const struct spec *spec)
{
	return spec->cgroup_parent || !spec->name_derived || (spec->share & NS_PID) ? CTL_FIGURES : 0;
}

size_t choose_base(void)
{
	return base;
}

/* The group of v2 that this process is in, without the slash before it; "" where that is the root or unknown. */
static void own_group(char *buf, size_t size)
{
	struct lines lines = { .fd = openat(proc_fd(), "self/cgroup", O_RDONLY | O_CLOEXEC) };
	const char *line;

	buf[0] = 0;
	while (lines.fd >= 0 && (line = lines_next(&lines)))
		if (str_starts(line, "0::/"))
			str_fmt(buf, size, "%s", line + strlen("0::/"));
	fd_close(&lines.fd);
}

int cgroup_plan(const struct spec *spec, struct trace *trace)
{
	char own[TRACE_CGROUP] = "";
	size_t used;

	if (!choose_extra(spec) && !limit_needs(spec))
		return 0;
	if (getuid() != 0)
		own_group(own, sizeof(own));
	base = strlen(own);
	used = str_fmt(trace->cgroup, sizeof(trace->cgroup), "%s%s%s/%s", own, base ? "/" : "", spec->cgroup_parent ? spec->cgroup_parent : "husk",
		       trace->name);
	if (used >= sizeof(trace->cgroup) || !detect_group_path(trace->cgroup))
		return fail(0, "cgroup: %s: not a path of a group", trace->cgroup);
	return 0;
}

/* Opens what is needed and shares the limits out among it. Returns the controllers that nobody has, or -1. */
static int share_out(unsigned need, unsigned want, const char *path)
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
	struct lines lines = { .fd = openat(proc_fd(), "cgroups", O_RDONLY | O_CLOEXEC) };
	char *line, hint[64], enabled = 0;

	/* NAME \t HIERARCHY \t GROUPS \t ENABLED: believed only as far as it explains an absence. */
	while (lines.fd >= 0 && (line = lines_next(&lines)))
		if (str_is(line, strcspn(line, "\t"), l->name))
			enabled = line[strlen(line) - 1];
	fd_close(&lines.fd);
	if (!enabled)
		return fail_hint(0, l->kernel, "%s: kernel has no such controller", l->name);
	if (enabled == '1' && hierarchy_v2() && base)
		return fail_hint(0, V2_DELEGATE, "%s: controller not delegated", l->name);
	str_fmt(hint, sizeof(hint), enabled == '1' ? "husk cgroup mount %s" : "kernel command line: cgroup_enable=%s", l->name);
	return fail_hint(0, hint, "%s: controller %s", l->name, enabled == '1' ? "not mounted" : "switched off");
}

bool choose_tolerated(const struct spec *spec)
{
	if (!(spec->tolerate & TOLERATE_LIMITS))
		return false;
	log_line("cgroup: skipped: %s", fail_text());
	return true;
}

/* (musl's faccessat brings a way to check other ids along.) */
static bool exists(const struct hierarchy *h, const char *path)
{
	return !syscall(SYS_faccessat, h->root, path, F_OK);
}

int cgroup_choose(const struct spec *spec, struct trace *trace)
{
	unsigned want = choose_extra(spec);
	int lack;

	if (!trace->cgroup[0])
		return 0;
	lack = share_out(limit_needs(spec), want, trace->cgroup);
	if (lack < 0)
		return fail_in("cgroup");
	for (unsigned i = 0; i < n_limits; i++)
		if (((unsigned)lack & limits[i].controller) && missing(&limits[i]) < 0 && !choose_tolerated(spec))
			return fail_in("cgroup");
	for (unsigned i = 0; i < n_hierarchies; i++)
		if ((hierarchies[i].use || want) && exists(&hierarchies[i], trace->cgroup))
			return fail(EEXIST, "cgroup: %s: %s", hierarchy_name(&hierarchies[i]), trace->cgroup);
	trace->cgroup_made = true;
	return 0;
}
