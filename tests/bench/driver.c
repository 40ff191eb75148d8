/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Times commands in turn (A B C A B C ...), so that a machine that drifts hits all alike. For each it prints a line
 *   LABEL MEDIAN P95 MIN FAILED     (milliseconds, from the start to the reaped end; FAILED: runs that did not exit 0)
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_COMMANDS 16
#define SEPARATOR ","

extern char **environ;

static struct command {
	const char *label;
	char **argv;
	long *us;
	int failed;
} commands[MAX_COMMANDS];
static int n_commands;
static posix_spawn_file_actions_t quiet;

/* Microseconds, whole ones: the C library for boards has no floating point to speak of. */
static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* Returns how long the command took, and counts a failure. */
static long run(struct command *c)
{
	int64_t start = now();
	int status, err;
	pid_t pid;

	err = posix_spawnp(&pid, c->argv[0], &quiet, NULL, c->argv, environ);
	if (err) {
		fprintf(stderr, "driver: %s: %s\n", c->argv[0], strerror(err));
		exit(2);
	}
	if (waitpid(pid, &status, 0) < 0 || status)
		c->failed++;
	return (long)(now() - start);
}

static int compare(const void *a, const void *b)
{
	long x = *(const long *)a, y = *(const long *)b;

	return (x > y) - (x < y);
}

static void parse(char **argv, int runs)
{
	while (*argv) {
		struct command *c = &commands[n_commands++];

		if (n_commands > MAX_COMMANDS || !argv[1]) {
			fputs("driver: too many commands, or a label without one\n", stderr);
			exit(2);
		}
		c->label = *argv++;
		c->argv = argv;
		c->us = calloc((size_t)runs, sizeof(*c->us));
		while (*argv && strcmp(*argv, SEPARATOR) != 0)
			argv++;
		if (*argv)
			*argv++ = NULL;
	}
}

static void report(struct command *c, int runs)
{
	long *us = c->us, median, p95;

	qsort(us, (size_t)runs, sizeof(*us), compare);
	median = us[runs / 2];
	p95 = us[runs * 95 / 100];
	printf("%s %ld.%03ld %ld.%03ld %ld.%03ld %d\n", c->label, median / 1000, median % 1000, p95 / 1000, p95 % 1000, us[0] / 1000, us[0] % 1000, c->failed);
}

int main(int argc, char **argv)
{
	int runs = 100, warm = 5, gap = 0, opt, i, k;

	while ((opt = getopt(argc, argv, "+n:w:g:")) > 0) {
		if (opt == 'n')
			runs = atoi(optarg);
		else if (opt == 'w')
			warm = atoi(optarg);
		else if (opt == 'g')
			gap = atoi(optarg);
		else
			runs = 0;
	}
	if (runs < 1 || optind == argc) {
		fputs("usage: driver [-n RUNS] [-w WARM-UP-RUNS] [-g MS-BETWEEN] LABEL COMMAND [ARG]... [, LABEL COMMAND...]...\n", stderr);
		return 2;
	}
	parse(argv + optind, runs);
	posix_spawn_file_actions_init(&quiet);
	for (i = 0; i < 3; i++)
		posix_spawn_file_actions_addopen(&quiet, i, "/dev/null", O_RDWR, 0);
	for (i = -warm; i < runs; i++)
		for (k = 0; k < n_commands; k++) {
			long us;

			if (gap)
				usleep((useconds_t)gap * 1000);
			if (i == 0)
				commands[k].failed = 0;
			us = run(&commands[k]);
			if (i >= 0)
				commands[k].us[i] = us;
		}
	for (k = 0; k < n_commands; k++)
		report(&commands[k], runs);
	return 0;
}
