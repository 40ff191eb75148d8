// SPDX-License-Identifier: GPL-2.0-only
/* --bind and --tmpfs. */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/path.h"
#include "base/str.h"
#include "base/sys.h"
#include "root/mount.h"
#include "root/root.h"

/* The sources, as copies of their mounts (before 5.2: O_PATH), in the order of spec->mounts. */
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

int root_open_binds(const struct spec *spec)
{
	for (unsigned i = 0; CFG_MNT_BIND && i < spec->n_mounts; i++) {
		const struct mount_spec *m = &spec->mounts[i];
		int fd = -1;

		if (!m->src)
			continue;
		fd = fd_open(m->src, O_PATH);
		sources[i] = fd < 0 ? -1 : mount_copy(fd, recursive(spec, m));
		if (sources[i] < 0)
			return fail_sys("bind: %s", m->src);
	}
	return 0;
}

static int mount_bind(const struct spec *spec, const struct mount_spec *m, int source)
{
	struct stat st;
	int target = -1;

	if (fstat(source, &st) < 0)
		return fail_sys("bind: %s", m->src);
	target = path_make(root_fd(), m->dst, S_ISDIR(st.st_mode));
	if (target < 0)
		return fail_sys("bind: %s", m->dst);
	if (mount_attach(source, target, root_fd(), m->dst, attributes(m->flags), recursive(spec, m)) < 0)
		return fail_in("bind");
	return 0;
}

static int mount_tmpfs(const struct mount_spec *m)
{
	int target = path_make(root_fd(), m->dst, true);
	char data[64];

	if (target < 0)
		return fail_sys("tmpfs: %s", m->dst);
	str_fmt(data, sizeof(data), m->size ? "mode=%o,size=%ju" : "mode=%o", m->mode, (uintmax_t)m->size);
	return mount_on(target, m->dst, "tmpfs", data, attributes(m->flags));
}

int root_mount_binds(const struct spec *spec)
{
	for (unsigned i = 0; (CFG_MNT_BIND || CFG_MNT_TMPFS) && i < spec->n_mounts; i++) {
		const struct mount_spec *m = &spec->mounts[i];

		if (m->src ? mount_bind(spec, m, sources[i]) < 0 : mount_tmpfs(m) < 0)
			return -1;
	}
	return 0;
}
