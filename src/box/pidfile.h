/* SPDX-License-Identifier: GPL-2.0-only */
/* --pidfile: the step that tells the host which process COMMAND is. */
#ifndef BOX_PIDFILE_H
#define BOX_PIDFILE_H
#include "spec/trace.h"

#if CFG_BOX_PIDFILE
int pidfile_plan(const struct spec *spec, struct trace *trace);
/* Before "go", so that COMMAND never runs untold; with --init once the trace has `command`. Takes a new file or one of that kind, and no link. */
int pidfile_attach(const struct spec *spec, struct trace *trace);
/* With --init: PID is COMMAND's, in decimal; to the record and to the file. Returns 0 or -1. */
int pidfile_tell(const struct spec *spec, struct trace *trace, const char *pid);
/* Removes the file where it still holds this container's pid: the next user may have it already. */
int pidfile_undo(const struct trace *trace);
#else
#define pidfile_plan NULL
#define pidfile_attach NULL
static inline int pidfile_tell(const struct spec *spec, struct trace *trace, const char *pid) { return (void)spec, (void)trace, (void)pid, 0; }
#define pidfile_undo NULL
#endif
#endif
