// SPDX-License-Identifier: GPL-2.0-only
/* Who ends a container without a pid namespace of its own where husk is killed: the kernel's order reaches COMMAND alone, or what --init puts before it. */
#include "box/watch.h"
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>
#include "autoconf.h"
#include "base/sys.h"
#include "cgroup/cgroup.h"

static pid_t watcher; /* 0: none */

void watch_begin(const struct spec *spec, const struct trace *trace, int last)
{
	static const unsigned long told[SYS_SIGNALS] = { SYS_SIGNAL(SIGHUP) };
	pid_t husk;

	if (!CFG_CG || !CFG_NS_PID || !(spec->share & NS_PID) || !trace->cgroup_made)
		return;
	husk = getpid();
	watcher = sys_clone(0);
	if (watcher)
		return;
	/* In a session of its own, for who kills husk's process group does not mean this one; and no stream of the caller's stays open by it. */
	setsid();
	while (last >= 0)
		close(last--);
	sys_prctl(PR_SET_PDEATHSIG, SIGHUP, 0); /* blocked, as all are in box/supervise.c */
	while (getppid() == husk)
		sys_next_signal(told);
	cgroup_kill();
	_exit(0);
}

void watch_end(void)
{
	int ignored;

	if (!CFG_CG || watcher <= 0)
		return;
	kill(watcher, SIGKILL);
	sys_reap(watcher, 0, &ignored);
}
