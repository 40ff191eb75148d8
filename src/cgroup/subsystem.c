// SPDX-License-Identifier: GPL-2.0-only
/* For people: every subsystem of the kernel and where it is mounted. */
#include "cgroup/subsystem.h"
#include <fcntl.h>
#include <string.h>
#include "base/fd.h"
#include "base/str.h"
#include "cgroup/detect.h"

static int look(const struct cgroup_mount *m, void *arg)
{
	struct layout *layout = arg;

	layout->v1 |= !m->v2;
	if (!m->v2 || layout->v2)
		return 0;
	layout->v2 = true;
	str_fmt(layout->root, sizeof(layout->root), "%s", m->where);
	return 0;
}

int subsystem_layout(struct layout *layout)
{
	AUTOFD root = -1;

	memset(layout, 0, sizeof(*layout));
	if (detect_mounts("self", look, layout) < 0)
		return -1;
	root = layout->v2 ? fd_open(layout->root, O_PATH | O_DIRECTORY) : -1;
	if (root < 0 || fd_get(root, "cgroup.controllers", layout->controllers, sizeof(layout->controllers)) < 0)
		layout->controllers[0] = 0;
	return 0;
}

struct wanted {
	const char *name;
	char *where;
	size_t size;
};

static int take(const struct cgroup_mount *m, void *arg)
{
	const struct wanted *w = arg;

	if (m->v2 || !detect_lists(m->options, w->name))
		return 0;
	str_fmt(w->where, w->size, "%s", m->where);
	return 1;
}

int subsystem_find(const struct layout *layout, const char *name, char *where, size_t size)
{
	struct wanted w = { strcmp(name, "io") ? name : "blkio", where, size };

	str_fmt(where, size, "-");
	if (layout->v1 && detect_mounts("self", take, &w) > 0)
		return 1;
	if (!detect_lists(layout->controllers, strcmp(name, "blkio") ? name : "io"))
		return 0;
	str_fmt(where, size, "%s", layout->root);
	return 2;
}
