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
 * Links, made or moved into the container's namespace. The host end of a veth pair is noted in the trace by name, and its proof is kind and
 * alias (net/link.h). The kernel removes the pair with the namespace, 13 to 48 ms after its last process: net_undo waits for that only
 * where the host's end has an address or COMMAND never ran, and deletes what an earlier supervisor, now dead, has left. A create that meets the
 * leftover of a container that just ended clears it, or waits for it, and so does one whose address such a one still has. Of macvlan, ipvlan and
 * VLAN devices nothing is on the host. A physical interface is given back (net/phys.h).
 */
#if CFG_NS_NET && CFG_NET_LINK
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

/* In the container's namespace: lo and its addresses; then each link up, its addresses and routes. */
#if CFG_NS_NET
int net_enter(const struct spec *spec);
#else
#define net_enter NULL
#endif

/* For `husk check`: bit K is set where links of kind K of enum link_kind can be made here, LINK_PHYS standing for VLANs. Tried in a namespace. */
unsigned net_probe(void);
#endif
