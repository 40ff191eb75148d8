// SPDX-License-Identifier: GPL-2.0-only
/* Standard streams that are the host's null device. */
#include <fcntl.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "root/root.h"

int root_own_null(const struct spec *spec)
{
	int own = -1;

	if (spec->tty) /* its own terminal is there already */
		return 0;
	for (int fd = 0; fd < 3; fd++) {
		if (!(spec->null_streams >> fd & 1))
			continue;
		/* To be read and written, whatever it was: there is nothing in it. */
		if (own < 0)
			own = fd_open_at(root_dev_fd(), "null", O_RDWR);
		if (own < 0 || dup2(own, fd) < 0)
			return fail_sys("/dev/null");
	}
	return 0;
}
