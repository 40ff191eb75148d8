// SPDX-License-Identifier: GPL-2.0-only
/* Where / is the initramfs: pivot_root cannot move it (EINVAL on every kernel). */
#include "root/switch.h"
#include <fcntl.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/sys.h"
#include "root/mountinfo.h"

/* The last one first: what lies on another goes before it. TOP itself cannot go; it lies below the new root, out of every path's reach. */
static void unmount_host(int top, const struct mountinfo *info, int own)
{
	if (sys_fchdir(top) < 0)
		return;
	for (unsigned i = info->n; i-- > 0;) {
		const char *path = info->mounts[i].path + 1;

		if (*path && info->mounts[i].id != own && !mountinfo_below(info, i, own))
			umount2(path, MNT_DETACH | UMOUNT_NOFOLLOW);
	}
}

int switch_by_move(const struct spec *spec)
{
	static struct mountinfo info;
	int top = fd_open("/", O_PATH | O_DIRECTORY);
	int here = fd_open(".", O_PATH | O_DIRECTORY);
	int own = mountinfo_id(here);

	if (spec->cap_add != SPEC_ALL && spec->cap_add >> CAP_SYS_CHROOT & 1) { /* "all" trusts the command with all */
		errno = EPERM;
		return -1;
	}
	/* Read before the move: what lies below the new root has no path for us afterwards. */
	if (top < 0 || own < 0 || mountinfo_read(&info) < 0)
		return -1;
	/* ELOOP: ROOT is / itself, and lies over it already. */
	if ((mount(".", "/", NULL, MS_MOVE, NULL) < 0 && errno != ELOOP) || chroot(".") < 0)
		return -1;
	unmount_host(top, &info, own);
	return chdir("/");
}
