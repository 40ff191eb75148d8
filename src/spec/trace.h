/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What one container leaves on the host. Every step's plan() notes its objects here before anything exists; the state directory keeps it
 * (box/state.c), and undo() needs nothing else: so a normal end, a failed start and the recovery of a killed supervisor are one path.
 */
#ifndef SPEC_TRACE_H
#define SPEC_TRACE_H
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include "spec/spec.h"

#define TRACE_CGROUP 256 /* bytes of a cgroup's path below its hierarchy's root */
#define TRACE_IFNAME 16	 /* IFNAMSIZ */
#define TRACE_PIDFILE 512
#define TRACE_V2 0x80	 /* no controller's bit */

struct trace {
	char name[SPEC_NAME + 1];
	pid_t pid;	     /* COMMAND's, in the host's pid namespace; 0 until it is cloned */
	uint64_t start;	     /* its start time, field 22 of /proc/PID/stat, against a reused pid; 0 until it is cloned */
	char cgroup[TRACE_CGROUP]; /* path below every hierarchy's root, "husk/NAME"; "" where the container has none */
	unsigned char cgroup_in; /* the hierarchies it is in: of v1 by their controllers, CTL_*; TRACE_V2 */
	bool cgroup_made;    /* this process, or the recorded one, made it: never undo somebody else's */
	bool attach;	     /* something is to be done between the clone and "go" */
	char pidfile[TRACE_PIDFILE]; /* it holds `pid`; "" where there is none */
	unsigned stop_signal;	   /* how to stop it, as in the specification */
	int64_t stop_timeout;
	char link[TRACE_IFNAME];   /* host end of the veth pair; "" where there is none */
};
#endif
