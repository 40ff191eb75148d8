/* SPDX-License-Identifier: GPL-2.0-only */
/* Swaps two paths in a loop, as fast as it goes: the race between a look at a path and its use. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define EXCHANGE 2 /* RENAME_EXCHANGE of renameat2(2), 3.15 */

int main(int argc, char **argv)
{
	time_t end = argc == 4 ? time(NULL) + atoi(argv[3]) : 0;
	unsigned long n = 0;
	pid_t parent = getppid();

	if (argc < 3 || argc > 4) {
		fputs("usage: swap PATH PATH [SECONDS]\n"
		      "  without SECONDS until its parent dies or it is killed; prints the number of swaps where it ends by itself\n", stderr);
		return 2;
	}
	/* An even number: in the end each is where it was. */
	while (n % 2 || ((!end || time(NULL) < end) && (n % 1024 || getppid() == parent))) {
		if (syscall(SYS_renameat2, AT_FDCWD, argv[1], AT_FDCWD, argv[2], EXCHANGE) < 0) {
			perror("swap");
			return 1;
		}
		n++;
	}
	printf("%lu\n", n);
	return 0;
}
