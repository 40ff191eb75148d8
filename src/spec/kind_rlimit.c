// SPDX-License-Identifier: GPL-2.0-only
/* --rlimit: the names that prlimit(1) has. */
#include <string.h>
#include <sys/resource.h>
#include "base/log.h"
#include "base/str.h"
#include "spec/kind.h"
#include "spec/unit.h"

/* By number, which differs between architectures. */
const char spec_rlimits[SPEC_RLIMITS][11] = {
	[RLIMIT_AS] = "as", [RLIMIT_CORE] = "core", [RLIMIT_CPU] = "cpu", [RLIMIT_DATA] = "data", [RLIMIT_FSIZE] = "fsize", [RLIMIT_LOCKS] = "locks",
	[RLIMIT_MEMLOCK] = "memlock", [RLIMIT_MSGQUEUE] = "msgqueue", [RLIMIT_NICE] = "nice", [RLIMIT_NOFILE] = "nofile", [RLIMIT_NPROC] = "nproc",
	[RLIMIT_RSS] = "rss", [RLIMIT_RTPRIO] = "rtprio", [RLIMIT_RTTIME] = "rttime", [RLIMIT_SIGPENDING] = "sigpending", [RLIMIT_STACK] = "stack",
};

int set_rlimit(struct spec *spec, void *field, const char *value)
{
	const char *s = value + strcspn(value, "=");
	uint64_t *pair;
	unsigned i = 0;

	(void)field;
	while (!str_is(value, (size_t)(s - value), spec_rlimits[i]))
		if (++i == SPEC_RLIMITS)
			return *s ? fail("no such limit") : MALFORMED;
	pair = spec->rlimit[i];
	if (!*s || !(s = unit_rlimit(s + 1, &pair[0])))
		return MALFORMED;
	pair[1] = pair[0];
	if (*s == ':')
		s = unit_rlimit(s + 1, &pair[1]);
	if (!s || *s)
		return MALFORMED;
	spec->rlimits |= 1u << i;
	return pair[0] > pair[1] ? fail("SOFT above HARD") : 0;
}
