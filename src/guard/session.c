// SPDX-License-Identifier: GPL-2.0-only
/* What a process inherits without being asked. */
#include "guard/session.h"
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "base/log.h"
#include "base/sys.h"
#include "guard/status.h"

/*
 * A real-time caller (an init script under chrt) must not hand its priority in, nor one under nice its own. EPERM: a plain caller of low priority may not
 * raise himself; that he stays there is no right that passes.
 */
static int reset_scheduler(const struct spec *spec)
{
	/* sched_setattr(2), 3.14: struct sched_attr as it was first, 48 bytes. */
	const struct {
		uint32_t size, policy;
		uint64_t flags;
		int32_t nice;
		uint32_t priority;
		uint64_t runtime, deadline, period;
	} attr = { .size = sizeof(attr), .policy = SCHED_OTHER, .nice = CFG_GUARD_NICE ? spec->nice.value : 0 };

	return syscall(SYS_sched_setattr, 0, &attr, 0) < 0 && (errno != EPERM || (CFG_GUARD_NICE && spec->nice.given)) ? -1 : 0;
}

int session_enter(const struct spec *spec)
{
	if (setsid() < 0 || reset_scheduler(spec) < 0)
		return fail_sys("session");
	/* A kernel without keyrings has nothing to hide: ENOSYS. */
	if (CFG_GUARD_KEYRING && sys_new_session_keyring() < 0 && errno != ENOSYS)
		return fail_sys("session keyring");
	return 0;
}

void session_signals(void)
{
	uint64_t ignored;
	/* Nothing is known, or on MIPS, which has twice as many, one above 64 is ignored. */
	bool all = !status_number(status_find("\nSigIgn:\t"), &ignored);

	for (int sig = 1; all ? sig < _NSIG : ignored != 0; sig++, ignored >>= 1)
		if (all || ignored & 1)
			sys_default_signal(sig);
}
