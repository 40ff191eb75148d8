/* SPDX-License-Identifier: GPL-2.0-only */
/* Names and addresses that are derived from a container's name. */
#include "net/name.h"
#include <string.h>

#define LETTERS 4
#define DIGITS 8

/* FNV-1a, 32 bits. */
static uint32_t hash(const char *s)
{
	uint32_t h = 2166136261u;

	for (; *s; s++)
		h = (h ^ (uint8_t)*s) * 16777619u;
	return h;
}

void net_host_name(char host[NET_NAME], const char *name)
{
	size_t len = strlen(name), i;
	uint32_t h = hash(name);

	memcpy(host, "h-", 2);
	if (len < NET_NAME - 2) {
		memcpy(host + 2, name, len + 1);
		return;
	}
	memcpy(host + 2, name, LETTERS);
	for (i = 0; i < DIGITS; i++)
		host[2 + LETTERS + i] = "0123456789abcdef"[h >> (28 - 4 * i) & 15];
	host[2 + LETTERS + DIGITS] = 0;
}

void net_host_mac(uint8_t mac[NET_MAC], const char *host)
{
	uint32_t h = hash(host);
	unsigned i;

	mac[0] = 0xfe;
	mac[1] = (uint8_t)strlen(host);
	for (i = 0; i < 4; i++)
		mac[2 + i] = (uint8_t)(h >> 8 * i);
}
