/* SPDX-License-Identifier: GPL-2.0-only */
/* Allocates memory and touches each page of it: what a memory limit must stop. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define MIB (1024UL * 1024)

int main(int argc, char **argv)
{
	unsigned long i, size;
	volatile char *p;
	long page = sysconf(_SC_PAGESIZE);

	if (argc < 2 || argc > 3) {
		fputs("usage: eat MEGABYTES [SECONDS]\n  prints \"ate MEGABYTES\" once all is touched, then sleeps\n", stderr);
		return 2;
	}
	size = strtoul(argv[1], NULL, 10) * MIB;
	p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED) {
		perror("eat: mmap");
		return 1;
	}
	for (i = 0; i < size; i += (unsigned long)page)
		p[i] = (char)(i >> 12 | 1); /* pages that differ: nothing may merge them */
	printf("ate %lu\n", size / MIB);
	fflush(stdout);
	if (argc == 3)
		sleep((unsigned)atoi(argv[2]));
	return 0;
}
