// SPDX-License-Identifier: GPL-2.0-only
/* Limits of the process itself: --rlimit, --nice, --oom-score. */
#include "guard/limits.h"
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/text.h"

int limits_plan(const struct spec *spec, struct trace *trace)
{
	trace->attach |= spec->rlimits || spec->nice.given || spec->oom_score.given;
	return 0;
}

/* 64-bit values everywhere, and without libc's detour over all threads. */
static int change(pid_t pid, unsigned limit, const uint64_t *pair, uint64_t *old)
{
	return syscall(SYS_prlimit64, pid, spec_rlimits[limit], pair, old) < 0 ? fail_sys("rlimit: %s", text_word(TEXT_RLIMITS, limit)) : 0;
}

/* Sets the limits of the caller (PID 0); of a process PID raises the hard ones that are to be higher. */
static int set_all(pid_t pid, const struct spec *spec)
{
	for (unsigned i = 0; CFG_GUARD_RLIMIT && i < SPEC_RLIMITS; i++) {
		uint64_t pair[2] = { spec->rlimit[i][0], 0 };

		if (!(spec->rlimits >> i & 1))
			continue;
		if (pid && change(pid, i, NULL, pair) < 0)
			return -1;
		if (pair[1] >= spec->rlimit[i][1] && pid)
			continue;
		pair[1] = spec->rlimit[i][1];
		if (change(pid, i, pair, NULL) < 0)
			return -1;
	}
	return 0;
}

int limits_attach(const struct spec *spec, struct trace *trace)
{
	char text[8];
	short score = spec->oom_score.value;

	if (set_all(trace->pid, spec) < 0)
		return -1;
	if (CFG_GUARD_NICE && spec->nice.given && setpriority(PRIO_PROCESS, (id_t)trace->pid, spec->nice.value) < 0)
		return fail_sys("nice");
	if (!CFG_GUARD_OOM || !spec->oom_score.given)
		return 0;
	str_fmt(text, sizeof(text), "%d", score);
	return proc_put(text, packed("%d/oom_score_adj"), (int)trace->pid) < 0 ? fail_sys("oom-score: %d", score) : 0;
}

int limits_enter(const struct spec *spec)
{
	return set_all(0, spec);
}
