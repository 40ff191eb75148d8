// SPDX-License-Identifier: GPL-2.0-only
/* The parent while the container lives: one ppoll. Signals come by a signalfd, the child's end as SIGCHLD: no pidfd, which polls only since 5.3. */
#include "box/supervise.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "autoconf.h"
#include "base/log.h"

static int signals = -1;
static int64_t kill_at; /* monotonic milliseconds; 0: no stop is under way */
static int64_t int_at[2]; /* when the last two INT came */

int supervise_prepare(void)
{
	struct sigaction dfl = { .sa_handler = SIG_DFL };
	sigset_t all;

	/* A caller that ignores SIGCHLD would have the kernel reap the child and forget its status. */
	sigaction(SIGCHLD, &dfl, NULL);
	sigfillset(&all);
	if (sigprocmask(SIG_SETMASK, &all, NULL) < 0)
		return fail(errno, "signals");
	signals = signalfd(-1, &all, SFD_CLOEXEC | SFD_NONBLOCK);
	return signals < 0 ? fail(errno, "signals") : 0;
}

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void forward(pid_t pid, int sig)
{
	if (sig == SIGTERM) {
		if (kill_at)
			return; /* a second TERM changes nothing */
		kill_at = now() + CONFIG_STOP_TIMEOUT * 1000;
	} else if (sig == SIGINT) {
		int64_t t = now();

		if (int_at[0] && t - int_at[0] <= 2000)
			sig = SIGKILL;
		int_at[0] = int_at[1];
		int_at[1] = t;
	}
	kill(pid, sig);
}

/* Reads the signals that are there. True where one was the child's. */
static bool read_signals(pid_t pid)
{
	struct signalfd_siginfo info;
	bool child = false;

	while (read(signals, &info, sizeof(info)) == sizeof(info)) {
		if (info.ssi_signo == SIGCHLD)
			child = true;
		else
			forward(pid, (int)info.ssi_signo);
	}
	return child;
}

/* waitid, not waitpid: MIPS has a signal 127, which waitpid's status cannot tell from "stopped". */
static bool ended(pid_t pid, int options, int *status)
{
	siginfo_t info = { 0 };

	while (waitid(P_PID, (id_t)pid, &info, WEXITED | options) < 0)
		if (errno != EINTR)
			return false;
	if (!info.si_pid)
		return false;
	*status = info.si_code == CLD_EXITED ? info.si_status : 128 + info.si_status;
	return true;
}

int supervise_wait(pid_t pid, int sock, int *status)
{
	struct pollfd fds[2] = { { signals, POLLIN, 0 }, { sock, POLLIN, 0 } };

	for (;;) {
		int64_t left = kill_at ? kill_at - now() : -1;

		if (kill_at && left <= 0) {
			kill(pid, SIGKILL);
			left = -1;
		}
		if (poll(fds, 2, (int)left) < 0 && errno != EINTR)
			return fail(errno, "supervisor");
		if (sock >= 0 && fds[1].revents)
			return EVENT_MESSAGE;
		if (fds[0].revents && read_signals(pid) && ended(pid, WNOHANG, status))
			return EVENT_ENDED;
	}
}

void supervise_reap(pid_t pid, int *status)
{
	ended(pid, 0, status);
}
