// SPDX-License-Identifier: GPL-2.0-only
/* The mounts of this process's namespace. */
#include "root/mountinfo.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include "base/fd.h"
#include "base/proc.h"
#include "base/str.h"

static unsigned octal(char c)
{
	return c >= '0' && c <= '7' ? (unsigned)(c - '0') : 8;
}

/* The kernel writes blank, tab, newline and backslash as \ooo. */
static void unescape(char *s)
{
	char *to = s;

	for (; *s; s++, to++) {
		if (*s == '\\' && octal(s[1]) < 8 && octal(s[2]) < 8 && octal(s[3]) < 8) {
			*to = (char)(octal(s[1]) << 6 | octal(s[2]) << 3 | octal(s[3]));
			s += 3;
		} else {
			*to = *s;
		}
	}
	*to = 0;
}

int mountinfo_parse(struct mountinfo *info)
{
	info->n = 0;
	for (char *line = info->text, *next; line && *line; line = next) {
		uint64_t id, parent;
		const char *s = str_number(line, 10, INT_MAX, &id);
		char *path, *end;

		next = strchr(line, '\n');
		if (next)
			*next++ = 0;
		s = s && *s == ' ' ? str_number(s + 1, 10, INT_MAX, &parent) : NULL;
		/* id parent major:minor root PATH options */
		path = s ? strchr(s + 1, ' ') : NULL;
		path = path ? strchr(path + 1, ' ') : NULL;
		end = path ? strchr(path + 1, ' ') : NULL;
		if (!end)
			continue;
		*end = 0;
		unescape(path + 1);
		if (info->n == MOUNTINFO_MAX) {
			errno = EFBIG;
			return -1;
		}
		info->mounts[info->n].id = (int)id;
		info->mounts[info->n].parent = (int)parent;
		info->mounts[info->n++].path = path + 1;
	}
	return 0;
}

int mountinfo_read(struct mountinfo *info)
{
	int proc = proc_fd();

	if (proc < 0 || fd_get(proc, "self/mountinfo", info->text, sizeof(info->text)) < 0)
		return -1;
	return mountinfo_parse(info);
}

bool mountinfo_below(const struct mountinfo *info, unsigned i, int top)
{
	int parent = info->mounts[i].parent;

	for (unsigned depth = 0; depth < info->n; depth++) {
		unsigned k = 0;

		if (parent == top)
			return true;
		while (k < info->n && info->mounts[k].id != parent)
			k++;
		if (k == info->n)
			return false;
		parent = info->mounts[k].parent;
	}
	return false;
}

int mountinfo_id(int fd)
{
	char path[32], text[512];
	const char *line;
	uint64_t id;
	int proc = proc_fd();

	str_fmt(path, sizeof(path), "self/fdinfo/%d", fd);
	if (proc < 0 || fd_get(proc, path, text, sizeof(text)) < 0)
		return -1;
	line = str_find(text, "mnt_id:\t");
	return line && str_number(line + 8, 10, INT_MAX, &id) ? (int)id : -1;
}
