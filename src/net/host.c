// SPDX-License-Identifier: GPL-2.0-only
/* The parent's half of the network: links that it makes or moves, and the ends of veth pairs that stay on the host. */
#include <errno.h>
#include <linux/if_link.h>
#include <poll.h>
#include <string.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/str.h"
#include "net/addr.h"
#include "net/link.h"
#include "net/name.h"
#include "net/net.h"
#include "net/phys.h"

_Static_assert(TRACE_IFNAME == NET_NAME, "the trace holds a link's name");

static int fd = -1; /* from prepare to attach */
static bool made;   /* veth pairs, by this process: then the kernel removes them with the namespace, at no cost to us */

/* What a link has on the host. */
static struct base {
	int index;	       /* a veth's bridge, 0: none; else the interface */
	uint32_t mtu;	       /* the bridge's, which would sink to a port's lower one; 0: the kernel's default */
	uint16_t vlan;	       /* the bridge's default, which a port with --vlan leaves */
	struct trace_link *at; /* NULL: nothing that could be left */
} bases[CONFIG_NET_LINKS + 1];

int net_plan(const struct spec *spec, struct trace *trace)
{
	struct trace_link *at = trace->link;
	unsigned derived = 0;

	for (unsigned i = 1; i < spec->n_links; i++) {
		const struct link_spec *link = &spec->links[i];

		trace->attach = true;
		if (link->kind != LINK_VETH && !link_is_moved(link))
			continue;
		if (link->hostif)
			str_copy(at->name, sizeof(at->name), link->hostif);
		else
			net_host_name(at->name, spec->name, derived++);
		for (const struct trace_link *other = trace->link; other < at; other++)
			if (!strcmp(other->name, at->name))
				return fail("--net: %s: given twice", at->name);
		at->addressed = link->host_ip[0].family || link->host_ip[1].family;
		bases[i].at = at++;
	}
	return 0;
}

static int look_at_bridge(const struct link_spec *link, struct base *base)
{
	if (strcmp(link_kind(), "bridge"))
		return fail("%s: not a bridge", link->bridge);
	base->mtu = *(const uint32_t *)link_attr(IFLA_MTU);
	if (!CFG_NET_VLAN || !link->vlan)
		return 0;
	base->vlan = *(const uint16_t *)link_bridge_attr(IFLA_BR_VLAN_DEFAULT_PVID);
	if (!*(const uint8_t *)link_bridge_attr(IFLA_BR_VLAN_FILTERING))
		return fail("--vlan: %s: vlan_filtering is off (CONFIG_BRIDGE_VLAN_FILTERING)", link->bridge);
	return 0;
}

/* What the kernel cannot give is said before the first namespace exists. */
int net_prepare(const struct spec *spec, struct trace *trace)
{
	(void)trace;
	if (spec->n_links == 1)
		return 0;
	fd = nl_open();
	if (fd < 0)
		return -1;
	for (unsigned i = 1; i < spec->n_links; i++) {
		const struct link_spec *link = &spec->links[i];
		bool veth = CFG_NET_VETH && link->kind == LINK_VETH;
		const char *name = veth ? link->bridge : link->hostif;
		struct base *base = &bases[i];

		if (!name)
			continue;
		base->index = link_get(fd, 0, name);
		if (base->index < 0)
			return fail_in(veth ? "bridge" : "--net");
		if (veth && look_at_bridge(link, base) < 0)
			return -1;
		if (link_is_moved(link))
			phys_note(base->at, link, base->index);
	}
	return 0;
}

/* Removes the link NAME where it is container OWNER's. Returns 1 where it was, 0 where it is not (or not there), or -1. */
static int clear(const char *name, const char *owner)
{
	int index = link_get(fd, 0, name);

	if (index < 0)
		return errno == ENODEV ? 0 : -1;
	if (!link_is_claimed(owner))
		return 0;
	return link_delete(fd, index, name) < 0 ? -1 : 1;
}

