/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Times commands in rounds, so that a machine that drifts hits all alike, each round in another order: what a command leaves to the kernel (a dying
 * group, a grace period under way) slows or hastens the next one, and that is to be each of the others as often. For each it prints a line
 *   LABEL MEDIAN P95 MIN FAILED     (milliseconds, from the start to the reaped end; FAILED: runs that did not exit 0)
 * With -k all are left running until the last one is: each is timed from its start to its first byte of output, ends when it finds the end of
 * its input, and the line is
 *   LABEL FIRST LAST FAILED         (medians of the first and of the last tenth of the runs)
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
#define MS "%ld.%03ld"
#define IN_MS(us) (us) / 1000, (us) % 1000

extern char **environ;

static struct command {
	const char *label;
	char **argv;
	long *us;
	pid_t *kept;
	int failed;
} commands[MAX_COMMANDS];
static int n_commands;
static posix_spawn_file_actions_t quiet;

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static pid_t start(struct command *c, posix_spawn_file_actions_t *files)
{
	pid_t pid;
	int err = posix_spawnp(&pid, c->argv[0], files, NULL, c->argv, environ);

	if (err) {
		fprintf(stderr, "driver: %s: %s\n", c->argv[0], strerror(err));
		exit(2);
	}
	return pid;
}

static void end(struct command *c, pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) < 0 || status)
		c->failed++;
}

/* Returns how long the command took, and counts a failure. */
static long run(struct command *c)
{
	int64_t since = now();

	end(c, start(c, &quiet));
	return (long)(now() - since);
}

/* Returns how long it took to say something; it goes on, with INPUT for its standard input. */
static long run_kept(struct command *c, int i, int input)
{
	posix_spawn_file_actions_t files;
	int64_t since = now();
	int output[2];
	char byte;

	if (pipe2(output, O_CLOEXEC) < 0) {
		perror("driver: pipe");
		exit(2);
	}
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, input, 0);
	posix_spawn_file_actions_adddup2(&files, output[1], 1);
	c->kept[i] = start(c, &files);
	close(output[1]);
	if (read(output[0], &byte, 1) != 1)
		c->failed++;
	close(output[0]);
	posix_spawn_file_actions_destroy(&files);
	return (long)(now() - since);
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
		c->kept = calloc((size_t)runs, sizeof(*c->kept));
		while (*argv && strcmp(*argv, SEPARATOR) != 0)
			argv++;
		if (*argv)
			*argv++ = NULL;
	}
}

/* The order of a round: always the same ones, in the same sequence of rounds. */
static void shuffle(int *order)
{
	int i, k;

	for (i = 0; i < n_commands; i++) {
		k = rand() % (i + 1);
		order[i] = order[k];
		order[k] = i;
	}
}

static long median(long *us, int n)
{
	qsort(us, (size_t)n, sizeof(*us), compare);
	return us[n / 2];
}

static void report(struct command *c, int runs)
{
	long middle = median(c->us, runs);

	printf("%s " MS " " MS " " MS " %d\n", c->label, IN_MS(middle), IN_MS(c->us[runs * 95 / 100]), IN_MS(c->us[0]), c->failed);
}

static void time_runs(int runs, int warm, int gap)
{
	int order[MAX_COMMANDS] = { 0 }, i, k;

	for (i = -warm; i < runs; i++) {
		shuffle(order);
		for (k = 0; k < n_commands; k++) {
			struct command *c = &commands[order[k]];
			long us;

			if (gap)
				usleep((useconds_t)gap * 1000);
			if (i == 0)
				c->failed = 0;
			us = run(c);
			if (i >= 0)
				c->us[i] = us;
		}
	}
	for (k = 0; k < n_commands; k++)
		report(&commands[k], runs);
}

static void time_growth(int runs)
{
	int order[MAX_COMMANDS] = { 0 }, tenth = runs < 10 ? 1 : runs / 10, hold[2], i, k;

	if (pipe2(hold, O_CLOEXEC) < 0) {
		perror("driver: pipe");
		exit(2);
	}
	for (i = 0; i < runs; i++) {
		shuffle(order);
		for (k = 0; k < n_commands; k++)
			commands[order[k]].us[i] = run_kept(&commands[order[k]], i, hold[0]);
	}
	close(hold[1]);
	for (k = 0; k < n_commands; k++) {
		struct command *c = &commands[k];

		for (i = 0; i < runs; i++)
			end(c, c->kept[i]);
		printf("%s " MS " " MS " %d\n", c->label, IN_MS(median(c->us, tenth)), IN_MS(median(c->us + runs - tenth, tenth)), c->failed);
	}
}

int main(int argc, char **argv)
{
	int runs = 100, warm = 5, gap = 0, keep = 0, opt, i;

	while ((opt = getopt(argc, argv, "+n:w:g:k")) > 0) {
		if (opt == 'n')
			runs = atoi(optarg);
		else if (opt == 'w')
			warm = atoi(optarg);
		else if (opt == 'g')
			gap = atoi(optarg);
		else if (opt == 'k')
			keep = 1;
		else
			runs = 0;
	}
	if (runs < 1 || optind == argc) {
		fputs("usage: driver [-n RUNS] [-k | -w WARM-UP-RUNS | -g MS-BETWEEN]... LABEL COMMAND [ARG]... [, LABEL COMMAND...]...\n", stderr);
		return 2;
	}
	parse(argv + optind, runs);
	posix_spawn_file_actions_init(&quiet);
	for (i = 0; i < 3; i++)
		posix_spawn_file_actions_addopen(&quiet, i, "/dev/null", O_RDWR, 0);
	if (keep)
		time_growth(runs);
	else
		time_runs(runs, warm, gap);
	return 0;
}
