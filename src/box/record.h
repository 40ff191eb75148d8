/* SPDX-License-Identifier: GPL-2.0-only */
/* A trace as a file, and back: the structure itself, since the husk that reads it is the one that wrote it; else it does not fit. Pure. */
#ifndef BOX_RECORD_H
#define BOX_RECORD_H
#include <stddef.h>
#include "spec/trace.h"

#define RECORD_BOOT 36 /* bytes of a boot id */

struct record {
	uint32_t size; /* of this structure, of the release that wrote it; 0 while it is being written */
	char boot[RECORD_BOOT];
	struct trace trace;
};

/* Fills *RECORD, whose padding becomes 0 as well. */
void record_pack(struct record *record, const struct trace *trace, const char *boot);

/*
 * Is RECORD of this release, of the boot with the id BOOT and of the container NAME? Of another boot nothing that it names can be there. Its
 * texts are then ended by NULs.
 */
bool record_valid(const struct record *record, const char *boot, const char *name);
#endif
