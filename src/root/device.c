// SPDX-License-Identifier: GPL-2.0-only
/* --device: the host's node at its own path. What may be done with it is the device controller's. */
#include <fcntl.h>
#include <sys/stat.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/sys.h"
#include "root/mount.h"
#include "root/root.h"

int root_add_devices(const struct spec *spec)
{
	for (unsigned i = 0; i < spec->n_devices; i++) {
		const char *path = spec->devices[i].path;
		int source = fd_open(path, O_PATH), type = fd_type(source);

		if (type < 0)
			return fail_sys("device: %s", path);
		if (type != S_IFCHR && type != S_IFBLK)
			return fail("device: %s: no device", path);
		/* Read-only keeps owner and mode as they are on the host; the device itself can be written. */
		if (mount_inside(mount_copy(source, false), path, SYS_ATTR_NOSUID | SYS_ATTR_NOEXEC | SYS_ATTR_RDONLY) < 0)
			return fail_in("device");
	}
	return 0;
}
