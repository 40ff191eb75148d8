/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A physical interface: moved into the container and given back. Where husk lives to see the container's end, it moves it itself, out of the
 * namespace that it kept open. Where husk is killed, the kernel puts hardware back into the initial namespace, named as it was inside or dev1,
 * dev2, ...; the next run of the name then finds it by the hardware's own address (5.6; before, by the one that it has) and puts it right.
 */
#ifndef NET_PHYS_H
#define NET_PHYS_H
#include <sys/types.h>
#include "net/link.h"
#include "spec/trace.h"

/* Notes in AT what link_get has just said of LINK's interface, which has INDEX. */
void phys_note(struct trace_link *at, const struct link_spec *link, int index);

/* Moves the interface with INDEX into the network namespace of process PID, where it is what LINK says, and down. */
int phys_move(int fd, const struct link_spec *link, int index, pid_t pid);

/* Gives back each interface of the trace that is not at its place, as it was: name, address, MTU, up or down. */
int phys_undo(const struct trace *trace);
#endif
