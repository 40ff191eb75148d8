/* SPDX-License-Identifier: GPL-2.0-only */
/* A trace as text, and back: "key value" lines. Pure. */
#ifndef BOX_RECORD_H
#define BOX_RECORD_H
#include <stddef.h>
#include "spec/trace.h"

#define RECORD_TEXT 1024
#define RECORD_BOOT 36 /* bytes of a boot id */

/* Writes TRACE and the boot's id into BUF; returns the length. DERIVED: the name was. */
size_t record_pack(char *buf, size_t size, const struct trace *trace, const char *boot, bool derived);

/*
 * Reads TEXT, changed on the way, into *TRACE and *DERIVED. SAME_BOOT: the record is of the boot with the id BOOT. False where TEXT is not
 * a whole record: a supervisor died while it wrote it, before anything existed.
 */
bool record_unpack(char *text, struct trace *trace, const char *boot, bool *same_boot, bool *derived);
#endif
