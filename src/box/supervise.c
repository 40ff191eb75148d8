// SPDX-License-Identifier: GPL-2.0-only
/* The parent while the container lives: one poll(2). Signals come by a signalfd, the child's end as SIGCHLD: no pidfd, which polls only since 5.3. */
#include "box/supervise.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/times.h>
#include <sys/wait.h>
#include <unistd.h>
#include "autoconf.h"
#include "base/log.h"
#include "base/str.h"
#include "base/sys.h"
#include "box/detach.h"
#include "box/tty.h"
#include "cgroup/cgroup.h"

#define STACK (64 << 10) /* bytes: the largest page there is; what the tests take is in docs/design.md */

static int signals = -1;
static bool stopping;
static bool child; /* one has ended, or was stopped, or it may be so */
static int stop_signal = SIGTERM;
static unsigned stop_ticks = CONFIG_STOP_TIMEOUT * 100;
static unsigned kill_at;   /* in ticks() */
static unsigned int_at[2]; /* when the last two INT came, 0: never */
static char *lent; /* to a child that shares this memory, if the clone takes it: its stack, until its exec */

int supervise_prepare(void)
{
	sigset_t all;

	/* A caller that ignores SIGCHLD would have the kernel reap the child and forget its status. */
	sys_default_signal(SIGCHLD);
	/* sigfillset would leave out those that the C library keeps to itself: with musl 34 as well, which is SIGRTMIN to everybody else. */
	memset(&all, 0xff, sizeof(all));
	if (sigprocmask(SIG_SETMASK, &all, NULL) < 0)
		return fail_sys("signals");
	signals = signalfd(-1, &all, SFD_CLOEXEC | SFD_NONBLOCK);
	return signals < 0 ? fail_sys("signals") : 0;
}

int supervise_plan(const struct spec *spec, struct trace *trace)
{
	trace->stop_signal = spec->stop_signal ? spec->stop_signal : SIGTERM;
	trace->stop_timeout = spec->stop_timeout;
	stop_signal = (int)trace->stop_signal;
	stop_ticks = (unsigned)spec->stop_timeout.sec * 100 + (spec->stop_timeout.nsec + 9999999) / 10000000;
	return 0;
}

/* Hundredths of a second since some time before the boot: times(2), USER_HZ is 100 everywhere. Wraps, so only differences count. */
static unsigned ticks(void)
{
	return (unsigned)times(NULL);
}

bool supervise_is_stopping(void)
{
	return stopping;
}

bool supervise_is_told(void)
{
	unsigned long pending[_NSIG / 8 / sizeof(long)];

	return stopping ? (int)(kill_at - ticks()) <= 0 : !syscall(SYS_rt_sigpending, pending, sizeof(pending)) && pending[0] >> (SIGTERM - 1) & 1;
}

/*
 * Who traces COMMAND may keep its end from husk, if it is not in a pid namespace that ends with it; and who is frozen on v1 takes no KILL: so all in the
 * group. A child that still has this memory may be using it, and tells its end on SOCK, at once unless it is frozen: then it uses nothing any more.
 */
static void end(pid_t pid, int sock)
{
	struct pollfd shared = { sock, 0, 0 };

	kill(pid, SIGKILL);
	if (!CFG_BOX_SHARED || !lent || poll(&shared, 1, 100) == 0)
		cgroup_kill();
}

static void forward(pid_t pid, int sock, int sig)
{
	unsigned t = ticks();

	/*
	 * Husk handles no signal: this is what nohup(1) left it. (INT and QUIT are ignored by every background job of a shell's, and yet sent to it
	 * on purpose.)
	 */
	if (sig == SIGHUP && sys_signal_is_ignored(sig))
		return;
	if (sig == SIGTERM) {
		if (stopping)
			return; /* a second TERM changes nothing */
		stopping = true;
		kill_at = t + stop_ticks;
		sig = stop_signal;
	} else if (sig == SIGINT) {
		if (int_at[0] && t - int_at[0] <= 200) {
			end(pid, sock);
			return;
		}
		int_at[0] = int_at[1];
		int_at[1] = t;
	}
	kill(pid, sig);
}

/* Reads the signals that are there. */
WAITS static void read_signals(pid_t pid, int sock)
{
	struct signalfd_siginfo info[4]; /* more are read by the next poll */
	ssize_t n = read(signals, info, sizeof(info));

	for (ssize_t i = 0; i < n / (ssize_t)sizeof(*info); i++) {
		if (info[i].ssi_signo == SIGCHLD)
			child = true;
		else if (!tty_signal((int)info[i].ssi_signo))
			forward(pid, sock, (int)info[i].ssi_signo);
	}
}

struct sys_stack supervise_stack(void)
{
	static char memory[STACK] __attribute__((aligned(STACK)));

	lent = memory;
	return (struct sys_stack){ memory, STACK };
}

/*
 * Gives back the pages of husk's code, and of the child's stack; what the wait needs comes again by itself. The kernel keeps what is mapped and executable
 * for longest, and a container may run for months.
 */
WAITS static void forget(void)
{
	extern char __executable_start[], etext[];

	madvise(__executable_start, (size_t)(etext - __executable_start), MADV_DONTNEED);
	if (lent)
		madvise(lent, STACK, MADV_DONTNEED);
	lent = NULL;
}

WAITS int supervise_wait(pid_t pid, int sock, short wake, int *status)
{
	struct pollfd fds[2 + TTY_FDS] = { { signals, POLLIN, 0 }, { sock, wake, 0 } };

	if (sock < 0) {
		if (detach_started() < 0)
			return -1;
		forget();
	}
	for (;;) {
		int left;

		/* (While there is a socket, its end tells.) */
		while (sock < 0 && child) {
			child = false;
			if (sys_reap(pid, WNOHANG, status) > 0) {
				tty_end();
				return 0;
			}
			read_signals(pid, sock);
		}
		/* Before its exec COMMAND cannot be asked to stop. */
		left = !stopping ? -1 : sock >= 0 ? 0 : (int)(kill_at - ticks());
		if (stopping && left <= 0) {
			end(pid, sock);
			left = -1;
		}
		if (poll(fds, 2 + tty_poll(fds + 2), left < 0 ? tty_timeout() : left * 10) < 0 && errno != EINTR)
			return sock >= 0 ? -1 : fail_sys("supervisor"); /* (the text may be the child's to write) */
		tty_relay(fds + 2);
		if (sock >= 0 && fds[1].revents)
			return 0;
		/* Most often it is the end that woke it: then the signal need not be read. */
		if (fds[0].revents && sock < 0)
			child = true;
		else if (fds[0].revents)
			read_signals(pid, sock);
	}
}

void supervise_reap(pid_t pid, int *status)
{
	sys_reap(pid, 0, status);
	tty_end();
}
