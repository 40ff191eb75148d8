// SPDX-License-Identifier: GPL-2.0-only
/* Hexadecimal masks of /proc/self/status. */
#include "guard/status.h"
#include <unistd.h>
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"

static char status[4096]; /* twice what the kernel prints at present, and all in one read */

int status_read(void)
{
	int fd = proc_open("self/status"); /* inside_forget_proc closes it, with the procfs */

	return fd < 0 || read(fd, status, sizeof(status) - 1) < 0 ? fail_sys("/proc/self/status") : 0;
}

const char *status_find(const char *label)
{
	return str_find(status, label);
}

const char *status_number(const char *line, uint64_t *mask)
{
	return line ? str_wide(line + sizeof("\nSigIgn:\t") - 1, 16, mask) : NULL;
}
