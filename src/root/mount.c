// SPDX-License-Identifier: GPL-2.0-only
/* Mounting by descriptor. */
#include "root/mount.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/path.h"
#include "base/str.h"
#include "base/sys.h"
#include "root/oldkernel.h"

int mount_enter(int fd, const char *where)
{
	return fchdir(fd) < 0 ? fail_sys("%s", where) : 0;
}

static int set_key(int fs, const char *pair)
{
	const char *equals = strchr(pair, '=');
	char key[16];

	if (!equals)
		return sys_fsconfig_flag(fs, pair);
	if ((size_t)(equals - pair) >= sizeof(key)) {
		errno = EINVAL;
		return -1;
	}
	memcpy(key, pair, (size_t)(equals - pair));
	key[equals - pair] = 0;
	return sys_fsconfig_string(fs, key, equals + 1);
}

/* A detached mount of TYPE, or -1 with errno. */
static int detached(const char *type, const char *const keys[], unsigned attr)
{
	int fs = sys_fsopen(type);

	if (fs < 0)
		return -1;
	for (; keys && *keys; keys++)
		if (set_key(fs, *keys) < 0)
			return -1;
	return sys_fsconfig_create(fs) < 0 ? -1 : sys_fsmount(fs, attr);
}

int mount_new(int dir, const char *name, const char *type, const char *const keys[], unsigned attr)
{
	int fd = detached(type, keys, attr);
	int target = -1;

	if (fd < 0 && errno == ENOSYS)
		return old_mount_new(dir, name, type, keys, attr);
	if (fd < 0)
		return fail_sys("/%s: %s", name, type);
	target = path_make_dir(dir, name);
	if (target < 0)
		return fail_sys("/%s: not an ordinary directory", name);
	if (sys_move_mount(fd, "", target, "", SYS_MOVE_F_EMPTY | SYS_MOVE_T_EMPTY) < 0)
		return fail_sys("/%s", name);
	return fd;
}

/* mount(2)'s flags for what matters on a new super block. */
static unsigned long old_flags(unsigned attr)
{
	return (attr & SYS_ATTR_RDONLY ? MS_RDONLY : 0) | (attr & SYS_ATTR_NOSUID ? MS_NOSUID : 0) | (attr & SYS_ATTR_NODEV ? MS_NODEV : 0) |
	       (attr & SYS_ATTR_NOEXEC ? MS_NOEXEC : 0) | (attr & SYS_ATTR_NOATIME ? MS_NOATIME : 0);
}

int mount_on(int target, const char *where, const char *type, const char *data, unsigned attr)
{
	if (mount_enter(target, where) < 0)
		return -1;
	return mount(type, ".", type, old_flags(attr), data) < 0 ? fail_sys("%s: %s", where, type) : 0;
}

int mount_copy(int source, bool rec)
{
	int fd = sys_open_tree(source, "", SYS_AT_EMPTY_PATH | SYS_OPEN_TREE_CLONE | (rec ? SYS_AT_RECURSIVE : 0));

	return fd < 0 && errno == ENOSYS && CFG_ROOT_OLDKERNEL ? source : fd;
}

static int set_attributes(int fd, unsigned attr, bool rec)
{
	uint64_t clear = attr & SYS_ATTR_NOATIME ? SYS_ATTR__ATIME : 0; /* the access-time values exclude each other */

	return sys_mount_setattr(fd, "", SYS_AT_EMPTY_PATH | (rec ? SYS_AT_RECURSIVE : 0), attr & ~MOUNT_ATTR_SLAVE, clear,
				 attr & MOUNT_ATTR_SLAVE ? 0 : MS_PRIVATE);
}

int mount_attributes(int fd, unsigned attr, bool rec)
{
	int r = set_attributes(fd, attr, rec);

	return r < 0 && errno == ENOSYS ? old_attributes(fd, attr, rec) : r;
}

int mount_attach(int copy, int target, int root, const char *where, unsigned attr, bool rec)
{
	/* Attributes first: nobody ever sees the mount without them. */
	if (set_attributes(copy, attr, rec) < 0)
		return errno == ENOSYS ? old_mount_attach(copy, target, root, where, attr, rec) : fail_sys("%s", where);
	if (sys_move_mount(copy, "", target, "", SYS_MOVE_F_EMPTY | SYS_MOVE_T_EMPTY) < 0)
		return fail_sys("%s", where);
	return 0;
}
