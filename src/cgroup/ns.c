// SPDX-License-Identifier: GPL-2.0-only
/* The cgroup namespace: no flag of the clone, which would root it at the parent's group (/proc/self/cgroup would say /NAME, not /). */
#include <errno.h>
#include <sched.h>
#include "base/log.h"
#include "base/sys.h"
#include "cgroup/cgroup.h"

int cgroup_enter_ns(const struct spec *spec)
{
	if ((spec->share & NS_CGROUP) || !unshare(CLONE_NEWCGROUP) || errno == EINVAL)
		return 0;
	return fail_sys("cgroup namespace");
}
