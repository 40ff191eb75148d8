/* SPDX-License-Identifier: GPL-2.0-only */
/* Namespaces that exist already: --join. */
#ifndef BOX_JOIN_H
#define BOX_JOIN_H
#include "spec/trace.h"

#if CFG_NS_JOIN
/* Step, prepare: opens what --join names. A row before root's, which leaves the caller's directory. */
int join_prepare(const struct spec *spec, struct trace *trace);

/*
 * Calls CLONE (as fork(2): twice it returns) in the joined namespaces, so that those which it makes belong to a joined user namespace, and a joined pid
 * namespace has the child. It does so in a process between, which ends at once: the parent stays where it is. CLONE's flags have CLONE_PARENT then
 * (ns_clone_flags), and the child is the parent's own. Returns as CLONE.
 */
pid_t join_clone(const struct spec *spec, pid_t (*clone)(const struct spec *spec));
#else
#define join_prepare NULL
static inline pid_t join_clone(const struct spec *spec, pid_t (*clone)(const struct spec *spec)) { return clone(spec); }
#endif
#endif