/*
 * The name of this container is claimed, so a link with its proof is a leftover. Any other may be the one of a container that is just
 * ending, and so may be what already uses the interface (EBUSY).
 */
static int create(const struct link_spec *link, const struct base *base, const struct trace *trace)
{
	const char *host = base->at ? base->at->name : NULL;
	int cleared = 0;

	for (int tries = 0; tries < LINK_TRIES; tries++) {
		if (!link_create(fd, link, host, base->index, base->mtu, trace->pid))
			return 0;
		if ((errno != EEXIST && errno != EBUSY) || (host && (cleared = clear(host, trace->name)) < 0))
			return -1;
		if (!cleared)
			poll(NULL, 0, LINK_TRY_MS);
	}
	if (!host)
		return -1;
	errno = EEXIST;
	return fail_hint("it is not this container's, or --ifname is taken inside", "%s", host);
}

/*
 * The container is no router of the host's: by an advertisement it would give it addresses and a default route. (What comes in by a bridge's port is
 * the bridge's.) An address that is asked for is given even where the host has IPv6 off.
 */
static int guard_host(const struct link_spec *link, const char *name)
{
	bool wants = CFG_NET_IP && link->host_ip[1].family;

	if (link->bridge && !wants)
		return 0;
	return link_set_ipv6(name, "disable_ipv6", wants ? "0" : "1") < 0 || (wants && link_set_ipv6(name, "accept_ra", "0") < 0) ? -1 : 0;
}

/* The host's end: ours by its alias, up, a port of the bridge, with its addresses. */
static int claim(const struct link_spec *link, const struct base *base, const struct trace *trace)
{
	const char *name = base->at->name;
	int index = 0;

	/* Only what follows the claim cannot do with the name. */
	if (((CFG_NET_VLAN && link->vlan) || link->host_ip[0].family || link->host_ip[1].family) && (index = link_index(fd, name)) < 0)
		return -1;
	nl_begin();
	link_claim(index, name, trace->name, base->index);
	if (CFG_NET_VLAN && link->vlan)
		link_port_vlan(index, name, base->vlan, link->vlan);
	for (unsigned i = 0; CFG_NET_IP && i < 2; i++)
		if (link->host_ip[i].family)
			addr_add(index, &link->host_ip[i], false);
	return nl_send(fd) < 0 ? -1 : 0;
}

static int attach(const struct link_spec *link, const struct base *base, const struct trace *trace)
{
	if (link_is_moved(link))
		return phys_move(fd, link, base->index, trace->pid);
	if (create(link, base, trace) < 0)
		return -1;
	if (!CFG_NET_VETH || link->kind != LINK_VETH)
		return 0;
	made = true;
	return guard_host(link, base->at->name) < 0 ? -1 : claim(link, base, trace);
}

/* Interfaces first, so that the kernel need not give them another index in there, which they would bring home. */
int net_attach(const struct spec *spec, struct trace *trace)
{
	if (spec->n_links == 1)
		return 0;
	for (int moved = 1; moved >= 0; moved--)
		for (unsigned i = 1; i < spec->n_links; i++)
			if (link_is_moved(&spec->links[i]) == moved && attach(&spec->links[i], &bases[i], trace) < 0)
				return -1;
	fd_close(&fd);
	return 0;
}

int net_undo(const struct trace *trace)
{
	int result = 0;

	if (CFG_NET_PHYS && *trace->link->name)
		result = phys_undo(trace);
	for (unsigned i = 0; i < CONFIG_NET_LINKS && *trace->link[i].name; i++) {
		/* An address and its route would take the next container's packets for those 13 to 48 ms. A start that failed leaves nothing at all. */
		if (*trace->link[i].inside || (made && trace->ran && !trace->link[i].addressed))
			continue;
		if (fd < 0)
			fd = nl_open();
		if (fd < 0 || clear(trace->link[i].name, trace->name) < 0)
			result = -1;
	}
	fd_close(&fd);
	return result;
}
