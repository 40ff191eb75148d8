// SPDX-License-Identifier: GPL-2.0-only
/* A trace as text, and back. */
#include "box/record.h"
#include <limits.h>
#include <string.h>
#include "base/lines.h"
#include "base/str.h"

size_t record_pack(char *buf, size_t size, const struct trace *t, const char *boot, bool derived)
{
	return str_fmt(buf, size, "boot %s\nname %s\nderived %d\npid %d\nstart %ju\ncgroup %s\nmade %d\nlink %s\nend \n", boot, t->name, derived,
		       (int)t->pid, (uintmax_t)t->start, t->cgroup, t->cgroup_made, t->link);
}

static void copy(char *to, size_t size, const char *from)
{
	str_fmt(to, size, "%s", from);
}

bool record_unpack(char *text, struct trace *t, const char *boot, bool *same_boot, bool *derived)
{
	char *line, *key;
	uint64_t number = 0;

	memset(t, 0, sizeof(*t));
	*same_boot = *derived = false;
	while ((line = lines_field(&text, '\n')) && *line) {
		key = lines_field(&line, ' ');
		if (!line)
			return false;
		str_whole_number(line, 10, UINT64_MAX, &number);
		if (!strcmp(key, "boot"))
			*same_boot = !strcmp(line, boot);
		else if (!strcmp(key, "name"))
			copy(t->name, sizeof(t->name), line);
		else if (!strcmp(key, "derived"))
			*derived = number == 1;
		else if (!strcmp(key, "pid"))
			t->pid = number <= INT_MAX ? (pid_t)number : 0;
		else if (!strcmp(key, "start"))
			t->start = number;
		else if (!strcmp(key, "cgroup"))
			copy(t->cgroup, sizeof(t->cgroup), line);
		else if (!strcmp(key, "made"))
			t->cgroup_made = number == 1;
		else if (!strcmp(key, "link"))
			copy(t->link, sizeof(t->link), line);
		else if (!strcmp(key, "end"))
			return *t->name; /* behind it lies what a longer record left */
	}
	return false;
}
