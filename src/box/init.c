// SPDX-License-Identifier: GPL-2.0-only
/* --init: the container's first process, where that is not COMMAND. */
#include "box/init.h"
#include <errno.h>
#include <linux/capability.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/sys.h"
#include "box/inside.h"
#include "guard/caps.h"
#include "guard/filter.h"

/* Reaps whoever has ended. Returns COMMAND's status once it is among them, else -1. */
static int reap(pid_t command)
{
	int status = -1, one;
	pid_t pid;

	while ((pid = sys_reap(0, WNOHANG, &one)) > 0)
		if (pid == command)
			status = one;
	return status;
}

/* Anybody inside may read process 1's command line (proc(5)), which names the host's files, and who may trace it the environment behind that. */
static void forget_arguments(void)
{
	char *from = program_invocation_name, *end = (char *)getauxval(AT_EXECFN);

	while (from < end)
		*from++ = 0;
}

/*
 * Whoever takes this process over, with CAP_SYS_PTRACE in the container, gains nothing: it has no right that COMMAND has not, and gets none by an
 * exec. Returns 0 or -1.
 */
static int have_less(const struct spec *spec)
{
	for (unsigned i = 0; !sys_prctl(PR_CAPBSET_DROP, i, 0); i++) /* up to the kernel's last one */
		;
	return filter_enter(spec) < 0 || sys_prctl(PR_SET_NO_NEW_PRIVS, 1, 0) < 0 ? -1 : caps_only(1ULL << CAP_KILL);
}

/*
 * Closed to those inside, ended with the supervisor (a changed id may have taken that order back), the parent of orphans. COMMAND's process waits
 * meanwhile, and finds out by the socket where the order comes too late. Returns 0 or -1.
 */
static int become_process_1(const struct spec *spec)
{
	forget_arguments();
	if (fd_close_from(0) < 0 || sys_prctl(PR_SET_DUMPABLE, 0, 0) < 0 || sys_prctl(PR_SET_PDEATHSIG, SIGKILL, 0) < 0 ||
	    (spec->share & NS_PID && sys_prctl(PR_SET_CHILD_SUBREAPER, 1, 0) < 0))
		return -1;
	return have_less(spec);
}

static _Noreturn void serve(const struct spec *spec, pid_t command)
{
	sigset_t all;
	int sig, status;

	memset(&all, 0xff, sizeof(all)); /* as box/supervise.c blocks them; so they reach process 1 without a handler */
	if (become_process_1(spec) < 0 || kill(command, SIGCONT) < 0)
		kill(command, SIGKILL);
	while ((status = reap(command)) < 0) {
		sig = sys_next_signal(&all);
		if (sig > 0 && sig != SIGCHLD)
			kill(command, sig);
	}
	_exit(status);
}

/* COMMAND is not to find a process 1 that has its rights yet. Returns 0 or -1. */
static int await_process_1(pid_t process_1)
{
	const unsigned long ready[SYS_SIGNALS] = { SYS_SIGNAL(SIGCONT) };

	for (;;) {
		if (getppid() != process_1) /* it died too early for the order to die */
			_exit(125);
		if (sys_next_signal(ready) > 0)
			return 0;
		if (errno != EINTR)
			return -1;
	}
}

int init_enter(const struct spec *spec)
{
	pid_t self, pid;

	if (!spec->init)
		return 0;
	self = getpid();
	pid = sys_clone(0);
	if (pid > 0)
		serve(spec, pid);
	if (pid < 0 || sys_prctl(PR_SET_PDEATHSIG, SIGKILL, 0) < 0 || setsid() < 0 || await_process_1(self) < 0)
		return fail_sys("init");
	return CFG_BOX_PIDFILE && spec->pidfile ? inside_tell_pid(spec) : 0;
}
