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
#define TRACE_OWN 1024 /* bytes of what detect_own notes */
#define TRACE_IFNAME 16	 /* IFNAMSIZ */
#define TRACE_PIDFILE 512
#define TRACE_V2 0x8000	 /* no controller's bit */

/* A link of the container's: the host end of a veth pair, or a physical interface that was moved in. */
struct trace_link {
	char name[TRACE_IFNAME];   /* on the host; "": this and all behind it are free */
	char inside[TRACE_IFNAME]; /* physical: its name in the container; "" for a veth */
	int32_t index;		   /* physical: what it was on the host, to be so again */
	uint32_t mtu;
	uint8_t mac[6];
	uint8_t id[6]; /* and what it is known by wherever it turns up: the hardware's own address */
	bool up, kind; /* kind: it has one, so it is no hardware */
	bool addressed; /* veth: the host's end has an address, which the next container may want */
};

struct trace {
	uint64_t start;	     /* its start time, field 22 of /proc/PID/stat, against a reused pid; 0 until it is cloned */
	pid_t pid;	     /* of the container's first process, in the host's pid namespace; 0 until it is cloned */
	pid_t command;	     /* the one that `pidfile` names, once it does: COMMAND's, with --init another one; else 0 */
	unsigned cgroup_in; /* the hierarchies it is in: of v1 by their controllers, CTL_*; TRACE_V2 */
	bool cgroup_made;    /* this process, or the recorded one, made it: never undo somebody else's */
	bool ran;	     /* COMMAND was started */
	bool attach;	     /* something is to be done between the clone and "go" */
	unsigned stop_signal;	   /* how to stop it, as in the specification */
	struct span stop_timeout;
	char name[SPEC_NAME + 1];
	char cgroup[TRACE_CGROUP]; /* path below every hierarchy's root, "husk/NAME"; "" where the container has none */
	struct trace_link link[CONFIG_NET_LINKS];
	char pidfile[TRACE_PIDFILE]; /* it holds `command`, or `pid`; "" where there is none */
	char own[TRACE_OWN];	     /* a plain user's: below which group of each, as detect_own notes them */
};
#endif
