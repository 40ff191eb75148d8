// SPDX-License-Identifier: GPL-2.0-only
/* --mask: a directory is covered by an empty one, a file by husk's own null device. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/path.h"
#include "base/sys.h"
#include "root/mount.h"
#include "root/root.h"

#define QUIET (SYS_ATTR_RDONLY | SYS_ATTR_NOSUID | SYS_ATTR_NOEXEC)

int root_mount_masks(const struct spec *spec)
{
	static const char *const keys[] = { "size=4k", "mode=555", NULL };

	for (unsigned i = 0; i < spec->masks.n; i++) {
		const char *path = spec->masks.word[i];
		struct stat st;
		int fd = path_open(root_fd(), path, 0), type = fd_type(fd), null, r;

		if (type < 0)
			return fail_sys("mask: %s", path);
		if (type == S_IFDIR) {
			r = sys_fchdir(fd) < 0 ? fail_path(path) : mount_over(path, "tmpfs", keys, QUIET | SYS_ATTR_NODEV);
		} else {
			null = fd_open_at(root_dev_fd(), "null", O_PATH | O_NOFOLLOW);
			/* A bind may lie on it. */
			if (fstat(null, &st) < 0 || !fd_is_null(&st))
				return fail("mask: /dev/null: not the null device");
			r = mount_file(null, fd, path, QUIET);
		}
		if (r < 0)
			return fail_in("mask");
	}
	return 0;
}
