// SPDX-License-Identifier: GPL-2.0-only
/* --detach: the first process and the supervisor. */
#include "box/detach.h"
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/sys.h"
#include "box/supervise.h"

static int report = -1; /* the supervisor's: a byte on it says that COMMAND runs */

bool detach_fork(int *status)
{
	static const unsigned long stops[SYS_SIGNALS] = { SYS_SIGNAL(SIGTERM) | SYS_SIGNAL(SIGINT) | SYS_SIGNAL(SIGHUP) | SYS_SIGNAL(SIGQUIT) |
							  SYS_SIGNAL(SIGIO) | SYS_SIGNAL(SIGCHLD) };
	int pair[2], sig;
	pid_t pid = -1;
	char byte;

	*status = -1;
	/* As supervise_prepare: a caller's SIG_IGN would lose the status. */
	sys_default_signal(SIGCHLD);
	/*
	 * SIGIO: the supervisor has said something, or closed. What would end this process meanwhile is to end the start. (libc's fcntl(2) knows every
	 * command, as in box/seal.c.)
	 */
	if (syscall(SYS_rt_sigprocmask, SIG_SETMASK, stops, NULL, _NSIG / 8) < 0 || sys_socketpair(SOCK_STREAM | SOCK_CLOEXEC, pair) < 0 ||
	    syscall(SYS_fcntl, pair[0], F_SETOWN, getpid()) < 0 || syscall(SYS_fcntl, pair[0], F_SETFL, O_ASYNC) < 0 || (pid = sys_clone(0)) < 0) {
		fail_sys("supervisor");
		return false;
	}
	if (!pid) {
		/* Nothing else is open yet: out of the way of the lowest, which are to be the container's (inside_forget_host). */
		report = dup3(pair[1], pair[1] + 1, O_CLOEXEC);
		close(pair[0]);
		close(pair[1]);
		/* A session: no hangup, no keys of the caller's terminal. */
		if (report >= 0 && setsid() >= 0)
			return true;
		fail_sys("supervisor");
		return false;
	}
	close(pair[1]);
	while ((sig = sys_next_signal(stops)) != SIGIO && sig != SIGCHLD)
		if (sig > 0 && !sys_signal_is_ignored(sig))
			kill(pid, SIGTERM);
	if (read(pair[0], &byte, 1) == 1) {
		*status = 0;
		return false;
	}
	supervise_reap(pid, status);
	if (*status > 128)
		*status = fail("supervisor: killed by signal %d", *status - 128);
	return false;
}

/* /dev/null in place of the three. */
static int silence(void)
{
	int null = fd_open("/dev/null", O_RDWR | O_NOFOLLOW);

	if (null < 0 || fd_standard(null) < 0)
		return fail_sys("/dev/null");
	close(null);
	return 0;
}

int detach_enter(const struct spec *spec)
{
	return spec->detach ? silence() : 0;
}

int detach_started(void)
{
	if (report < 0)
		return 0;
	if (silence() < 0 || send(report, "", 1, MSG_NOSIGNAL) != 1)
		return fail_sys("caller");
	fd_close(&report);
	return 0;
}
