// SPDX-License-Identifier: GPL-2.0-only
/* Which cgroup hierarchies are mounted where: the lines of mountinfo, and the pure functions that understand them. */
#include "cgroup/detect.h"
#include <fcntl.h>
#include <string.h>
#include "base/fd.h"
#include "base/lines.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"
#include "spec/trace.h"

const char detect_known[CONTROLLERS][9] = {
	"memory", "cpu", "pids", "cpuset", "io", "hugetlb", "net_cls", "net_prio", "devices", "rdma", "misc", "cpuacct", "freezer", "cgroup",
};

bool detect_mount(char *line, struct cgroup_mount *m)
{
	/* ID PARENT DEVICE ROOT WHERE OPTIONS [OPTIONAL]... - TYPE SOURCE SUPEROPTIONS */
	char *tail = (char *)str_find(line, " - cgroup"), *root = NULL, *where;

	if (!tail)
		return false;
	tail += 9;
	m->v2 = *tail == '2';
	tail += m->v2;
	if (*tail++ != ' ')
		return false;
	lines_field(&tail, ' ');
	m->options = tail;
	for (unsigned i = 0; i < 4; i++)
		root = lines_field(&line, ' ');
	where = lines_field(&line, ' ');
	/* A root of "/.." lies above this cgroup namespace: its groups are others'. */
	if (!tail || !where || *where != '/' || *root != '/' || (root[1] == '.' && root[2] == '.'))
		return false;
	str_unescape(where);
	m->where = where;
	return true;
}

bool detect_lists(const char *list, const char *word)
{
	size_t len;

	for (; *list; list += len + (list[len] != 0)) {
		len = strcspn(list, ", \t\n");
		if (str_is(list, len, word))
			return true;
	}
	return false;
}

unsigned detect_controllers(const char *list)
{
	unsigned mask = detect_lists(list, "blkio") ? CTL_IO : 0;

	for (unsigned i = 0; i < CONTROLLERS; i++)
		mask |= (unsigned)detect_lists(list, detect_known[i]) << i;
	return mask;
}

const char *detect_offer(const struct cgroup_mount *m)
{
	static char text[512];

	if (!m->v2)
		return m->options;
	str_fmt(text, sizeof(text), "%s/cgroup.controllers", m->where);
	return fd_get(AT_FDCWD, text, text, sizeof(text)) < 0 ? "" : text;
}

size_t detect_own(char *own, size_t used, char *line)
{
	size_t room = TRACE_OWN - 3 - used, n;
	const char *list;

	/* ID:CONTROLLERS:PATH */
	lines_field(&line, ':');
	list = lines_field(&line, ':');
	if (!line || !line[1] || (line[1] == '.' && line[2] == '.') || (*list && !detect_controllers(list)))
		return used;
	n = str_fmt(own + used, room, "%s:%s", list, line);
	if (n >= room) /* what is cut has no path */
		return used;
	own[used + strlen(list)] = 0;
	return used + n + 1;
}

const char *detect_own_path(const char *own, bool v2, unsigned has)
{
	const char *path;

	for (; *(path = str_next(own)); own = str_next(path))
		if (*own ? detect_controllers(own) & has : v2)
			return path;
	return NULL;
}

bool detect_oom_kill(const char *text)
{
	text = str_find(text, "oom_kill ");
	return text && text[9] > '0';
}

static struct lines lines;

int detect_open(const char *file)
{
	lines_begin(&lines, proc_open("%s", file));
	return lines.fd >= 0 ? 0 : proc_fd() < 0 ? -1 : fail_sys("/proc/%s", file);
}

void detect_close(void)
{
	fd_close(&lines.fd);
}

char *detect_line(void)
{
	/* Lines that do not fit, an overlay's with many layers, are passed over: a cgroup's is short. */
	return lines_next(&lines);
}

bool detect_next(struct cgroup_mount *m)
{
	char *line;

	while ((line = detect_line()))
		if (detect_mount(line, m))
			return true;
	return false;
}
