// SPDX-License-Identifier: GPL-2.0-only
/* The child's half of the network: its links, each in one netlink batch. */
#include "net/net.h"
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include "base/fd.h"
#include "base/log.h"
#include "net/addr.h"
#include "net/link.h"
#include "net/lo.h"

static bool wants_ipv6(const struct link_spec *link)
{
	bool wants = link->gateway[1].family;

	for (unsigned i = 0; i < link->n_ip; i++)
		wants |= link->ip[i].family == AF_INET6;
	for (unsigned i = 0; i < link->n_routes; i++)
		wants |= link->routes[i].dst.family == AF_INET6;
	return wants;
}

static void add_addresses(const struct link_spec *link, int index, bool again)
{
	for (unsigned i = 0; i < link->n_ip; i++)
		addr_add(index, &link->ip[i], again);
	for (unsigned i = 0; CFG_NET_ROUTE && i < link->n_routes; i++)
		addr_route(index, link, &link->routes[i].dst, &link->routes[i].via, again);
	for (unsigned i = 0; i < 2; i++)
		if (link->gateway[i].family)
			addr_route(index, link, NULL, &link->gateway[i], again);
}

/* The address of a macvlan or ipvlan may still be that of the same container's last run, whose namespace the kernel is taking down. */
static bool may_come_free(const struct link_spec *link)
{
	return (CFG_NET_MACVLAN || CFG_NET_IPVLAN) && errno == EADDRINUSE && link->kind != LINK_LO;
}

/* The link NUMBER of SPEC, 0 being lo; and with the FIRST one lo. */
static int set_up(int fd, const struct spec *spec, unsigned number, bool first)
{
	const struct link_spec *link = &spec->links[number];
	const char *name = link->ifname;
	int index = LO_INDEX;

	/*
	 * IPv6 off before the link goes up: its duplicate-address and multicast frames would be flooded to every port of a bridge, and a start
	 * would cost more with each.
	 */
	if (number && ((!wants_ipv6(link) && link_set_ipv6(name, "disable_ipv6", "1") < 0) || (index = link_index(fd, name)) < 0))
		return -1;
	for (int tries = 0;; tries++) {
		nl_begin();
		if (CFG_NET_LO && first)
			link_set(LO_INDEX, "lo", true);
		if (number)
			link_set(index, name, true);
		if (CFG_NET_IP)
			add_addresses(link, index, tries);
		if (nl_send(fd) >= 0)
			return 0;
		if (!may_come_free(link))
			return fail_in("net");
		if (tries == LINK_TRIES)
			return link->has_mac ? fail_hint("--mac", "net: %s", name) : fail_in("net");
		poll(NULL, 0, LINK_TRY_MS);
	}
}

int net_enter(const struct spec *spec)
{
	unsigned first = !(CFG_NET_IP && spec->links[0].n_ip), end = CFG_NET_LINK ? spec->n_links : 1;
	int fd;

	if (spec->share & NS_NET)
		return 0;
	if (first >= end)
		return CFG_NET_LO ? lo_up() : 0;
	fd = nl_open(); /* the exec closes it */
	if (fd < 0)
		return -1;
	for (unsigned i = first; i < end; i++)
		if (set_up(fd, spec, i, i == first) < 0)
			return -1;
	return 0;
}
