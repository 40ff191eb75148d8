// SPDX-License-Identifier: GPL-2.0-only
/* A trace as a file, and back. */
#include "box/record.h"
#include <string.h>

void record_pack(struct record *record, const struct trace *trace, const char *boot)
{
	memset(record, 0, sizeof(*record));
	record->size = sizeof(*record);
	memcpy(record->boot, boot, RECORD_BOOT);
	record->trace = *trace;
}

bool record_valid(const struct record *record, const char *boot, const char *name)
{
	const struct trace *t = &record->trace;

	for (unsigned i = 0; i < CONFIG_NET_LINKS; i++)
		if (t->link[i].name[TRACE_IFNAME - 1] || t->link[i].inside[TRACE_IFNAME - 1])
			return false;
	return record->size == sizeof(*record) && !memcmp(record->boot, boot, RECORD_BOOT) &&
	       !t->name[SPEC_NAME] && !strcmp(t->name, name) && !t->cgroup[TRACE_CGROUP - 1] &&
	       !memcmp(t->own + TRACE_OWN - 3, "\0\0", 3) && !t->pidfile[TRACE_PIDFILE - 1];
}
