/* SPDX-License-Identifier: GPL-2.0-only */
/* How far a misspelt word is from a known one. */
#ifndef SPEC_HINT_H
#define SPEC_HINT_H
#include <limits.h>
#include <stddef.h>
#include "autoconf.h"

#if CFG_CMD_HINTS
/*
 * The number of letters to insert, remove, replace or swap with a neighbour (optimal string alignment) between A, of LEN bytes, and
 * WORD. UINT_MAX where either is longer than 31 bytes.
 */
unsigned hint_distance(const char *a, size_t len, const char *word);
#else
static inline unsigned hint_distance(const char *a, size_t len, const char *word)
{
	(void)a, (void)len, (void)word;
	return UINT_MAX;
}
#endif
#endif
