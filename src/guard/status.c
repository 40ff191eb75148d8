// SPDX-License-Identifier: GPL-2.0-only
/* Hexadecimal masks of /proc/self/status. */
#include "guard/status.h"
#include <fcntl.h>
#include <unistd.h>
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"

static char status[4096]; /* twice what the kernel prints at present, and all in one read */

int status_read(void)
{
	int proc = proc_fd(), fd;

	if (proc < 0)
		return -1;
	/* Only the child asks, once: its exec closes it. */
	fd = openat(proc, "self/status", O_RDONLY | O_CLOEXEC);
	return read(fd, status, sizeof(status) - 1) < 0 ? fail_sys("/proc/self/status") : 0;
}

uint64_t status_mask(const char *line)
{
	const char *s = str_find(status, line);
	uint64_t mask;

	return s && str_number(s + STATUS_MASK, 16, UINT64_MAX, &mask) ? mask : UINT64_MAX;
}
