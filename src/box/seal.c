// SPDX-License-Identifier: GPL-2.0-only
/* A copy of husk that nobody can write. */
#include "box/seal.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/memfd.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/sys.h"

#define SEALS (F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

static int memory_file(unsigned flags)
{
	return (int)syscall(SYS_memfd_create, "husk", flags);
}

int seal_self(char **argv)
{
	AUTOFD self = proc_open("self/exe");
	ssize_t n;
	long seals;
	int copy;

	if (self < 0)
		return fail_sys("/proc/self/exe");
	/* (libc's fcntl(2) knows every command.) EINVAL: an ordinary file. */
	seals = syscall(SYS_fcntl, self, F_GET_SEALS);
	if (seals >= 0 && (seals & SEALS) == SEALS) {
		proc_close(); /* the lowest descriptors are box_run's */
		sys_prctl(PR_SET_NAME, (unsigned long)"husk", 0); /* the kernel's would be memfd:husk */
		return 0;
	}
	copy = memory_file(MFD_CLOEXEC | MFD_ALLOW_SEALING | SYS_MFD_EXEC);
	if (copy < 0 && errno == EINVAL)
		copy = memory_file(MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (copy < 0)
		return fail_hint("CONFIG_MEMFD_CREATE", "sealed copy");
	while ((n = sendfile(copy, self, NULL, 1 << 20)) > 0)
		;
	if (n == 0 && syscall(SYS_fcntl, copy, F_ADD_SEALS, SEALS) == 0)
		syscall(SYS_execveat, copy, "", argv, environ, AT_EMPTY_PATH);
	return fail_sys("sealed copy");
}
