// SPDX-License-Identifier: GPL-2.0-only
/* The mounts of this process's namespace. */
#include "root/mountinfo.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/lines.h"
#include "base/proc.h"
#include "base/str.h"

static int number(char **rest)
{
	const char *field = lines_field(rest, ' ');
	uint64_t n;

	return field && str_whole_number(field, 10, INT_MAX, &n) ? (int)n : -1;
}

int mountinfo_parse(struct mountinfo *info)
{
	char *text = info->text, *line;

	info->n = 0;
	while ((line = lines_field(&text, '\n'))) {
		/* ID PARENT DEVICE ROOT PATH OPTIONS ... */
		int id = number(&line), parent = number(&line);
		char *path;

		lines_field(&line, ' ');
		lines_field(&line, ' ');
		path = lines_field(&line, ' ');
		if (id < 0 || parent < 0 || !line)
			continue;
		if (info->n == MOUNTINFO_MAX) {
			errno = EFBIG;
			return -1;
		}
		str_unescape(path);
		info->mounts[info->n].id = id;
		info->mounts[info->n].parent = parent;
		info->mounts[info->n++].path = path;
	}
	return 0;
}

int mountinfo_read(struct mountinfo *info)
{
	AUTOFD fd = proc_open("self/mountinfo");

	if (fd < 0 || fd_read(fd, info->text, sizeof(info->text)) < 0)
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

/* Is the path PART the path WHOLE or that of a directory on the way to it? */
static bool leads_to(const char *part, const char *whole)
{
	size_t len = strlen(part);

	return str_starts(whole, part) && (!whole[len] || whole[len] == '/');
}

bool mountinfo_covered(const struct mountinfo *info, unsigned i, int top)
{
	int on = info->mounts[i].id; /* what is mounted at the same place lies on the first one */

	/* Upwards, with what is mounted on the same mount beside each. */
	for (unsigned depth = 0; depth < info->n; depth++) {
		unsigned up = i;

		for (unsigned k = 0; k < info->n; k++) {
			if (k != i && info->mounts[k].parent == on && leads_to(info->mounts[k].path, info->mounts[i].path))
				return true;
			if (info->mounts[k].id == on)
				up = k;
		}
		if (on == top)
			return false;
		i = up;
		on = info->mounts[i].parent;
	}
	return false;
}

static int place = -1, place_info = -1;

int mountinfo_begin(void)
{
	place = fd_open("/", O_PATH);
	place_info = proc_open("self/fdinfo/%d", place);
	return place_info;
}

int mountinfo_id(int fd)
{
	char text[512];
	const char *line;
	uint64_t id;
	ssize_t n;

	if ((place_info < 0 && mountinfo_begin() < 0) || dup3(fd, place, O_CLOEXEC) < 0)
		return -1;
	n = pread(place_info, text, sizeof(text) - 1, 0);
	text[n < 0 ? 0 : n] = 0;
	line = str_find(text, "mnt_id:\t");
	return line && str_number(line + 8, 10, INT_MAX, &id) ? (int)id : -1;
}
