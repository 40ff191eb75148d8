/* SPDX-License-Identifier: GPL-2.0-only */
/* The parent's half of the network: the veth pair, and its end on the host. A container has one, or none. */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/str.h"
#include "net/addr.h"
#include "net/link.h"
#include "net/name.h"
#include "net/net.h"

/* How long a name may stay taken by a container that has ended: the kernel takes 13 to 48 ms to tear a namespace down. */
#define TRIES 40
#define TRY_MS 5

_Static_assert(CONFIG_NET_LINKS == 1, "struct trace notes one link");
_Static_assert(TRACE_IFNAME == NET_NAME, "the trace holds a link's name");

static int fd = -1;	/* from prepare to attach */
static int bridge;	/* index; 0: none */
static uint32_t mtu;	/* the bridge's, which would sink to a port's lower one; 0: the kernel's default */
static bool made;	/* by this process: then the kernel removes it with the namespace, at no cost to us */

int net_plan(const struct spec *spec, struct trace *trace)
{
	const char *name = spec->links[1].hostif;

	if (spec->n_links == 1)
		return 0;
	trace->attach = true;
	if (name)
		str_fmt(trace->link, sizeof(trace->link), "%s", name);
	else
		net_host_name(trace->link, spec->name);
	return 0;
}

/* What the kernel cannot give is said before the first namespace exists. */
int net_prepare(const struct spec *spec, struct trace *trace)
{
	const char *name = spec->links[1].bridge;

	(void)trace;
	if (spec->n_links == 1)
		return 0;
	fd = nl_open();
	if (fd < 0 || !name)
		return fd < 0 ? -1 : 0;
	bridge = link_get(fd, name);
	if (bridge < 0)
		return fail_in("bridge");
	mtu = link_info.mtu;
	return strcmp(link_info.kind, "bridge") ? fail(0, "%s: not a bridge", name) : 0;
}

/* Removes the link of the trace's name where it is this container's. Returns 1 where it was, 0 where it is not (or not there), or -1. */
static int clear(const struct trace *trace)
{
	if (link_get(fd, trace->link) < 0)
		return errno == ENODEV ? 0 : -1;
	if (!link_is_claimed(trace->name))
		return 0;
	return link_delete(fd, trace->link) < 0 ? -1 : 1;
}

/*
 * The name of this container is claimed, so a link with its proof is a leftover. Any other may be the one of a container that is just
 * ending.
 */
static int create(const struct trace *trace)
{
	int cleared;

	for (int tries = 0; tries < TRIES; tries++) {
		if (!link_create_veth(fd, trace->link, trace->pid, mtu))
			return 0;
		if (errno != EEXIST || (cleared = clear(trace)) < 0)
			return -1;
		if (!cleared)
			poll(NULL, 0, TRY_MS);
	}
	return fail_hint(EEXIST, "it is not this container's", "%s", trace->link);
}

int net_attach(const struct spec *spec, struct trace *trace)
{
	const struct addr *ip = &spec->links[1].host_ip;
	int index, result = -1;

	if (spec->n_links == 1)
		return 0;
	/* A failed start waits for nothing either: the pair goes with the namespace, in which COMMAND never ran. */
	if (!create(trace) && (made = true) && (index = link_get(fd, trace->link)) >= 0) {
		nl_begin();
		link_claim(index, trace->link, trace->name, bridge);
		if (CFG_NET_IP && ip->family)
			addr_add(index, ip);
		result = nl_send(fd) < 0 ? -1 : 0;
	}
	fd_close(&fd);
	return result;
}

int net_undo(const struct trace *trace)
{
	int result;

	if (!trace->link[0] || made)
		return 0;
	fd = nl_open();
	result = fd < 0 || clear(trace) < 0 ? -1 : 0;
	fd_close(&fd);
	return result;
}
