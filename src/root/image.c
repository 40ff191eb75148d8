// SPDX-License-Identifier: GPL-2.0-only
/* A root that is a file with a file system in it. */
#include "root/image.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/loop.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/lines.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/sys.h"
#include "root/idmount.h"
#include "root/mount.h"
#include "root/oldkernel.h"

#define ATTR (SYS_ATTR_RDONLY | SYS_ATTR_NOSUID | SYS_ATTR_NODEV)
#define CONFIGURE 0x4c0a /* LOOP_CONFIGURE, 5.8 */

/* How the usual ones begin, so that one which the kernel lacks can be named and its module is loaded. The first that it has is it. */
static const struct {
	const char type[9], config[9];
	unsigned short offset;
	char magic[5];
} known[] = {
	{ "squashfs", "SQUASHFS", 0, "hsqs" }, { "ext4", "EXT4_FS", 1080, "\x53\xef" }, { "ext2", "EXT2_FS", 1080, "\x53\xef" },
	{ "erofs", "EROFS_FS", 1024, "\xe2\xe1\xf5\xe0" }, { "f2fs", "F2FS_FS", 1024, "\x10\x20\xf5\xf2" }, { "xfs", "XFS_FS", 0, "XFSB" },
};

static int file = -1, mounted = -1; /* the image; its file system */
static char source[32];		    /* "source=/dev/loopN" */

/* The device, once open, stays so as long as husk does: the child before 5.2 mounts it by its name. */
static int attach_loop(void)
{
	/* struct loop_config of <linux/loop.h>, 5.8 */
	static struct {
		uint32_t fd, block_size;
		struct loop_info64 info;
		uint64_t reserved[8];
	} config;
	int control = fd_open("/dev/loop-control", O_RDWR), n, device, tries = 100;

	config.fd = (uint32_t)file;
	config.info.lo_flags = LO_FLAGS_READ_ONLY | LO_FLAGS_AUTOCLEAR;
	if (control < 0)
		return fail_hint("CONFIG_BLK_DEV_LOOP", "/dev/loop-control");
	/* Another process can be faster (EBUSY). */
	do {
		n = ioctl(control, LOOP_CTL_GET_FREE);
		str_fmt(source, sizeof(source), "source=/dev/loop%d", n);
		device = n < 0 ? -1 : fd_open(source + 7, O_RDONLY);
		if (device < 0)
			break;
		if (!ioctl(device, CONFIGURE, &config))
			return 0;
		if (errno == EINVAL && CFG_ROOT_OLDKERNEL && !ioctl(device, LOOP_SET_FD, file)) {
			if (!ioctl(device, LOOP_SET_STATUS64, &config.info))
				return 0;
			n = errno;
			ioctl(device, LOOP_CLR_FD, 0);
			errno = n;
		}
		fd_close(&device);
	} while (errno == EBUSY && tries--);
	return fail_path(n < 0 ? "/dev/loop-control" : source + 7);
}

static int mount_type(const char *type, bool here)
{
	/* Of what an image of ext2, 3 or 4 says about its errors one thing is to panic. */
	const char *keys[] = { source, "ro", str_starts(type, "ext") ? "errors=continue" : NULL, NULL, NULL }, **replay = keys[2] ? keys + 3 : keys + 2;

	for (;;) {
		int fd = mount_new(type, keys, ATTR);

		if (fd < 0 && errno == ENOSYS && here)
			fd = old_mount_over(type, keys, ATTR);
		/* A journal to be replayed cannot be, on a read-only device: what it has not reached is not there. */
		if (fd >= 0 || errno != EROFS || *replay)
			return fd;
		*replay = "norecovery";
	}
}

/* What no row knows: any that this kernel has loaded and that lives on a device. */
static int mount_any(bool here)
{
	struct lines lines;
	const char *line;
	int fd = -1;

	lines_begin(&lines, proc_open("filesystems"));
	while (fd < 0 && errno != ENOSYS && (line = lines_next(&lines)))
		if (*line == '\t')
			fd = mount_type(line + 1, here);
	fd_close(&lines.fd);
	return fd;
}

/* HERE: also by mount(2), on the working directory. -1 with errno ENOSYS: there is no other way. */
static int mount_image(bool here)
{
	const char *missing = NULL, *type = NULL;
	char magic[4];
	int fd;

	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		if (pread(file, magic, 4, known[i].offset) < 4 || memcmp(magic, known[i].magic, known[i].magic[2] ? 4 : 2))
			continue;
		type = known[i].type;
		fd = mount_type(type, here);
		if (fd >= 0)
			return fd;
		if (errno != ENODEV)
			return fail_path(type);
		missing = missing ? missing : known[i].config;
	}
	errno = 0;
	fd = type ? -1 : mount_any(here);
	if (fd >= 0 || errno == ENOSYS)
		return fd;
	return type ? fail("kernel has no %s support (CONFIG_%s)", type, missing) : fail("no file system that this kernel knows");
}

int image_prepare(const struct spec *spec)
{
	int type;

	/* A name only, until it has proven to be a file: to open a fifo can block, to open a device can do anything. */
	file = fd_open(spec->root, O_PATH);
	type = fd_type(file);
	if (type < 0)
		return fail_sys("root: %s", spec->root);
	if (type != S_IFREG)
		return fail("root: %s: not a directory or a file", spec->root);
	if (sys_euid())
		return errno = EPERM, fail_hint("unpack it", "root: %s: an image", spec->root);
	file = proc_open("self/fd/%d", file);
	if (file < 0)
		return fail_sys("root: %s", spec->root);
	if (attach_loop() < 0 || ((mounted = mount_image(false)) < 0 && !(errno == ENOSYS && CFG_ROOT_OLDKERNEL)))
		return fail_in("root: %s", spec->root);
	idmount_add(spec, &mounted);
	return 0;
}

int image_mount(const struct spec *spec)
{
	bool made = mounted >= 0;

	if (file < 0)
		return 0;
	if (!made && (mounted = mount_image(true)) < 0)
		return fail_in("root: %s", spec->root);
	if ((made && mount_move(mounted, AT_FDCWD) < 0) || sys_fchdir(mounted) < 0)
		return fail_sys("root: %s", spec->root);
	return mounted;
}
