/* SPDX-License-Identifier: GPL-2.0-only */
/* Tries each way to a user namespace, new or another's, other ABIs' too, and prints the names of those that the kernel let through. */
#include <errno.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef SYS_clone3
#define SYS_clone3 435
#endif

static long by_unshare(void)
{
	return syscall(SYS_unshare, CLONE_NEWUSER);
}

static long by_unshare_with_others(void)
{
	return syscall(SYS_unshare, CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWIPC);
}

static long by_clone(void)
{
	long pid = syscall(SYS_clone, CLONE_NEWUSER | 17 /* SIGCHLD */, 0, 0, 0, 0);

	if (!pid)
		_exit(0);
	return pid;
}

static long by_clone3(void)
{
	uint64_t args[8] = { CLONE_NEWUSER, [4] = 17 };
	long pid = syscall(SYS_clone3, args, sizeof(args));

	if (!pid)
		_exit(0);
	return pid;
}

/* Into one that is there; what says something else than no was let through. */
static long by_setns(void)
{
	return syscall(SYS_setns, -1, 0) < 0 && errno == EPERM ? -1 : 0;
}

static long by_handle(void)
{
	return syscall(SYS_open_by_handle_at, -1, NULL, 0) < 0 && errno == ENOSYS ? -1 : 0;
}

#ifdef __x86_64__
/* The 32-bit calls are there for a program of 64 bits, too: int 0x80. */
static long by_i386(void)
{
	long r;

	__asm__ volatile("int $0x80" : "=a"(r) : "a"(310L), "b"((long)CLONE_NEWUSER) : "memory", "r8", "r9", "r10", "r11");
	return r;
}

static long by_x32(void)
{
	return syscall(SYS_unshare | 0x40000000, CLONE_NEWUSER);
}
#endif

static const struct {
	const char *name;
	long (*try)(void);
} ways[] = {
	{ "unshare", by_unshare },
	{ "unshare-more", by_unshare_with_others },
	{ "clone", by_clone },
	{ "clone3", by_clone3 },
	{ "setns", by_setns },
	{ "handle", by_handle },
#ifdef __x86_64__
	{ "i386", by_i386 },
	{ "x32", by_x32 },
#endif
};

int main(void)
{
	int any = 0;

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		int status = 0;
		pid_t pid = fork();

		if (!pid)
			_exit(ways[i].try() < 0);
		waitpid(pid, &status, 0);
		/* A signal (no such calls in this kernel) is a no as well. */
		if (!status) {
			puts(ways[i].name);
			any = 1;
		}
	}
	return !any;
}
