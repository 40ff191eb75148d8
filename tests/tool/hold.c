/* SPDX-License-Identifier: GPL-2.0-only */
/* Ends, and keeps that from its parent for SECONDS: a child traces it, and the kernel tells the tracer first (ptrace(2)). */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <unistd.h>

#ifndef PTRACE_SEIZE
#define PTRACE_SEIZE 0x4206
#endif
#ifndef PR_SET_PTRACER
#define PR_SET_PTRACER 0x59616d61
#endif

int main(int argc, char **argv)
{
	pid_t self = getpid();
	int ready[2];
	char c;

	if (argc != 2 || pipe(ready) < 0) {
		fputs("usage: hold SECONDS\n", stderr);
		return 2;
	}
	prctl(PR_SET_PTRACER, -1L, 0, 0, 0); /* where Yama lets only parents trace */
	if (!fork()) {
		c = ptrace(PTRACE_SEIZE, self, 0, 0) ? 'n' : 'y';
		if (write(ready[1], &c, 1) == 1 && c == 'y')
			sleep((unsigned)atoi(argv[1]));
		_exit(0);
	}
	if (read(ready[0], &c, 1) != 1 || c != 'y') {
		perror("hold");
		return 2;
	}
	puts("held");
	fflush(stdout);
	return 0;
}
