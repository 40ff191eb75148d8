// SPDX-License-Identifier: GPL-2.0-only
/*
 * --sysctl: by the container's procfs, which nobody else has seen yet. The kernel picks the namespace by who writes, so that the host's would serve as well: but
 * there each network namespace has files of the same names, and it looks through all of them.
 */
#include <errno.h>
#include <string.h>
#include "base/log.h"
#include "base/proc.h"
#include "root/root.h"

static int set(const struct spec *spec, const char *word)
{
	char *value = (char *)word + strcspn(word, "="); /* nobody reads it after this */

	*value++ = 0;
	if (!proc_put(value, "sys/%s", word))
		return 0;
	fail_hint(errno == ENOENT ? "not in this kernel; --tolerate sysctl" : NULL, "sysctl: %s", word);
	if (errno != ENOENT || !(spec->tolerate & TOLERATE_SYSCTL))
		return -1;
	fail_print();
	return 0;
}

int root_set_sysctls(const struct spec *spec)
{
	for (unsigned i = 0; i < spec->sysctls.n; i++)
		if (set(spec, spec->sysctls.word[i]) < 0)
			return -1;
	return 0;
}
