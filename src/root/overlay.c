// SPDX-License-Identifier: GPL-2.0-only
/* A root whose changes go elsewhere. */
#include "root/overlay.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/str.h"
#include "base/sys.h"
#include "root/mount.h"

int overlay_lock(const struct spec *spec)
{
	int fd;

	if (spec->overlay != OVERLAY_DIR)
		return 0;
	fd = fd_open(spec->overlay_dir, O_RDONLY | O_DIRECTORY);
	if (fd < 0)
		return fail_sys("overlay: %s", spec->overlay_dir);
	return flock(fd, LOCK_EX | LOCK_NB) < 0 ? fail(0, "overlay: %s: in use by another container", spec->overlay_dir) : 0;
}

/* DIR/upper and DIR/work. The top of the root has the upper's owner and mode: they are the lower's where the upper is new. */
static int make_layers(int dir, int lower)
{
	struct stat st;

	if (mkdirat(dir, "work", 0700) < 0 && errno != EEXIST)
		return -1;
	if (mkdirat(dir, "upper", 0755) < 0)
		return errno == EEXIST ? 0 : -1;
	/* An owner that the user namespace does not map cannot be given (EINVAL): it stays the maker's. */
	if (fstat(lower, &st) < 0 || (fchownat(dir, "upper", st.st_uid, st.st_gid, AT_SYMLINK_NOFOLLOW) < 0 && errno != EINVAL && errno != EPERM))
		return -1;
	return sys_fchmodat(dir, "upper", st.st_mode & 07777);
}

int overlay_mount(const struct spec *spec, unsigned attr)
{
	/* The layers by descriptor: no path of ours needs overlayfs's escapes. */
	char lo[40], up[48], work[48], size[32] = "size=50%";
	const char *const memory[] = { size, NULL };
	/* Whiteouts as user.* attributes, where trusted.* may not be written (5.11). */
	const char *const keys[] = { lo, up, work, spec->build_in_userns ? "userxattr" : NULL, NULL };
	int lower = fd_open(".", O_PATH | O_DIRECTORY), layers;

	if (spec->overlay_size)
		str_fmt(size, sizeof(size), "size=%ju", (uintmax_t)spec->overlay_size);
	layers = spec->overlay == OVERLAY_DIR ? fd_open(spec->overlay_dir, O_PATH | O_DIRECTORY) :
						mount_over("overlay", "tmpfs", memory, SYS_ATTR_NOSUID | SYS_ATTR_NODEV);
	if (layers < 0 || make_layers(layers, lower) < 0)
		return fail_sys("overlay: %s", spec->overlay_dir ? spec->overlay_dir : "tmpfs");
	str_fmt(lo, sizeof(lo), "lowerdir=/proc/self/fd/%d", lower);
	str_fmt(up, sizeof(up), "upperdir=/proc/self/fd/%d/upper", layers);
	str_fmt(work, sizeof(work), "workdir=/proc/self/fd/%d/work", layers);
	return mount_over("root", "overlay", keys, attr);
}
