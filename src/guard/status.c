// SPDX-License-Identifier: GPL-2.0-only
/* Hexadecimal masks of /proc/self/status. */
#include "guard/status.h"
#include <string.h>
#include "base/fd.h"
#include "base/proc.h"
#include "base/str.h"

uint64_t status_find(const char *text, const char *name)
{
	size_t len = strlen(name);
	uint64_t mask;

	for (; text; text = strchr(text, '\n')) {
		if (*text == '\n')
			text++;
		if (!strncmp(text, name, len) && text[len] == ':' && text[len + 1] == '\t' && str_number(text + len + 2, 16, UINT64_MAX, &mask))
			return mask;
	}
	return UINT64_MAX;
}

int status_read(char *buf, unsigned size)
{
	int proc = proc_fd();

	return proc < 0 || fd_get(proc, "self/status", buf, size) < 0 ? -1 : 0;
}

uint64_t status_field(const char *name)
{
	char buf[4096];

	return status_read(buf, sizeof(buf)) < 0 ? UINT64_MAX : status_find(buf, name);
}
