/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Times commands in turn (A B C A B C ...), so that a machine that drifts hits all alike. For each it prints a line
 *   LABEL MEDIAN P95 MIN FAILED     (milliseconds, from the start to the reaped end; FAILED: runs that did not exit 0)
 */
#include <fcntl.h>
#include <spawn.h>
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
	double *ms;
	int failed;
} commands[MAX_COMMANDS];
static int n_commands;
static posix_spawn_file_actions_t quiet;

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Returns how long the command took, and counts a failure. */
static double run(struct command *c)
{
	double start = now();
	int status, err;
	pid_t pid;

	err = posix_spawnp(&pid, c->argv[0], &quiet, NULL, c->argv, environ);
	if (err) {
		fprintf(stderr, "driver: %s: %s\n", c->argv[0], strerror(err));
		exit(2);
	}
	if (waitpid(pid, &status, 0) < 0 || status)
		c->failed++;
	return now() - start;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

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
		c->ms = calloc((size_t)runs, sizeof(*c->ms));
		while (*argv && strcmp(*argv, SEPARATOR) != 0)
			argv++;
		if (*argv)
			*argv++ = NULL;
	}
}

static void report(struct command *c, int runs)
{
	qsort(c->ms, (size_t)runs, sizeof(*c->ms), compare);
	printf("%s %.3f %.3f %.3f %d\n", c->label, c->ms[runs / 2], c->ms[runs * 95 / 100], c->ms[0], c->failed);
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
			double ms;

			if (gap)
				usleep((useconds_t)gap * 1000);
			if (i == 0)
				commands[k].failed = 0;
			ms = run(&commands[k]);
			if (i >= 0)
				commands[k].ms[i] = ms;
		}
	for (k = 0; k < n_commands; k++)
		report(&commands[k], runs);
	return 0;
}
