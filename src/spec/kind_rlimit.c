// SPDX-License-Identifier: GPL-2.0-only
/* --rlimit: the names that prlimit(1) has. */
#include <string.h>
#include <sys/resource.h>
#include "base/log.h"
#include "base/text.h"
#include "spec/kind.h"
#include "spec/unit.h"

/* They are not the same on all architectures. */
const unsigned char spec_rlimits[SPEC_RLIMITS] = {
	RLIMIT_AS,   RLIMIT_CORE,   RLIMIT_CPU,	  RLIMIT_DATA, RLIMIT_FSIZE,  RLIMIT_LOCKS,  RLIMIT_MEMLOCK,	RLIMIT_MSGQUEUE,
	RLIMIT_NICE, RLIMIT_NOFILE, RLIMIT_NPROC, RLIMIT_RSS,  RLIMIT_RTPRIO, RLIMIT_RTTIME, RLIMIT_SIGPENDING, RLIMIT_STACK,
};

int set_rlimit(struct spec *spec, void *field, const char *value)
{
	const char *s = value + strcspn(value, "=");
	int i = text_index(TEXT_RLIMITS, value, (size_t)(s - value));
	uint64_t *pair;

	(void)field;
	if (i < 0)
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
