// SPDX-License-Identifier: GPL-2.0-only
/* What a process inherits without being asked. */
#include "guard/session.h"
#include <errno.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "base/log.h"
#include "base/sys.h"
#include "guard/status.h"

int session_enter(const struct spec *spec)
{
	struct sched_param param = { 0 };

	(void)spec;
	/* A real-time caller (an init script under chrt) must not hand its priority in. */
	if (setsid() < 0 || syscall(SYS_sched_setscheduler, 0, SCHED_OTHER, &param) < 0)
		return fail_sys("session");
	/* A kernel without keyrings has nothing to hide: ENOSYS. */
	if (CFG_GUARD_KEYRING && sys_new_session_keyring() < 0 && errno != ENOSYS)
		return fail_sys("session keyring");
	return 0;
}

void session_signals(void)
{
	uint64_t ignored;

	if (!status_number(status_find("\nSigIgn:\t"), &ignored))
		ignored = UINT64_MAX;
	for (int sig = 1; ignored; sig++, ignored >>= 1)
		if (ignored & 1)
			sys_default_signal(sig);
}
