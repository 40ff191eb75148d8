// SPDX-License-Identifier: GPL-2.0-only
/* Opens the hierarchies that a container uses, and mounts v2 privately where nothing is mounted. */
#include "cgroup/hierarchy.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/str.h"
#include "base/sys.h"
#include "cgroup/group.h"
#include "spec/trace.h"

struct hierarchy hierarchies[HIERARCHIES];

const char *hierarchy_v2_options(void)
{
	static char options[128];
	struct cgroup_mount m;

	/* This mount namespace's, or PID 1's where that can be read. All show the same: there is one superblock. */
	for (unsigned i = 0; i < 2 && !*options; i++) {
		detect_open(i ? "1/mountinfo" : "self/mountinfo");
		while (detect_next(&m)) {
			const char *comma = strchr(m.options, ','); /* behind "rw", which is none of its own */

			if (m.v2 && comma)
				str_copy(options, sizeof(options), comma + 1);
		}
	}
	return options;
}

/*
 * A child that shares the table of descriptors mounts it in a namespace of its own and leaves the descriptor behind, its number as the
 * exit status. The mount lives on with the descriptor, and this process keeps its namespace. Slave, not private: a private copy would
 * pin the host's mounts. (The mount calls of 5.2 would save the child, but older kernels need it.)
 */
static int mount_v2(void)
{
	const char *options = hierarchy_v2_options();
	int fd = 127;
	pid_t pid = sys_clone(CLONE_FILES | CLONE_NEWNS);

	if (pid == 0) {
		if (!mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL) &&
		    !mount("cgroup2", "/sys", "cgroup2", MS_NOSUID | MS_NODEV | MS_NOEXEC, options))
			fd = fd_open("/sys", O_PATH | O_DIRECTORY);
		_exit(fd < 0 || fd > 127 ? 127 : fd);
	}
	return pid < 0 || sys_reap(pid, 0, &fd) < 0 || fd > 126 ? 0 : fd; /* above: a signal */
}

int hierarchy_find(const char *own, unsigned need, unsigned extra)
{
	struct hierarchy *v2 = hierarchies, *v1 = hierarchies;
	unsigned wanted = CFG_CG_V1 ? need | extra : 0;
	struct cgroup_mount m;
	char text[PATH_MAX];

	for_each_hierarchy(h)
		if (h->root)
			close(h->root);
	memset(hierarchies, 0, sizeof(hierarchies));
	if (detect_open("self/mountinfo") < 0)
		return -1;
	/* Not to the table's end: v2 often comes last, behind a v1 that has all. */
	while ((need | extra) && detect_next(&m)) {
		unsigned has = m.v2 ? 0 : detect_controllers(m.options);
		struct hierarchy *h = m.v2 ? v2 : v1 + 1;
		const char *below;
		int root;

		if (m.v2 ? !CFG_CG_V2 || v2->root : !(has & wanted))
			continue;
		below = detect_own_path(own, m.v2, has);
		str_fmt(text, sizeof(text), "%s%s", m.where, below ? below : "");
		root = fd_open(text, O_PATH | O_DIRECTORY);
		if (root < 0 && errno == EMFILE)
			return fail_path(text);
		if (root < 0) /* out of this caller's reach, as good as not mounted */
			continue;
		v1 += !m.v2;
		h->root = root;
		h->own = below;
		h->has = has;
		h->use = has & need;
		wanted &= ~has;
		need &= ~has;
	}
	detect_close();
	if (!CFG_CG_V2)
		return (int)need;
	v2->v2 = true;
	if (!v2->root && (need || v1 == v2 || extra & TRACE_V2))
		v2->root = mount_v2();
	if (v2->root && (need || extra) && group_get(v2, 0, "cgroup.controllers", text, sizeof(text)) >= 0)
		v2->has = detect_controllers(text) | CTL_V2_CORE;
	v2->use = v2->has & need;
	v2->extra = v2->has & extra & (CTL_MEMORY | CTL_PIDS);
	if (v2->root && !v2->use && !extra) {
		close(v2->root);
		v2->root = 0;
	}
	return (int)(need & ~v2->has);
}
