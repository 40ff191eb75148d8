// SPDX-License-Identifier: GPL-2.0-only
/* What every container has: /dev, /proc, /sys, /tmp, each a file system of its own. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/path.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/sys.h"
#include "root/mask.h"
#include "root/mount.h"
#include "root/root.h"

#define QUIET (SYS_ATTR_NOSUID | SYS_ATTR_NODEV | SYS_ATTR_NOEXEC)
#define DEV_SIZE "65536"

static bool nested; /* the caller is in a user namespace himself */
static bool bound_proc; /* /proc is the caller's, read-only */
static int proc_root = -1, sys_root = -1, dev_root = -1;

static const struct {
	char name[8];
	unsigned char major, minor; /* Documentation/admin-guide/devices.txt */
} nodes[] = {
	{ "null", 1, 3 }, { "zero", 1, 5 }, { "full", 1, 7 }, { "random", 1, 8 }, { "urandom", 1, 9 }, { "tty", 5, 0 },
};

static const struct {
	char name[7], target[16];
} links[] = {
	{ "fd", "/proc/self/fd" },	  { "stdin", "/proc/self/fd/0" }, { "stdout", "/proc/self/fd/1" },
	{ "stderr", "/proc/self/fd/2" }, { "ptmx", "pts/ptmx" },
};

/* Where no node may be made (a user namespace, no CAP_MKNOD): the host's, once it has proven to be that device; read-only,
 * which leaves the device as it is and its owner and mode the host's. */
static int bind_node(const char *name, dev_t dev)
{
	char path[16];
	struct stat st;
	int source;

	str_fmt(path, sizeof(path), "/dev/%s", name);
	source = fd_open(path, O_PATH | O_NOFOLLOW);
	if (source < 0 || fstat(source, &st) < 0 || !S_ISCHR(st.st_mode) || st.st_rdev != dev)
		return fail("%s: not the device of that name", path);
	if (mknodat(dev_root, name, S_IFREG | 0666, 0) < 0)
		return fail_path(path);
	return mount_file(source, fd_open_at(dev_root, name, O_PATH | O_NOFOLLOW), path,
			  SYS_ATTR_NOSUID | SYS_ATTR_NOEXEC | SYS_ATTR_RDONLY);
}

static int make_nodes(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(nodes); i++) {
		dev_t dev = makedev(nodes[i].major, nodes[i].minor);

		if (!mknodat(dev_root, nodes[i].name, S_IFCHR | 0666, dev))
			continue;
		if (errno != EPERM)
			return fail_sys("/dev/%s", nodes[i].name);
		if (bind_node(nodes[i].name, dev) < 0)
			return -1;
	}
	for (size_t i = 0; i < ARRAY_SIZE(links); i++)
		if (symlinkat(links[i].target, dev_root, links[i].name) < 0)
			return fail_sys("/dev/%s", links[i].name);
	return 0;
}

int root_dev_fd(void)
{
	return dev_root;
}

/* Is PATH the target of a --bind or --tmpfs? */
static bool is_replaced(const struct spec *spec, const char *path)
{
	for (unsigned i = 0; i < spec->n_mounts; i++)
		if (!strcmp(spec->mounts[i].dst, path))
			return true;
	return false;
}

/* TYPE at NAME, made, in /dev, the working directory, unless that is replaced. By its name: nobody else can change what is in there. errno stays. */
static int mount_in_dev(const struct spec *spec, const char *name, const char *type, unsigned long flags, const char *data)
{
	char path[16];

	str_fmt(path, sizeof(path), "/dev/%s", name);
	if (is_replaced(spec, path))
		return 0;
	if (mkdirat(dev_root, name, 0755) < 0)
		return fail_sys("/dev/%s", name);
	return mount(type, name, type, flags, data) < 0 ? fail_sys("/dev/%s: %s", name, type) : 0;
}

/* An eighth of the RAM or half of --memory, whichever is less, and at least 1M. */
static uint64_t memory_share(const struct spec *spec)
{
	struct sysinfo info;
	uint64_t bytes = UINT64_MAX;

	if (!sysinfo(&info))
		bytes = (uint64_t)info.totalram * info.mem_unit / 8;
	if (spec->memory && spec->memory / 2 < bytes)
		bytes = spec->memory / 2;
	/* The kernel rounds up to pages: of 64 KiB at most. */
	return bytes < 1 << 20 ? 1 << 20 : bytes & ~(uint64_t)0xffff;
}

