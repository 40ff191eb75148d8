// SPDX-License-Identifier: GPL-2.0-only
/* Standard streams that are the host's null device. */
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include "base/log.h"
#include "root/root.h"

int root_own_null(const struct spec *spec)
{
	const dev_t null = makedev(1, 3);

	(void)spec;
	for (int fd = 0; fd < 3; fd++) {
		struct stat st;
		int own;

		if (fstat(fd, &st) < 0)
			return fail_sys("standard streams");
		if (!S_ISCHR(st.st_mode) || st.st_rdev != null)
			continue;
		/* (libc's fcntl(2) knows every command.) */
		own = openat(root_dev_fd(), "null", (int)syscall(SYS_fcntl, fd, F_GETFL) & (O_ACCMODE | O_PATH));
		if (own < 0 || dup2(own, fd) < 0)
			return fail_sys("/dev/null");
	}
	return 0;
}
