// SPDX-License-Identifier: GPL-2.0-only
/* What a process inherits without being asked. */
#include "guard/session.h"
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "base/log.h"
#include "base/proc.h"
#include "base/sys.h"
#include "guard/status.h"

/* execve keeps what is ignored: a nohup's HUP, a shell's background INT. Without /proc every signal is set. */
static int default_signals(void)
{
	struct sigaction dfl = { .sa_handler = SIG_DFL };
	uint64_t ignored = status_field("SigIgn");

	for (int sig = 1; sig <= 64; sig++)
		if (ignored >> (sig - 1) & 1)
			sigaction(sig, &dfl, NULL); /* refused for KILL, STOP and libc's own */
	return 0;
}

int session_enter(const struct spec *spec)
{
	struct sched_param param = { 0 };

	(void)spec;
	if (setsid() < 0)
		return fail_sys("session");
	/* A kernel without keyrings has nothing to hide: ENOSYS. */
	if (CFG_GUARD_KEYRING && sys_new_session_keyring() < 0 && errno != ENOSYS)
		return fail_sys("session keyring");
	/* A real-time caller (an init script under chrt) must not hand its priority in. */
	if (syscall(SYS_sched_setscheduler, 0, SCHED_OTHER, &param) < 0)
		return fail_sys("scheduler");
	return default_signals();
}
