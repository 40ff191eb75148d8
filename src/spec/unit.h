/* SPDX-License-Identifier: GPL-2.0-only */
/* Values as the command line writes them. Pure: no error text, no system. */
#ifndef SPEC_UNIT_H
#define SPEC_UNIT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "spec/spec.h"

/* "16M": a number with K, M, G (powers of 1024) or none, in bytes; at least 1. */
bool unit_size(const char *s, uint64_t *bytes);

/* "1024", "8M", "unlimited", "-1" (both UINT64_MAX): one value of a resource limit. Returns what is behind it, or NULL. */
const char *unit_rlimit(const char *s, uint64_t *value);

/* BYTES with the largest suffix that loses nothing: 16777216 is "16M". */
void unit_size_text(char *buf, size_t size, uint64_t bytes);

/* "0.2": CPUs as microseconds of CPU a second: at least 1000 (0.001), at most 1000 CPUs. */
bool unit_cpus(const char *s, uint64_t *usec);

/* "1.5", "200ms", "-2h": a time in s, ms, m or h; its amount below 2^31 seconds, 68 years. */
bool unit_time(const char *s, struct span *span);

/* "0-2,5": a list of numbers and ascending ranges, each below 4096, as cpuset(7) writes it. */
bool unit_cpu_list(const char *s);

/* UCI's words: 1 yes on true enabled, 0 no off false disabled. */
bool unit_boolean(const char *s, bool *value);

/* "10.0.0.2/24", "fd00::2/64"; without /LEN where PREFIX is false. Leaves `text` alone. */
bool unit_address(const char *s, bool prefix, struct addr *addr);

/* [A-Za-z0-9], whatever the locale. */
bool unit_is_alnum(char c);

/* [A-Za-z0-9][A-Za-z0-9._-]{0,62}: a container's name (husk(8): --name). */
bool unit_name(const char *s);

/*
 * 1 to 15 bytes without '/', ':' or blank, and not "." or "..": dev_valid_name() of net/core/dev.c. Nor with '%', of which the kernel
 * would make a name of its own.
 */
bool unit_ifname(const char *s);

/* "02:00:00:00:00:01": one link's address, so not that of a group, nor 0. */
bool unit_mac(const char *s, uint8_t mac[6]);

/* A decimal id without leading zeros, at most 2^32-2: 4294967295 is "no id" (credentials(7)). */
bool unit_id(const char *s, size_t len, uint32_t *id);
#endif
