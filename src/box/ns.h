/* SPDX-License-Identifier: GPL-2.0-only */
/* Which namespaces a container gets, and how a kernel that lacks one is told apart. */
#ifndef BOX_NS_H
#define BOX_NS_H
#include "spec/trace.h"

/* CLONE_* by the bits of NS_*. */
extern const int ns_flags[SPEC_JOINS];

/*
 * CLONE_* of those that SPEC wants new, and of the mount namespace. With CLONE_NEWTIME, which clone(2) and a kernel without the namespace
 * do not know; CLONE_NEWCGROUP, which a kernel before 4.6 passes over, where the child will be in no group of its own; CLONE_PARENT where SPEC
 * joins others (join.h).
 */
unsigned ns_clone_flags(const struct spec *spec);

/*
 * The flags for a child that has the caller's memory up to its exec, or 0 where it must not: where others are in the container already, or own it, and
 * might look into that; and where its time namespace cannot be entered by the exec (Linux 6.2).
 */
unsigned ns_shared_flags(const struct spec *spec);

/* The flags of the clone that has succeeded, for the child. */
extern unsigned ns_cloned;

/* Before spec_check, which sees what follows from it: those that --tolerate names and this kernel does not have are shared, with a warning. */
void ns_tolerate(struct spec *spec);

/* After a clone that failed with errno. Returns -1 with the error's text, which names the kernel's option or setting. */
int ns_explain(const struct spec *spec);

/* Steps, child. */
int ns_enter_cgroup(const struct spec *spec); /* where the clone did not: once it is in its group, which is the root of what it sees */
int ns_enter_time(const struct spec *spec);  /* where the clone did not: unshares, and enters at once or, with shared memory, by the exec */
int ns_enter_ping(const struct spec *spec);  /* every group of the container's may use ICMP sockets, icmp(7) */
int ns_enter_names(const struct spec *spec); /* host and domain name */
#endif
