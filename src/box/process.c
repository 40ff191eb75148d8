// SPDX-License-Identifier: GPL-2.0-only
/* Processes by pid and start time. */
#include "box/process.h"
#include <poll.h>
#include <signal.h>
#include <string.h>
#include "base/fd.h"
#include "base/proc.h"
#include "base/str.h"

/* The number in field N of a stat file's text (proc(5)); 0 where it has none. */
static uint64_t field(const char *stat, unsigned n)
{
	/* The second field is the command in parentheses, and may hold anything: the last one closes it. */
	const char *s = strrchr(stat, ')');
	uint64_t value = 0;

	if (!s || s[1] != ' ')
		return 0;
	for (unsigned i = 2; s && i < n; i++)
		s = strchr(s + 1, ' ');
	return s && str_wide(s + 1, 10, &value) ? value : 0;
}

uint64_t process_start_in(const char *stat)
{
	const char *s = strrchr(stat, ')');

	return s && s[1] && (s[2] == 'Z' || s[2] == 'X') ? 0 : field(stat, 22);
}

bool process_never_ran_in(const char *stat)
{
	return field(stat, 9) & 0x40; /* PF_FORKNOEXEC, <linux/sched.h> */
}

bool process_never_ran(pid_t pid)
{
	char text[1024];

	return proc_get(text, sizeof(text), "%d/stat", (int)pid) >= 0 && process_never_ran_in(text);
}

uint64_t process_start(pid_t pid)
{
	char text[1024];

	return proc_get(text, sizeof(text), "%d/stat", (int)pid) < 0 ? 0 : process_start_in(text);
}

void process_finish(pid_t pid, uint64_t start)
{
	if (pid <= 1 || !start)
		return;
	for (unsigned i = 0; i < 1000 && process_start(pid) == start; i++) {
		kill(pid, SIGKILL);
		poll(NULL, 0, 2);
	}
}
