// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel's dangerous files. The working directory is the procfs (sysfs) that husk has just mounted: names in it are the kernel's, no
 * file system of the container's has a say, so plain mount(2) by name is safe here, and needs one call where descriptors need four.
 */
#include "root/mask.h"
#include <errno.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>
#include "base/log.h"
#include "base/str.h"
#include "base/sys.h"

#define RO_FLAGS (MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC)

/*
 * Before each name what is done: f and d, a file or directory that is covered: memory, keys and addresses of the kernel, where even reading is too
 * much. r, read-only: root writes there without any capability: core_pattern, sysrq, interrupts, devices.
 */
static const char in_proc[] = "fkcore\0" "fkeys\0" "ftimer_list\0" "fsched_debug\0" "flatency_stats\0" "fkpagecount\0" "fkpageflags\0" "fkpagecgroup\0"
	"dacpi\0" "dscsi\0" "dasound\0" "rbus\0" "rdynamic_debug\0" "rfs\0" "rirq\0" "rsys\0" "rsysrq-trigger\0" MASK_MACHINE;
static const char in_sys[] = "dfirmware\0" "ddevices/virtual/powercap\0";

static bool found[CONFIG_MAX_WORDS]; /* of --unmask's words those that are a mask */

bool mask_left_open(const struct spec *spec, const char *top, const char *name)
{
	bool open = false;

	for (unsigned i = 0; CFG_MNT_MASK_MORE && i < spec->unmasks.n; i++) {
		const char *path = spec->unmasks.word[i];

		if (!str_starts(path, top))
			continue;
		path += strlen(top);
		if (!strcmp(*path == '/' ? path + 1 : path, name))
			open = found[i] = true;
	}
	return open;
}

/* NULL: the path of husk's own null device. */
static int mask_file(char how, const char *name, const char *null)
{
	int r;

	if (how == 'd')
		r = mount("tmpfs", name, "tmpfs", RO_FLAGS, "size=4k,mode=555");
	else
		r = mount(how == 'f' ? null : name, name, NULL, how == 'f' ? MS_BIND : MS_BIND | MS_REC, NULL);
	return r < 0 && errno == ENOENT ? 0 : r;
}

/* The mount of the working directory; what is bound from it has the flags that it has at the time. */
static int set_flags(unsigned long flags)
{
	return mount(NULL, ".", NULL, MS_REMOUNT | MS_BIND | flags, NULL);
}

/* WRITABLE: TOP is, and read-only only as long as what is to stay so is bound from it: a call for all, not one for each. */
static int mask_all(const struct spec *spec, const char *top, int fd, const char *list, const char *null, bool writable)
{
	if (sys_fchdir(fd) < 0 || (writable && set_flags(RO_FLAGS) < 0))
		return fail_sys("mask: %s", top);
	for (; *list; list += strlen(list) + 1)
		if (!mask_left_open(spec, top, list + 1) && mask_file(*list, list + 1, null) < 0)
			return fail_sys("mask: %s/%s", top, list + 1);
	return writable && set_flags(RO_FLAGS & ~MS_RDONLY) < 0 ? fail_sys("mask: %s", top) : 0;
}

int mask_kernel_files(const struct spec *spec, int proc, bool writable, int sys, int dev)
{
	char null[32];

	/* husk's own null device, through the procfs at hand: no path of the container's is walked. */
	str_fmt(null, sizeof(null), "self/fd/%d/null", dev);
	if (mask_all(spec, "/proc", proc, in_proc, null, writable) < 0 || mask_all(spec, "/sys", sys, in_sys, null, false) < 0)
		return -1;
	for (unsigned i = 0; CFG_MNT_MASK_MORE && i < spec->unmasks.n; i++)
		if (!found[i])
			return fail("unmask: %s: neither masked nor read-only by default", spec->unmasks.word[i]);
	return 0;
}
