/* SPDX-License-Identifier: GPL-2.0-only */
/* The child, from the clone to the exec. */
#ifndef BOX_INSIDE_H
#define BOX_INSIDE_H
#include "spec/trace.h"

/*
 * Step, once the root is switched: closes all that leads to the host. Close-on-exec is too late: execve walks COMMAND's path, and that of the
 * interpreter behind its "#!", with everything still open, so an image could run a host's file through /proc/self/fd. What is left is the
 * socket and husk's own procfs, which the second step closes as well: before the limits, for before 5.9 it takes a descriptor itself.
 */
int inside_forget_host(const struct spec *spec);
int inside_forget_proc(const struct spec *spec);

/* Steps. Waits for MESSAGE_GO, once; where the parent will not say it, only looks whether there still is one. The first only in a user namespace. */
int inside_wait_for_maps(const struct spec *spec);
int inside_wait(const struct spec *spec);

/* For --init: tells the parent which pid this process has there (MESSAGE_COMMAND), and waits until it is written. Returns 0 or -1. */
int inside_tell_pid(const struct spec *spec);

/* For steps: the child's end of the socket. */
int inside_socket(void);

/*
 * Never returns. SOCK: the child's end. The parent says MESSAGE_GO where TRACE has `attach`. With the parent's memory (CLONE_VM) the child waits for that
 * first of all, or, where there is nothing to wait for, writes the record in the parent's place.
 */
_Noreturn void inside_main(const struct spec *spec, struct trace *trace, int sock);
#endif
