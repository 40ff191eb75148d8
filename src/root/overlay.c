// SPDX-License-Identifier: GPL-2.0-only
/* A root whose changes go elsewhere. */
#include "root/overlay.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/sys.h"
#include "root/mount.h"
#include "root/oldkernel.h"

int overlay_lock(const struct spec *spec)
{
	int fd;

	if (spec->overlay != OVERLAY_DIR)
		return 0;
	fd = fd_open(spec->overlay_dir, O_RDONLY | O_DIRECTORY);
	if (fd < 0)
		return fail_sys("overlay: %s", spec->overlay_dir);
	if (flock(fd, LOCK_EX | LOCK_NB) < 0)
		return fail(0, "overlay: %s: in use by another container", spec->overlay_dir);
	return 0;
}

/* DIR/upper and DIR/work. The top of the root has the upper's owner and mode: they are the lower's where the upper is new. */
static int make_layers(int dir, int lower)
{
	struct stat st;

	if (fstat(lower, &st) < 0)
		return fail_sys("overlay");
	if (!mkdirat(dir, "upper", 0755)) {
		/* An id that the user namespace does not map stays its maker's: EINVAL. */
		int upper = openat(dir, "upper", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

		if (upper < 0 || (fchown(upper, st.st_uid, st.st_gid) < 0 && errno != EINVAL && errno != EPERM) || fchmod(upper, st.st_mode & 07777) < 0)
			return fail_sys("overlay: upper");
	} else if (errno != EEXIST) {
		return fail_sys("overlay: upper");
	}
	return mkdirat(dir, "work", 0700) < 0 && errno != EEXIST ? fail_sys("overlay: work") : 0;
}

/* A tmpfs over the working directory. Returns a descriptor of its root, or -1 with the error's text. */
static int memory_layer(const struct spec *spec)
{
	char size[32] = "size=50%";
	int fs = sys_fsopen("tmpfs");
	int fd = -1;

	if (spec->overlay_size)
		str_fmt(size, sizeof(size), "size=%ju", (uintmax_t)spec->overlay_size);
	if (fs < 0 && errno == ENOSYS && CFG_ROOT_OLDKERNEL) {
		if (mount("tmpfs", ".", "tmpfs", MS_NOSUID | MS_NODEV, size) < 0)
			return fail_sys("overlay: tmpfs");
		return old_reenter(SYS_TMPFS_MAGIC);
	}
	if (fs < 0 || sys_fsconfig_string(fs, "size", size + 5) < 0 || sys_fsconfig_create(fs) < 0)
		return fail_sys("overlay: tmpfs");
	fd = sys_fsmount(fs, SYS_ATTR_NOSUID | SYS_ATTR_NODEV);
	if (fd < 0 || sys_move_mount(fd, "", AT_FDCWD, ".", SYS_MOVE_F_EMPTY) < 0)
		return fail_sys("overlay: tmpfs");
	return mount_enter(fd, "overlay") < 0 ? -1 : fd;
}

/* The layers by descriptor, through the procfs that is the working directory: no path of ours needs overlayfs's escapes. */
static int new_overlay(int lower, int layers, bool userns, unsigned attr)
{
	char lo[48], up[48], work[48];
	int fs = sys_fsopen("overlay");
	int proc = proc_fd();

	str_fmt(lo, sizeof(lo), "self/fd/%d", lower);
	str_fmt(up, sizeof(up), "self/fd/%d/upper", layers);
	str_fmt(work, sizeof(work), "self/fd/%d/work", layers);
	if (fs < 0 || proc < 0 || fchdir(proc) < 0)
		return -1;
	if (sys_fsconfig_string(fs, "lowerdir", lo) < 0 || sys_fsconfig_string(fs, "upperdir", up) < 0 ||
	    sys_fsconfig_string(fs, "workdir", work) < 0)
		return -1;
	/* Whiteouts as user.* attributes, where trusted.* may not be written (5.11). */
	if (userns && sys_fsconfig_flag(fs, "userxattr") < 0)
		return -1;
	return sys_fsconfig_create(fs) < 0 ? -1 : sys_fsmount(fs, attr);
}

static int old_overlay(int lower, int layers, int target)
{
	char data[128];

	str_fmt(data, sizeof(data), "lowerdir=/proc/self/fd/%d,upperdir=/proc/self/fd/%d/upper,workdir=/proc/self/fd/%d/work", lower, layers, layers);
	if (mount_enter(target, "overlay") < 0)
		return -1;
	if (mount("overlay", ".", "overlay", MS_NOSUID | MS_NODEV, data) < 0)
		return fail_sys("overlay");
	return old_reenter(SYS_OVERLAY_MAGIC);
}

int overlay_mount(const struct spec *spec, unsigned attr)
{
	int lower = fd_open(".", O_PATH | O_DIRECTORY);
	int layers = spec->overlay == OVERLAY_DIR ? fd_open(spec->overlay_dir, O_PATH | O_DIRECTORY) : memory_layer(spec);
	int target = spec->overlay == OVERLAY_DIR ? lower : layers;
	int fd = -1;

	if (lower < 0)
		return fail_sys("overlay");
	if (layers < 0)
		return spec->overlay == OVERLAY_DIR ? fail_sys("overlay: %s", spec->overlay_dir) : -1;
	if (make_layers(layers, lower) < 0)
		return -1;
	fd = new_overlay(lower, layers, spec->build_in_userns, attr);
	if (fd < 0 && errno == ENOSYS && CFG_ROOT_OLDKERNEL)
		return old_overlay(lower, layers, target);
	if (fd < 0 && errno == ENODEV)
		return fail_hint(0, "CONFIG_OVERLAY_FS", "overlay: not in this kernel");
	if (fd < 0 || sys_move_mount(fd, "", target, "", SYS_MOVE_F_EMPTY | SYS_MOVE_T_EMPTY) < 0)
		return fail_sys("overlay");
	return fd;
}
