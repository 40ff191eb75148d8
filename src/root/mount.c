// SPDX-License-Identifier: GPL-2.0-only
/* Mounting by descriptor. */
#include "root/mount.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/code.h"
#include "base/fd.h"
#include "base/log.h"
#include "base/path.h"
#include "base/sys.h"
#include "root/oldkernel.h"
#include "root/root.h"

static bool old; /* a kernel before 5.2, without open_tree(2): what mount_copy() returned is no copy, but the thing itself */

/* FS with the "key=value" or "key" of PAIR set. */
static int set_key(int fs, const char *pair)
{
	const char *equals = strchr(pair, '=');
	char key[16] = "";

	if (!equals)
		return sys_fsconfig_flag(fs, pair);
	memcpy(key, pair, (size_t)(equals - pair) % sizeof(key));
	return sys_fsconfig_string(fs, key, equals + 1);
}

int mount_new(const char *type, const char *const keys[], unsigned attr)
{
	int fs = sys_fsopen(type);

	if (fs < 0)
		return -1;
	for (; keys && *keys; keys++)
		if (set_key(fs, *keys) < 0)
			return -1;
	return sys_fsconfig_create(fs) < 0 ? -1 : sys_fsmount(fs, attr);
}

int mount_move(int fd, int target)
{
	return sys_move_mount(fd, "", target, "", SYS_MOVE_F_EMPTY | SYS_MOVE_T_EMPTY);
}

OUTLINED int mount_clone(int at, const char *path, bool rec)
{
	return sys_open_tree(at, path, SYS_AT_EMPTY_PATH | SYS_OPEN_TREE_CLONE | (rec ? SYS_AT_RECURSIVE : 0));
}

int mount_over(const char *where, const char *type, const char *const keys[], unsigned attr)
{
	int fd = mount_new(type, keys, attr);

	if (fd < 0 && errno == ENOSYS)
		fd = old_mount_over(type, keys, attr);
	else if (fd >= 0 && mount_move(fd, AT_FDCWD) < 0)
		fd = -1;
	return fd < 0 || sys_fchdir(fd) < 0 ? fail_sys("%s: %s", where, type) : fd;
}

int mount_target(const char *name)
{
	int target = path_make_dir(root_fd(), name);

	if (target >= 0)
		return target;
	return CFG_ROOT_OVERLAY && errno == EROFS ? fail("/%s: missing in a read-only root (--overlay)", name) :
				fail_sys("/%s: not an ordinary directory", name);
}

int mount_default(const char *name, const char *type, const char *const keys[], unsigned attr)
{
	int fd = mount_new(type, keys, attr), target;

	/* A name without a slash, and no link is followed at its end; a directory is attached to nothing but a directory. */
	if (fd >= 0 && !sys_move_mount(fd, "", root_fd(), name, SYS_MOVE_F_EMPTY))
		return fd;
	if (fd < 0 && errno != ENOSYS)
		return fail_sys("/%s: %s", name, type);
	/* It is missing, or no directory. */
	target = mount_target(name);
	if (target < 0)
		return -1;
	if (fd < 0)
		fd = sys_fchdir(target) < 0 ? -1 : old_mount_over(type, keys, attr);
	else if (mount_move(fd, target) < 0)
		fd = -1;
	return fd < 0 ? fail_sys("/%s: %s", name, type) : fd;
}

int mount_copy(int source, bool rec)
{
	int fd = mount_clone(source, "", rec);

	if (fd >= 0 || errno != ENOSYS || !CFG_ROOT_OLDKERNEL)
		return fd;
	old = true;
	return source;
}

static int set_attributes(int fd, unsigned attr)
{
	const struct sys_mount_attr attrs = {
		.set = attr & ~(MOUNT_ATTR_SLAVE | MOUNT_ATTR_REC),
		/* The access-time values exclude each other: one is set by clearing all. */
		.clear = attr & SYS_ATTR_NOATIME ? SYS_ATTR__ATIME : 0,
		.propagation = attr & MOUNT_ATTR_SLAVE ? 0 : MS_PRIVATE,
	};

	return sys_mount_setattr(fd, attr & MOUNT_ATTR_REC, &attrs);
}

int mount_attributes(int fd, unsigned attr)
{
	int r = set_attributes(fd, attr);

	return r < 0 && errno == ENOSYS ? old_attributes(fd, attr) : r;
}

int mount_attach(int copy, int target, const char *where, unsigned attr)
{
	/* Attributes first: nobody ever sees the mount without them. */
	int r = copy < 0 ? -1 : old ? 1 : set_attributes(copy, attr);

	if (r > 0 || (r < 0 && errno == ENOSYS))
		r = old_mount_attach(copy, target, where, attr, !old);
	else if (!r)
		r = mount_move(copy, target);
	return r < 0 ? fail_path(where) : 0;
}

int mount_inside(int copy, const char *where, unsigned attr)
{
	int type = fd_type(copy), target = type < 0 ? -1 : path_make(root_fd(), where, type == S_IFDIR);

	return target < 0 ? fail_path(where) : mount_attach(copy, target, where, attr);
}

int mount_file(int source, int target, const char *where, unsigned attr)
{
	return mount_attach(mount_copy(source, false), target, where, attr);
}
