// SPDX-License-Identifier: GPL-2.0-only
/* How far a misspelt word is from a known one. */
#include "spec/hint.h"
#include <string.h>

#define LONGEST 31

static unsigned min(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

unsigned hint_distance(const char *a, size_t len, const char *word)
{
	unsigned char d[LONGEST + 1][LONGEST + 1];
	size_t m = strlen(word);

	if (len > LONGEST || m > LONGEST)
		return UINT_MAX;
	for (size_t i = 0; i <= len; i++) {
		for (size_t j = 0; j <= m; j++) {
			unsigned best = (unsigned)(i + j);

			if (i && j) {
				best = min(min(d[i - 1][j], d[i][j - 1]) + 1u, d[i - 1][j - 1] + (a[i - 1] != word[j - 1]));
				if (i > 1 && j > 1 && a[i - 1] == word[j - 2] && a[i - 2] == word[j - 1])
					best = min(best, d[i - 2][j - 2] + 1u);
			}
			d[i][j] = (unsigned char)best;
		}
	}
	return d[len][m];
}
