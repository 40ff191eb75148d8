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
#include "root/idmount.h"
#include "root/mount.h"

static int locked = -1; /* DIR as the parent opened it: the way there may be closed to the container's ids */
static int tree = -1; /* its mount, as root/tree.c has ROOT's */

int overlay_lock(const struct spec *spec)
{
	if (spec->overlay != OVERLAY_DIR)
		return 0;
	locked = fd_open(spec->overlay_dir, O_RDONLY | O_DIRECTORY);
	if (locked < 0)
		return fail_sys("overlay: %s", spec->overlay_dir);
	if (idmount_copy(spec, locked, &tree) < 0)
		return -1;
	return flock(locked, LOCK_EX | LOCK_NB) < 0 ? fail("overlay: %s: in use by another container", spec->overlay_dir) : 0;
}

/* DIR, through its idmapped mount where that makes somebody its owner. */
static int open_dir(const char *path)
{
	if (tree >= 0 && idmount_choose(locked, &tree) < 0)
		return -1;
	if (tree < 0)
		return fd_open(path, O_PATH | O_DIRECTORY);
	/* A layer has to lie in this namespace. */
	return mount_move(tree, AT_FDCWD) < 0 || sys_fchdir(tree) < 0 ? -1 : tree;
}

/*
 * NAME of DIR, made where missing: an ordinary directory, for the kernel would follow a link to where the container's writes do not belong. The
 * top of the root has the upper layer's owner and mode: they are the lower's (ST) where it is new. Returns a descriptor, or -1 with errno.
 */
static int layer(int dir, const char *name, const struct stat *st)
{
	bool made = !mkdirat(dir, name, 0700);
	int fd = made || errno == EEXIST ? fd_open_at(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW) : -1;

	if (!made || fd < 0)
		return fd;
	/* An owner that the user namespace does not map cannot be given (EINVAL): it stays the maker's. */
	if (fchownat(fd, "", st->st_uid, st->st_gid, AT_EMPTY_PATH) < 0 && errno != EINVAL && errno != EPERM)
		return -1;
	return sys_fchmod(fd, st->st_mode & 07777) < 0 ? -1 : fd;
}

int overlay_mount(const struct spec *spec, unsigned attr)
{
	/* The layers by descriptor: no path of ours needs overlayfs's escapes. */
	static const char layers[][9] = { "lowerdir", "upperdir", "workdir" };
	char key[3][40], size[32] = "size=50%";
	const char *const memory[] = { size, NULL };
	/* Whiteouts as user.* attributes, where trusted.* may not be written (5.11). */
	const char *const keys[] = { key[0], key[1], key[2], spec->build_in_userns ? "userxattr" : NULL, NULL };
	int fd[3] = { fd_open(".", O_PATH | O_DIRECTORY) }, dir;
	struct stat st;

	if (spec->overlay_size)
		str_fmt(size, sizeof(size), "size=%ju", (uintmax_t)spec->overlay_size);
	dir = spec->overlay == OVERLAY_DIR ? open_dir(spec->overlay_dir) :
					     mount_over("overlay", "tmpfs", memory, SYS_ATTR_NOSUID | SYS_ATTR_NODEV);
	if (dir < 0 || fstat(fd[0], &st) < 0 || (fd[2] = layer(dir, "work", &st)) < 0 || (fd[1] = layer(dir, "upper", &st)) < 0)
		return fail_sys("overlay: %s", spec->overlay_dir ? spec->overlay_dir : "tmpfs");
	for (unsigned i = 0; i < 3; i++)
		str_fmt(key[i], sizeof(key[i]), "%s=/proc/self/fd/%d", layers[i], fd[i]);
	dir = mount_over("root", "overlay", keys, attr);
	if (dir < 0 && errno == ENODEV)
		return fail_hint("CONFIG_OVERLAY_FS", "overlay");
	if (dir < 0 && errno == EINVAL)
		return fail_hint("DIR on an overlay, or read-only; for a plain user, mounts below ROOT", "overlay");
	return dir;
}
