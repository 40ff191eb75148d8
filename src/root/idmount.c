// SPDX-License-Identifier: GPL-2.0-only
/* Idmapped mounts. */
#include "root/idmount.h"
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/sys.h"
#include "root/mount.h"

#define OVERFLOW_ID 65534 /* how stat(2) shows an id that is not mapped */

bool idmount_layers(const struct spec *spec)
{
	struct utsname uts;

	/* Before 5.12 there is nothing to be asked for; that leaves 5.12 to 5.18. */
	return !spec->overlay || (!uname(&uts) && !(str_starts(uts.release, "5.1") && uts.release[3] < '9'));
}

bool idmount_wanted(const struct spec *spec)
{
	return spec->build_in_userns && !sys_euid();
}

int idmount_copy(const struct spec *spec, int fd)
{
	/* Before 5.2, which has no such call, it would not help either. */
	return idmount_layers(spec) ? mount_clone(fd, "", true) : -1;
}

int idmount_set(pid_t pid, int tree, bool rec)
{
	char path[32];
	AUTOFD ns = -1;

	str_fmt(path, sizeof(path), "%d/ns/user", (int)pid);
	ns = openat(proc_fd(), path, O_RDONLY | O_CLOEXEC);
	/* A slave: what the container mounts below it never reaches the host. */
	return sys_mount_setattr(tree, "", SYS_AT_EMPTY_PATH | (rec ? SYS_AT_RECURSIVE : 0), SYS_ATTR_IDMAP, 0, MS_SLAVE, ns);
}

bool idmount_nobodys(int fd)
{
	struct stat st;

	return !fstatat(fd, "", &st, AT_EMPTY_PATH) && st.st_uid == OVERFLOW_ID;
}

bool idmount_helps(int plain, int tree)
{
	return tree >= 0 && idmount_nobodys(plain) && !idmount_nobodys(tree);
}
