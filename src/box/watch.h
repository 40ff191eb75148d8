/* SPDX-License-Identifier: GPL-2.0-only */
/* Private to box/. */
#ifndef BOX_WATCH_H
#define BOX_WATCH_H
#include "spec/spec.h"
#include "spec/trace.h"

/*
 * Where the container has a group but shares a pid namespace: a process that kills all in the group as soon as this one is gone. It closes the descriptors
 * up to LAST. From COMMAND's exec on: before that nobody else is in there, and the child may have this memory. Where it cannot be made the container goes
 * on without.
 */
void watch_begin(const struct spec *spec, const struct trace *trace, int last);

/* Ends that process, if there is one. */
void watch_end(void);
#endif
