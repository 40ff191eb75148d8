/* SPDX-License-Identifier: GPL-2.0-only */
/* Uses up an amount of CPU time and says how long that took: what a CPU limit stretches. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

int main(int argc, char **argv)
{
	double wall = now(CLOCK_MONOTONIC), cpu, want;
	volatile unsigned i;

	if (argc != 2 || atoi(argv[1]) <= 0) {
		fputs("usage: burn MILLISECONDS\n  uses that much CPU time; prints: cpu MS wall MS percent P\n", stderr);
		return 2;
	}
	want = atoi(argv[1]);
	do {
		for (i = 0; i < 20000; i++)
			;
		cpu = now(CLOCK_PROCESS_CPUTIME_ID);
	} while (cpu < want);
	wall = now(CLOCK_MONOTONIC) - wall;
	printf("cpu %.0f wall %.0f percent %.0f\n", cpu, wall, 100 * cpu / wall);
	return 0;
}
