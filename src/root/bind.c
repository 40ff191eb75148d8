// SPDX-License-Identifier: GPL-2.0-only
/* --bind and --tmpfs. */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/path.h"
#include "base/str.h"
#include "base/sys.h"
#include "root/idmount.h"
#include "root/mount.h"
#include "root/root.h"
#include "root/with.h"

/*
 * The sources, as copies of their mounts (before 5.2: O_PATH), in the order of spec->mounts. Those to be idmapped are the parent's (> 0), and all of
 * root's user namespace: the way to them may be closed to the container's ids.
 */
static int sources[CONFIG_MAX_MOUNTS];

static bool recursive(const struct spec *spec, const struct mount_spec *m)
{
	return m->flags & MOUNT_REC || spec->build_in_userns;
}

static unsigned attributes(unsigned flags)
{
	return (flags & MOUNT_RO ? SYS_ATTR_RDONLY : 0) | (flags & MOUNT_SUID ? 0 : SYS_ATTR_NOSUID) | (flags & MOUNT_DEV ? 0 : SYS_ATTR_NODEV) |
	       (flags & MOUNT_NOEXEC ? SYS_ATTR_NOEXEC : 0) | (flags & MOUNT_NOATIME ? SYS_ATTR_NOATIME : 0) |
	       (flags & MOUNT_SLAVE ? MOUNT_ATTR_SLAVE : 0);
}

static bool idmapped(const struct mount_spec *m)
{
	return CFG_MNT_IDMAP && m->flags & MOUNT_IDMAP;
}

/* Not tolerated: -1 with the error's text. */
static int not_idmapped(const struct spec *spec, const struct mount_spec *m)
{
	bool cannot = idmount_cannot(errno);

	fail_hint(cannot ? "Linux 5.12, root, its file system; --tolerate idmap" : NULL, "bind: %s: idmap", m->src);
	if (!cannot || !(spec->tolerate & TOLERATE_IDMAP))
		return -1;
	fail_print();
	return 0;
}

/* Before the clone (PID 0) the copies, after it the maps on them, and they are the child's alone. */
static int copy_binds(const struct spec *spec, pid_t pid)
{
	for (unsigned i = 0; CFG_MNT_BIND && CFG_MNT_IDMAP && i < spec->n_mounts; i++) {
		const struct mount_spec *m = &spec->mounts[i];
		bool idmap = idmapped(m);
		int r = 0;

		if (!m->src || !(idmap || idmount_wanted(spec)))
			continue;
		if (!pid)
			r = sources[i] = mount_clone(AT_FDCWD, m->src, !idmap || m->flags & MOUNT_REC);
		else if (idmap && sources[i] >= 0)
			r = idmount_set(pid, sources[i], true);
		/* What could not be copied and is not to be idmapped the child opens. */
		if (r < 0 && idmap && not_idmapped(spec, m) < 0)
			return -1;
		if (pid)
			fd_close(&sources[i]);
	}
	return 0;
}

int root_prepare_binds(const struct spec *spec, struct trace *trace)
{
	(void)trace;
	return copy_binds(spec, 0);
}

int root_attach_binds(const struct spec *spec, struct trace *trace)
{
	return copy_binds(spec, trace->pid);
}

int root_open_binds(const struct spec *spec)
{
	for (unsigned i = 0; CFG_MNT_BIND && i < spec->n_mounts; i++) {
		const struct mount_spec *m = &spec->mounts[i];
		int fd = -1;

		if (!m->src || sources[i] > 0)
			continue;
		fd = fd_open(m->src, O_PATH);
		sources[i] = fd < 0 ? -1 : mount_copy(fd, recursive(spec, m));
		if (sources[i] < 0)
			return fail_hint(fd >= 0 && errno == EINVAL ? "rec" : NULL, "bind: %s", m->src);
	}
	return 0;
}

static int mount_tmpfs(const struct mount_spec *m)
{
	int target = path_make(root_fd(), m->dst, true);
	char mode[16], size[32];
	const char *const keys[] = { mode, m->size ? size : NULL, NULL };

	if (target < 0 || sys_fchdir(target) < 0)
		return fail_path(m->dst);
	str_fmt(mode, sizeof(mode), "mode=%o", m->mode);
	str_fmt(size, sizeof(size), "size=%ju", (uintmax_t)m->size);
	return mount_over(m->dst, "tmpfs", keys, attributes(m->flags) & ~MOUNT_ATTR_SLAVE);
}

int root_mount_binds(const struct spec *spec)
{
	for (unsigned i = 0; (CFG_MNT_BIND || CFG_MNT_TMPFS) && i < spec->n_mounts; i++) {
		const struct mount_spec *m = &spec->mounts[i];

		if (with_mount(strlen(m->dst)) < 0)
			return -1;
		if ((m->src ? mount_inside(sources[i], m->dst, attributes(m->flags) | (recursive(spec, m) ? MOUNT_ATTR_REC : 0)) : mount_tmpfs(m)) < 0)
			return fail_in(m->src ? "bind" : "tmpfs");
	}
	return 0;
}
