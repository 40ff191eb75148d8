/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Counts the system calls of a command and of all its children, for boards that have no strace: calls COMMAND [ARG]... What was called more than
 * once is told on stderr, as NUMBER*COUNT: where a count is out of bounds, it names the call. COMMAND ignores no signal, whatever the caller does: for
 * husk, which ends that, it would be calls.
 */
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define FOLLOW (PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL)
#define GET_SYSCALL_INFO 0x420e /* Linux 5.3 */
#define ENTRY 1
#define NR_AT 24 /* of the number in struct ptrace_syscall_info, behind op, arch and the two pointers */
#define NR_MAX 512

static int die(const char *what)
{
	fprintf(stderr, "calls: %s: %s\n", what, strerror(errno));
	return 2;
}

static int count(void)
{
	static unsigned by_nr[NR_MAX];
	unsigned calls = 0;
	int status, sig;
	pid_t pid;

	while ((pid = waitpid(-1, &status, __WALL)) > 0) {
		uint8_t info[128] = { 0 };

		if (!WIFSTOPPED(status))
			continue;
		sig = WSTOPSIG(status);
		if (sig == (SIGTRAP | 0x80)) {
			if (ptrace((int)GET_SYSCALL_INFO, pid, (void *)sizeof(info), info) < 0)
				return die("PTRACE_GET_SYSCALL_INFO");
			if (info[0] == ENTRY) {
				uint64_t nr;

				memcpy(&nr, info + NR_AT, sizeof(nr));
				by_nr[nr % NR_MAX]++; /* (MIPS's begin at 4000) */
				calls++;
			}
			sig = 0;
		} else if (sig == SIGTRAP || sig == SIGSTOP) {
			sig = 0; /* an event, a new child */
		}
		ptrace(PTRACE_SYSCALL, pid, NULL, (void *)(intptr_t)sig);
	}
	for (unsigned nr = 0; nr < NR_MAX; nr++)
		if (by_nr[nr] > 1)
			fprintf(stderr, "%u*%u ", nr, by_nr[nr]);
	printf("%u\n", calls);
	return 0;
}

int main(int argc, char **argv)
{
	static const unsigned long by_default[20]; /* struct sigaction of the longest, MIPS's */
	pid_t pid;
	int status;

	if (argc < 2)
		return 2;
	pid = fork();
	if (pid == 0) {
		/* (Those too that the C library keeps to itself: make has 32 and 33 ignored in what it runs.) */
		for (int sig = 1; sig < _NSIG; sig++)
			syscall(SYS_rt_sigaction, sig, by_default, NULL, _NSIG / 8);
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		execv(argv[1], argv + 1);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || ptrace(PTRACE_SETOPTIONS, pid, NULL, (void *)FOLLOW) < 0 ||
	    ptrace(PTRACE_SYSCALL, pid, NULL, NULL) < 0)
		return die(argv[1]);
	return count();
}