static int mount_dev(const struct spec *spec, const char *size)
{
	static const char *const keys[] = { "size=" DEV_SIZE, "mode=755", NULL };
	static const char pts[] = "gid=5,newinstance,ptmxmode=0666,mode=0620";

	dev_root = mount_default("dev", "tmpfs", keys, SYS_ATTR_NOSUID | SYS_ATTR_NOEXEC);
	if (dev_root < 0 || make_nodes() < 0)
		return -1;
	if (sys_fchdir(dev_root) < 0)
		return fail_sys("/dev");
	/* gid 5 is tty everywhere; where 5 is not mapped the kernel says EINVAL, and it is left out. */
	if (mount_in_dev(spec, "pts", "devpts", MS_NOSUID | MS_NOEXEC, pts) < 0 &&
	    (errno != EINVAL || mount("devpts", "pts", "devpts", MS_NOSUID | MS_NOEXEC, pts + strlen("gid=5,")) < 0))
		return -1;
	if (mount_in_dev(spec, "shm", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, size) < 0)
		return -1;
	/* ENODEV: a kernel without message queues. A shared ipc namespace keeps the host's out of reach. */
	if (CFG_MNT_MQUEUE && CFG_NS_IPC && !(spec->share & NS_IPC) &&
	    mount_in_dev(spec, "mqueue", "mqueue", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0 && errno != ENODEV)
		return -1;
	return 0;
}

void root_note_nesting(void)
{
	nested = proc_in_userns();
}

/*
 * The kernel refuses a fresh one (EPERM) in a user namespace that shares the namespace OF which it tells, and in a container whose own is covered in parts.
 * Then it is the caller's, read-only, where he is in a user namespace himself or shares that anyway: else his /proc would show what is not to be seen.
 */
static int mount_kernel(const struct spec *spec, const char *path, const char *type, unsigned attr)
{
	unsigned of = path[1] == 'p' ? NS_PID : NS_NET;
	int fd = mount_default(path + 1, type, NULL, QUIET | attr);

	if (!CFG_NS_USER || fd >= 0 || errno != EPERM)
		return fd;
	if (!spec->build_in_userns)
		root_note_nesting();
	if (!nested && !spec->build_in_userns)
		return fd;
	if (!nested && !(spec->share & of))
		return errno = EPERM, of == NS_PID ? fail_hint("where the caller's is covered: --share pid", "%s: %s", path, type) : fd;
	if (mount_attach(mount_copy(fd_open(path, O_PATH), true), path_make_dir(root_fd(), path + 1), path,
			 QUIET | SYS_ATTR_RDONLY | MOUNT_ATTR_REC) < 0)
		return -1;
	bound_proc |= of == NS_PID;
	return fd_open_at(root_fd(), path + 1, O_PATH | O_DIRECTORY | O_NOFOLLOW);
}

static int mount_tmp(const struct spec *spec, const char *size)
{
	int target;

	if (is_replaced(spec, "/tmp"))
		return 0;
	/* Nobody needs to enter it: mount(2) takes fewer calls. */
	target = mount_target("tmp");
	if (target < 0)
		return -1;
	return sys_fchdir(target) < 0 || mount("tmpfs", ".", "tmpfs", MS_NOSUID | MS_NODEV, size) < 0 ? fail_sys("/tmp") : 0;
}

int root_mount_dev(const struct spec *spec)
{
	char size[48];

	str_fmt(size, sizeof(size), "mode=1777,size=%ju", (uintmax_t)memory_share(spec));
	return (CFG_MNT_DEV && mount_dev(spec, size) < 0) || (CFG_MNT_TMP && mount_tmp(spec, size) < 0) ? -1 : 0;
}

int root_mount_kernel(const struct spec *spec)
{
	if (CFG_MNT_PROC && (proc_root = mount_kernel(spec, "/proc", "proc", 0)) < 0)
		return -1;
	if (CFG_MNT_SYS && (sys_root = mount_kernel(spec, "/sys", "sysfs", mask_left_open(spec, "/sys", "") ? 0 : SYS_ATTR_RDONLY)) < 0)
		return -1;
	if (CFG_MNT_PROC && !bound_proc)
		proc_use(proc_root);
	return 0;
}

int root_mask_kernel(const struct spec *spec)
{
	if (CFG_MNT_PROC)
		proc_use(proc_root);
	return mask_kernel_files(spec, proc_root, !bound_proc, sys_root, dev_root);
}
