// SPDX-License-Identifier: GPL-2.0-only
/* ROOT becomes a mount of its own, and in the end the root. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/path.h"
#include "base/sys.h"
#include "root/idmount.h"
#include "root/image.h"
#include "root/mount.h"
#include "root/mountinfo.h"
#include "root/oldkernel.h"
#include "root/overlay.h"
#include "root/root.h"
#include "root/switch.h"

static int root = -1;
static bool is_slash; /* ROOT is /, of which no file is to be the container's */
static int tree = -1; /* a copy of ROOT's mounts that the parent made, attached nowhere; the child's to use */

int root_fd(void)
{
	return root;
}

/* ROOT `none`, the only one that is not absolute. */
static bool is_none(const struct spec *spec)
{
	return CFG_ROOT_NONE && *spec->root != '/';
}

int root_prepare(const struct spec *spec, struct trace *trace)
{
	bool none = is_none(spec);
	char slash[2];

	(void)trace;
	if (CFG_NS_USER && spec->build_in_userns)
		root_note_nesting();
	if (none || chdir(spec->root) < 0) {
		if (!none && (CFG_ROOT_IMAGE && errno == ENOTDIR ? image_prepare(spec) : fail_sys("root: %s", spec->root)) < 0)
			return -1;
		/* What is mounted anew goes over /, which every id may search, and where it covers no path that is still to be walked. */
		if (chdir("/") < 0)
			return fail_sys("/");
	} else if (idmount_wanted(spec)) {
		is_slash = sys_getcwd(slash, sizeof(slash)) >= 0;
		if (!is_slash && errno != ERANGE)
			return fail_sys("root: %s", spec->root);
		/*
		 * / is not idmapped: that would hand the host's own files to the container, which the namespace is to keep from it. But a layer may have
		 * no mounts below it that are locked, as all are in the namespace: so it is copied without them. (ENOSYS: the kernel is old.)
		 */
		if (is_slash && spec->overlay)
			tree = mount_clone(AT_FDCWD, "", false);
		else if (!is_slash && idmount_copy(spec, AT_FDCWD, &tree) < 0)
			return -1;
	}
	return overlay_lock(spec);
}

/* A recursive copy of the working directory, mounted over it: as a descriptor, so that no path is walked twice. */
static int bind_root(unsigned attr)
{
	if (tree < 0)
		tree = mount_clone(AT_FDCWD, "", true);
	if (tree < 0 && errno == ENOSYS)
		tree = old_bind_over();
	else if (tree >= 0 && mount_move(tree, AT_FDCWD) < 0)
		tree = -1;
	if (tree < 0 || mount_attributes(tree, attr | MOUNT_ATTR_REC) < 0)
		return fail_sys("root: bind");
	return tree;
}

int root_begin(const struct spec *spec)
{
	if (spec->build_in_userns)
		mountinfo_begin();
	return 0;
}

int root_isolate(const struct spec *spec)
{
	(void)spec;
	umask(0);
	/* Slave first: nothing goes out any more. What is mounted inside becomes private with its attributes; a bind may stay a slave. */
	if (!mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL))
		return 0;
	return fail_hint(errno == EINVAL ? "/ is no mount point: mount --bind it on itself before chroot" : NULL, "root: private mounts");
}

int root_enter(const struct spec *spec)
{
	static const char *const keys[] = { "size=64k", "nr_inodes=4096", "mode=755", NULL };
	/* Read-only from the start, with all that is mounted below it: a target that is missing there is an error, not made. */
	unsigned attr = SYS_ATTR_NOSUID | SYS_ATTR_NODEV | (CFG_ROOT_READONLY && spec->read_only && !is_none(spec) ? SYS_ATTR_RDONLY : 0);
	int own = is_none(spec) ? mount_over("root", "tmpfs", keys, attr) : image_mount(spec), lost;

	if (own < 0)
		return -1;
	lost = idmount_wanted(spec) && !is_slash ? idmount_choose(AT_FDCWD, &tree) : 0;
	if (lost < 0)
		return fail_sys("root: owner");
	if (lost)
		log_line("root: not idmapped (Linux 5.12, 5.19 with --overlay; its file system), or its owner not mapped: nobody's");
	if (spec->overlay && tree >= 0 && (bind_root(attr) < 0 || sys_fchdir(tree) < 0))
		return -1;
	root = spec->overlay ? overlay_mount(spec, attr) : own ? own : bind_root(attr);
	return root < 0 ? -1 : 0;
}

/*
 * After a pivot_root the old root lies on the new one: a lazy unmount takes it and all below it. But where ROOT was / or an image, what an overlay
 * was made of lies on the old root in turn, and goes first. MNT_EXPIRE tells the end: it is EINVAL for the process's own root alone.
 */
static int unmount_old_root(const struct spec *spec)
{
	do {
		if (umount2(".", MNT_DETACH) < 0)
			return -1;
		if (!spec->overlay)
			return 0;
	} while (!umount2(".", MNT_EXPIRE) || errno == EBUSY || errno == EAGAIN);
	return errno == EINVAL ? 0 : -1;
}

int root_switch(const struct spec *spec)
{
	/* Nothing is made in it any more. */
	if (is_none(spec) && spec->read_only && mount_attributes(root, SYS_ATTR_RDONLY | SYS_ATTR_NOSUID | SYS_ATTR_NODEV) < 0)
		return fail_sys("root: read-only");
	if (sys_fchdir(root) < 0)
		return fail_sys("root");
	/* EINVAL: / is the initramfs. */
	if (sys_pivot_root(".", ".") ? errno != EINVAL || switch_by_move(spec) < 0 : unmount_old_root(spec) < 0)
		return fail_sys(CFG_ROOT_MOVE ? "root: pivot_root" : "root: pivot_root (CONFIG_ROOT_MOVE is off)");
	return 0;
}

int root_workdir(const struct spec *spec)
{
	char path[PATH_MAX];
	int dir;

	if (!spec->workdir || !spec->workdir[strspn(spec->workdir, "/")])
		return 0;
	dir = path_open(fd_open("/", O_PATH | O_DIRECTORY), spec->workdir, O_DIRECTORY);
	if (dir < 0 || sys_fchdir(dir) < 0)
		return fail_sys("workdir: %s", spec->workdir);
	/* A directory outside the root has no path. */
	if (sys_getcwd(path, sizeof(path)) < 0)
		return fail_sys("workdir: %s", spec->workdir);
	return 0;
}
