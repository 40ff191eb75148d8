// SPDX-License-Identifier: GPL-2.0-only
/* Opens the hierarchies that a container uses, and mounts v2 privately where nothing is mounted. Knows nothing of groups. */
#include "cgroup/hierarchy.h"
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>
#include "autoconf.h"
#include "base/fd.h"
#include "base/log.h"
#include "base/str.h"
#include "base/sys.h"

struct hierarchy hierarchies[HIERARCHIES];
unsigned n_hierarchies;

struct wish {
	unsigned wanted;
	bool v2;
};

static struct hierarchy *add(int root, bool v2, unsigned has)
{
	struct hierarchy *h = &hierarchies[n_hierarchies++];

	*h = (struct hierarchy){ .root = root, .attach = -1, .v2 = v2, .has = (unsigned char)has };
	return h;
}

static int found(const struct cgroup_mount *m, void *arg)
{
	struct wish *wish = arg;
	unsigned has = m->v2 ? 0 : detect_controllers(m->options);
	int root;

	if (m->v2 ? !wish->v2 : !(has & wish->wanted))
		return 0;
	if (n_hierarchies == HIERARCHIES)
		return 1;
	root = fd_open(m->where, O_PATH | O_DIRECTORY);
	if (root < 0) /* out of this caller's reach, as good as not mounted */
		return 0;
	add(root, m->v2, has);
	wish->wanted &= ~has;
	wish->v2 &= !m->v2;
	return 0;
}

int hierarchy_find(unsigned wanted, bool v2)
{
	struct wish wish = { CFG_CG_V1 ? wanted : 0, CFG_CG_V2 && v2 };

	while (n_hierarchies)
		fd_close(&hierarchies[--n_hierarchies].root);
	return detect_mounts("self", found, &wish) < 0 ? -1 : 0;
}

const char *hierarchy_name(const struct hierarchy *h)
{
	return h->v2 ? "v2" : detect_name(h->use ? h->use : h->has);
}

struct hierarchy *hierarchy_v2(void)
{
	for (unsigned i = 0; i < n_hierarchies; i++)
		if (hierarchies[i].v2)
			return &hierarchies[i];
	return NULL;
}

struct text {
	char *buf;
	size_t size;
};

static int take_options(const struct cgroup_mount *m, void *arg)
{
	struct text *text = arg;

	if (!m->v2)
		return 0;
	/* "rw" or "ro" comes first and belongs to the superblock, which is one for all mounts. */
	str_fmt(text->buf, text->size, "%s", m->options + strcspn(m->options, ",") + (strchr(m->options, ',') != NULL));
	return 1;
}

void hierarchy_v2_options(char *buf, size_t size)
{
	struct text text = { buf, size };

	buf[0] = 0;
	if (detect_mounts("self", take_options, &text) == 0)
		detect_mounts("1", take_options, &text); /* not readable: then by default */
}

int hierarchy_fsmount_v2(void)
{
	AUTOFD fs = sys_fsopen("cgroup2");
	char buf[256], *option = buf, *end;

	if (fs < 0)
		return -1;
	hierarchy_v2_options(buf, sizeof(buf));
	for (; *option; option = end) {
		end = option + strcspn(option, ",");
		if (*end)
			*end++ = 0;
		if (sys_fsconfig_flag(fs, option) < 0)
			return -1;
	}
	if (sys_fsconfig_string(fs, "source", "cgroup2") < 0 || sys_fsconfig_create(fs) < 0)
		return -1;
	return sys_fsmount(fs, SYS_ATTR_NOSUID | SYS_ATTR_NODEV | SYS_ATTR_NOEXEC);
}

/*
 * Before 5.2: a child that shares the table of descriptors mounts it in a namespace of its own and leaves the descriptor behind, its
 * number as the exit status. The mount lives on with the descriptor, and this process keeps its namespace. Slave, not private: a
 * private copy would pin the host's mounts.
 */
static int mount_in_child(void)
{
	char options[256];
	int status, fd;
	pid_t pid;

	hierarchy_v2_options(options, sizeof(options));
	pid = sys_clone(CLONE_FILES | CLONE_NEWNS);
	if (pid == 0) {
		fd = -1;
		if (!mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL) &&
		    !mount("cgroup2", "/sys", "cgroup2", MS_NOSUID | MS_NODEV | MS_NOEXEC, options))
			fd = fd_open("/sys", O_PATH | O_DIRECTORY);
		_exit(fd >= 0 && fd < 255 ? fd : 255);
	}
	if (pid < 0)
		return -1;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	if (WIFEXITED(status) && WEXITSTATUS(status) != 255)
		return WEXITSTATUS(status);
	errno = ENODEV;
	return -1;
}

struct hierarchy *hierarchy_mount_v2(void)
{
	int root = hierarchy_fsmount_v2();

	if (root < 0 && errno == ENOSYS && CFG_ROOT_OLDKERNEL)
		root = mount_in_child();
	return root < 0 || n_hierarchies == HIERARCHIES ? NULL : add(root, true, 0);
}
