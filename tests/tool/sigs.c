/* SPDX-License-Identifier: GPL-2.0-only */
/* What a process has inherited: ignored and blocked signals, umask, descriptors, session, scheduling, and the session's keys. */
#include <errno.h>
#include <fcntl.h>
#include <linux/keyctl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int usage(void)
{
	fputs("usage: sigs                               print what was inherited\n"
	      "       sigs wait                          print the number of every signal that comes, until TERM\n"
	      "       sigs dirty COMMAND [ARG]...        run it with HUP and the last signal ignored, USR1 blocked, umask 077, nice 5\n"
	      "       sigs key NAME COMMAND [ARG]...     run it with a session keyring that holds NAME\n"
	      "       sigs userkey NAME COMMAND [ARG]... run it while the user's keyring holds NAME\n"
	      "       sigs find NAME                     print found (exit 0) or absent (exit 1)\n", stderr);
	return 2;
}

static void print_signals(void)
{
	struct sigaction sa;
	sigset_t blocked;
	int i;

	printf("ignored:");
	for (i = 1; i < _NSIG; i++)
		if (sigaction(i, NULL, &sa) == 0 && sa.sa_handler == SIG_IGN)
			printf(" %d", i);
	printf("\nblocked:");
	sigprocmask(SIG_SETMASK, NULL, &blocked);
	for (i = 1; i < _NSIG; i++)
		if (sigismember(&blocked, i) == 1)
			printf(" %d", i);
	puts("");
}

static int print(void)
{
	mode_t mask = umask(0);
	int i;

	umask(mask);
	print_signals();
	printf("umask: %03o\nfds:", (unsigned)mask);
	for (i = 0; i < 1024; i++)
		if (fcntl(i, F_GETFD) >= 0)
			printf(" %d", i);
	printf("\nsession: %s\n", getsid(0) == getpid() ? "own" : "inherited");
	printf("group: %s\n", getpgrp() == getpid() ? "own" : "inherited");
	printf("nice: %d\n", getpriority(PRIO_PROCESS, 0));
	printf("alarm: %u\n", alarm(0));
	return 0;
}

/* By the system calls themselves: a C library keeps some signals for itself. */
static int wait_signals(void)
{
	unsigned char all[_NSIG / 8];
	long sig;

	memset(all, 0xff, sizeof(all));
	syscall(SYS_rt_sigprocmask, SIG_BLOCK, all, NULL, sizeof(all));
	puts("up");
	do {
		fflush(stdout);
		sig = syscall(SYS_rt_sigtimedwait, all, NULL, NULL, sizeof(all));
		printf("%ld\n", sig);
	} while (sig != SIGTERM && sig > 0);
	return sig < 0;
}

static int run(char **argv)
{
	execvp(argv[0], argv);
	perror(argv[0]);
	return 127;
}

static int dirty(char **argv)
{
	sigset_t set;

	signal(SIGHUP, SIG_IGN);
	signal(_NSIG - 1, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	umask(077);
	setpriority(PRIO_PROCESS, 0, 5);
	return run(argv);
}

static int with_key(const char *name, char **argv)
{
	if (syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL) < 0 ||
	    syscall(SYS_add_key, "user", name, "canary", 6, KEY_SPEC_SESSION_KEYRING) < 0) {
		perror("sigs: key");
		return 2;
	}
	return run(argv);
}

static int with_user_key(const char *name, char **argv)
{
	long key = syscall(SYS_add_key, "user", name, "canary", 6, KEY_SPEC_USER_KEYRING);
	int status = 0;
	pid_t pid;

	if (key < 0) {
		perror("sigs: userkey");
		return 2;
	}
	pid = fork();
	if (!pid)
		_exit(run(argv));
	waitpid(pid, &status, 0);
	syscall(SYS_keyctl, KEYCTL_UNLINK, key, KEY_SPEC_USER_KEYRING);
	return WEXITSTATUS(status);
}

/* Each way to a key: a search of the session's keyring, which the user's is linked into first, and the request that looks through all that there is. */
static int find_key(const char *name)
{
	int linked = (int)syscall(SYS_keyctl, KEYCTL_LINK, KEY_SPEC_USER_KEYRING, KEY_SPEC_SESSION_KEYRING);
	int found = syscall(SYS_keyctl, KEYCTL_SEARCH, KEY_SPEC_SESSION_KEYRING, "user", name, 0) >= 0 ||
		    syscall(SYS_request_key, "user", name, NULL, 0) >= 0;

	if (!linked)
		syscall(SYS_keyctl, KEYCTL_UNLINK, KEY_SPEC_USER_KEYRING, KEY_SPEC_SESSION_KEYRING);
	puts(found ? "found" : "absent");
	return !found;
}

int main(int argc, char **argv)
{
	if (argc == 1)
		return print();
	if (argc > 2 && !strcmp(argv[1], "dirty"))
		return dirty(argv + 2);
	if (argc == 2 && !strcmp(argv[1], "wait"))
		return wait_signals();
	if (argc > 3 && !strcmp(argv[1], "key"))
		return with_key(argv[2], argv + 3);
	if (argc > 3 && !strcmp(argv[1], "userkey"))
		return with_user_key(argv[2], argv + 3);
	if (argc == 3 && !strcmp(argv[1], "find"))
		return find_key(argv[2]);
	return usage();
}
