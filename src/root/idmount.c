// SPDX-License-Identifier: GPL-2.0-only
/* Idmapped mounts. */
#include "root/idmount.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/code.h"
#include "base/fd.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/sys.h"
#include "root/mount.h"
#include "root/root.h"

#define IDMAP "root: idmap"
#define OVERFLOW_ID 65534 /* how stat(2) shows an id that is not mapped */

static int *trees[2]; /* ROOT's, and that of an overlay's directory */
static unsigned n;

/* Can ROOT be a layer of the overlay then, if there is one? From 5.19 on. */
static bool can_be_layer(const struct spec *spec)
{
	/* Before 5.12 there is nothing to be asked for. */
	return !spec->overlay || sys_kernel_is(5, 19) || !sys_kernel_is(5, 12);
}

bool idmount_wanted(const struct spec *spec)
{
	return spec->build_in_userns && !sys_euid();
}

static bool is_possible(const struct spec *spec)
{
	return idmount_wanted(spec) && can_be_layer(spec);
}

void idmount_add(const struct spec *spec, int *tree)
{
	if (*tree >= 0 && is_possible(spec))
		trees[n++] = tree;
}

/* Is the caller root of a container only, who may not mount outside of it? */
static bool is_confined(void)
{
	return proc_in_userns() || !(sys_permitted() >> CAP_SYS_ADMIN & 1);
}

int idmount_copy(const struct spec *spec, int fd, int *tree)
{
	if (!is_possible(spec))
		return 0;
	*tree = mount_clone(fd, "", true);
	if (*tree >= 0)
		trees[n++] = tree;
	/* Before 5.2, which has no such call, it would not help either; EINVAL: an unbindable mount. */
	return *tree >= 0 || errno == ENOSYS || errno == EINVAL || (errno == EPERM && is_confined()) ? 0 : fail_sys(IDMAP);
}

/* mount_setattr(2). EINVAL: a file system that has none; EPERM: one of another user namespace, or a mount that is idmapped already. */
bool idmount_cannot(int err)
{
	return err == ENOSYS || err == EINVAL || err == EPERM || err == EOPNOTSUPP;
}

int idmount_set(pid_t pid, int tree, bool rec)
{
	struct sys_mount_attr attr;
	AUTOFD ns = proc_open("%d/ns/user", (int)pid);

	/* A slave: what the container mounts below it never reaches the host. */
	attr = (struct sys_mount_attr){ .set = SYS_ATTR_IDMAP, .propagation = MS_SLAVE, .userns = (uint64_t)ns };
	return ns < 0 ? -1 : sys_mount_setattr(tree, rec, &attr);
}

int root_attach(const struct spec *spec, struct trace *trace)
{
	(void)spec;
	while (n--) {
		/* Where a mount below cannot be idmapped the top alone; where not even that can be, the child will see. */
		for (int rec = 1; rec >= 0 && idmount_set(trace->pid, *trees[n], rec) < 0; rec--)
			if (!idmount_cannot(errno))
				return fail_sys(IDMAP);
		fd_close(trees[n]);
	}
	return 0;
}

/* Has the file at FD no owner here? -1 with errno. */
static int is_nobodys(int fd)
{
	struct stat st;

	return fstatat(fd, "", &st, AT_EMPTY_PATH) < 0 ? -1 : st.st_uid == OVERFLOW_ID;
}

OUTLINED int idmount_choose(int plain, int *tree)
{
	int r = is_nobodys(plain);

	if (r > 0 && *tree >= 0)
		return is_nobodys(*tree);
	*tree = -1;
	return r;
}
