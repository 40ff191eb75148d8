// SPDX-License-Identifier: GPL-2.0-only
/* Usage, out of the option table: scripts/options.awk lays the page out, scripts/pack.awk packs it. */
#include "spec/help.h"
#include <unistd.h>
#include "base/str.h"
#include "help_page.h"

static char page[16384];
static size_t used;

static void unpack(unsigned c)
{
	if (c >= 128) {
		unpack(pairs[c - 128][0]);
		unpack(pairs[c - 128][1]);
	} else if (used < sizeof(page)) {
		page[used++] = (char)c;
	}
}

void spec_help(int fd)
{
	for (size_t i = 0; i < sizeof(text); i++)
		unpack(text[i]);
	/* A reader that is gone wants no more. */
	if (write(fd, page, used) < 0)
		return;
}
