// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel's dangerous files. The working directory is the procfs (sysfs) that husk has just mounted: names in it are the kernel's, no
 * file system of the container's has a say, so plain mount(2) by name is safe here, and needs one call where descriptors need four.
 */
#include "root/mask.h"
#include <errno.h>
#include <stddef.h>
#include <sys/mount.h>
#include <unistd.h>
#include "base/log.h"
#include "base/str.h"
#include "base/sys.h"

#define RO_FLAGS (MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC)

/* Memory, keys and addresses of the kernel: even reading is too much. */
static const char *const hidden_files[] = {
	"kcore", "keys", "timer_list", "sched_debug", "latency_stats", "kpagecount", "kpageflags", "kpagecgroup",
};

static const char *const hidden_dirs[] = { "acpi", "scsi", "asound" };

/* Root writes here without any capability: core_pattern, sysrq, interrupts, devices. */
static const char *const read_only[] = { "bus", "fs", "irq", "sys", "sysrq-trigger" };

static const char *const hidden_sys[] = { "firmware", "devices/virtual/powercap" };

static int hide_dir(const char *top, const char *name)
{
	if (mount("tmpfs", name, "tmpfs", RO_FLAGS, "size=4k,mode=555") < 0 && errno != ENOENT)
		return fail_sys("mask: %s/%s", top, name);
	return 0;
}

static int make_read_only(const char *name)
{
	if (mount(name, name, NULL, MS_BIND | MS_REC, NULL) < 0)
		return errno == ENOENT ? 0 : fail_sys("mask: /proc/%s", name);
	if (mount(NULL, name, NULL, MS_REMOUNT | MS_BIND | RO_FLAGS, NULL) < 0)
		return fail_sys("mask: /proc/%s", name);
	return 0;
}

int mask_kernel_files(int proc, int sys, int dev)
{
	char null[32];

	/* husk's own null device, through the procfs at hand: no path of the container's is walked. */
	str_fmt(null, sizeof(null), "self/fd/%d/null", dev);
	if (sys_fchdir(proc) < 0)
		return fail_sys("mask: /proc");
	for (size_t i = 0; i < ARRAY_SIZE(hidden_files); i++)
		if (mount(null, hidden_files[i], NULL, MS_BIND, NULL) < 0 && errno != ENOENT)
			return fail_sys("mask: /proc/%s", hidden_files[i]);
	for (size_t i = 0; i < ARRAY_SIZE(hidden_dirs); i++)
		if (hide_dir("/proc", hidden_dirs[i]) < 0)
			return -1;
	for (size_t i = 0; i < ARRAY_SIZE(read_only); i++)
		if (make_read_only(read_only[i]) < 0)
			return -1;
	if (sys_fchdir(sys) < 0)
		return fail_sys("mask: /sys");
	for (size_t i = 0; i < ARRAY_SIZE(hidden_sys); i++)
		if (hide_dir("/sys", hidden_sys[i]) < 0)
			return -1;
	return 0;
}
