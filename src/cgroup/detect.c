// SPDX-License-Identifier: GPL-2.0-only
/* Which cgroup hierarchies are mounted where: one read of mountinfo, and the pure functions that understand it. */
#include "cgroup/detect.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "base/lines.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"

static const struct {
	char name[8];
	unsigned char bit;
} controllers[] = {
	{ "memory", CTL_MEMORY }, { "cpu", CTL_CPU },	    { "cpuacct", CTL_CPUACCT },
	{ "pids", CTL_PIDS },	  { "cpuset", CTL_CPUSET }, { "freezer", CTL_FREEZER },
};

/* Cuts the word at *S off and moves *S behind the blank that ended it. */
static char *word(char **s)
{
	char *start = *s;

	*s += strcspn(*s, " ");
	if (**s)
		*(*s)++ = 0;
	return start;
}

/* mountinfo writes blank, tab, line break and backslash as a backslash and three octal digits. */
static void unescape(char *s)
{
	char *to = s;

	for (; *s; to++) {
		if (s[0] == '\\' && s[1] >= '0' && s[1] <= '3' && s[2] >= '0' && s[2] <= '7' && s[3] >= '0' && s[3] <= '7') {
			*to = (char)((s[1] - '0') << 6 | (s[2] - '0') << 3 | (s[3] - '0'));
			s += 4;
		} else {
			*to = *s++;
		}
	}
	*to = 0;
}

bool detect_mount(char *line, struct cgroup_mount *m)
{
	/* ID PARENT DEVICE ROOT WHERE OPTIONS [OPTIONAL]... - TYPE SOURCE SUPEROPTIONS */
	static const char mark[] = " - cgroup";
	char *tail = line, *root, *where;

	while (tail && !str_starts(tail, mark))
		tail = *tail ? strchr(tail + 1, ' ') : NULL;
	if (!tail)
		return false;
	tail += strlen(mark);
	m->v2 = *tail == '2';
	tail += m->v2;
	if (*tail++ != ' ')
		return false;
	word(&tail);
	m->options = word(&tail);
	word(&line);
	word(&line);
	word(&line);
	root = word(&line);
	where = word(&line);
	unescape(root);
	unescape(where);
	m->root = root;
	m->where = where;
	/* A root of "/.." lies above this cgroup namespace: its groups are others'. */
	return root[0] == '/' && !str_starts(root, "/..") && where[0] == '/';
}

bool detect_lists(const char *list, const char *name)
{
	size_t len;

	for (;; list += len) {
		list += strspn(list, ", \n");
		if (!*list)
			return false;
		len = strcspn(list, ", \n");
		if (str_is(list, len, name))
			return true;
	}
}

unsigned detect_controllers(const char *list)
{
	unsigned mask = 0;

	for (size_t i = 0; i < ARRAY_SIZE(controllers); i++)
		if (detect_lists(list, controllers[i].name))
			mask |= controllers[i].bit;
	return mask;
}

const char *detect_name(unsigned mask)
{
	for (size_t i = 0; i < ARRAY_SIZE(controllers); i++)
		if (mask & controllers[i].bit)
			return controllers[i].name;
	return "";
}

bool detect_group_path(const char *path)
{
	const char *piece;
	int len;

	while ((len = str_piece(&path, '/', &piece)) >= 0)
		if (len == 0 || str_is(piece, (size_t)len, ".") || str_is(piece, (size_t)len, "..") || memchr(piece, '\n', (size_t)len))
			return false;
	return true;
}

uint64_t detect_oom_kills(const char *text)
{
	uint64_t n;

	for (; text; text = strchr(text, '\n'), text += text != NULL)
		if (str_starts(text, "oom_kill ") && str_number(text + strlen("oom_kill "), 10, UINT64_MAX, &n))
			return n;
	return 0;
}

int detect_mounts(const char *process, detect_found *found, void *arg)
{
	struct lines lines = { .fd = -1 };
	struct cgroup_mount m;
	char path[32], *line;
	int proc = proc_fd(), ret = 0;

	if (proc < 0)
		return -1;
	str_fmt(path, sizeof(path), "%s/mountinfo", process);
	lines.fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
	if (lines.fd < 0)
		return fail_sys("/proc/%s", path);
	/* Lines that do not fit, an overlay's with many layers, are passed over: a cgroup's is short. */
	while (!ret && (line = lines_next(&lines)))
		if (detect_mount(line, &m))
			ret = found(&m, arg);
	close(lines.fd);
	return ret;
}
