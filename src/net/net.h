/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The network's row of the step table (box/step.h says what each function may do). Nothing of it runs where the container shares the
 * host's network namespace. What is left of the row in a smaller build is NULL.
 */
#ifndef NET_NET_H
#define NET_NET_H
#include <stddef.h>
#include "spec/spec.h"
#include "spec/trace.h"

/*
 * A veth pair. The host end is noted in the trace by name, and its proof is kind and alias (net/link.h). The kernel removes the pair with
 * the container's namespace, 13 to 48 ms after its last process: net_undo does not wait for that, and deletes only what an earlier
 * supervisor, now dead, has left. A create that meets the leftover of a container that just ended clears it, or waits for it.
 */
#if CFG_NS_NET && CFG_NET_VETH
int net_plan(const struct spec *spec, struct trace *trace);
int net_prepare(const struct spec *spec, struct trace *trace);
int net_attach(const struct spec *spec, struct trace *trace);
int net_undo(const struct trace *trace);
#else
#define net_plan NULL
#define net_prepare NULL
#define net_attach NULL
#define net_undo NULL
#endif

/* In the container's namespace: lo and its addresses; then each veth's inner end up, its addresses and the default route. */
#if CFG_NS_NET
int net_enter(const struct spec *spec);
#else
#define net_enter NULL
#endif

/* For `husk check`: can a veth pair be made here (1), or not (0)? Tried in a network namespace of its own. */
int net_probe_veth(void);
#endif
