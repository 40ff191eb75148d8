// SPDX-License-Identifier: GPL-2.0-only
/* Names that are derived from a container's. */
#include "net/name.h"
#include <string.h>
#include "base/str.h"
#include "spec/spec.h"

/* FNV-1a, 32 bits. */
static uint32_t hash(const char *s)
{
	uint32_t h = 2166136261u;

	for (; *s; s++)
		h = (h ^ (uint8_t)*s) * 16777619u;
	return h;
}

void net_host_name(char host[NET_NAME], const char *name, unsigned n)
{
	char numbered[SPEC_NAME + 12];
	uint32_t h;

	str_fmt(numbered, sizeof(numbered), n ? "%s+%u" : "%s", name, n);
	name = numbered;
	h = hash(name);
	if (str_fmt(host, NET_NAME, "h-%s", name) < NET_NAME)
		return;
	host[14] = 0;
	for (char *digit = host + 13; digit > host + 5; digit--, h >>= 4)
		*digit = (char)((h & 15) < 10 ? '0' + (h & 15) : 'a' - 10 + (h & 15));
}
