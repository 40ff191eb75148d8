/* SPDX-License-Identifier: GPL-2.0-only */
/* The child's half of the network: its links, in one netlink batch. */
#include "net/net.h"
#include <errno.h>
#include <sys/socket.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/proc.h"
#include "net/addr.h"
#include "net/link.h"
#include "net/lo.h"

static bool wants_ipv6(const struct link_spec *link)
{
	bool wants = link->gateway.family == AF_INET6;

	for (unsigned i = 0; i < link->n_ip; i++)
		wants |= link->ip[i].family == AF_INET6;
	return wants;
}

/*
 * Before the link goes up: its duplicate-address and multicast frames would be flooded to every port of a bridge, and a start would
 * cost more with each.
 */
static int ipv6_off(void)
{
	int proc = proc_fd();

	if (proc < 0)
		return -1;
	if (fd_put(proc, "sys/net/ipv6/conf/eth0/disable_ipv6", "1") < 0 && errno != ENOENT) /* ENOENT: a kernel without IPv6 */
		return fail_sys("eth0: disable_ipv6");
	return 0;
}

static void add_addresses(const struct link_spec *link, int index)
{
	for (unsigned i = 0; i < link->n_ip; i++)
		addr_add(index, &link->ip[i]);
	if (link->gateway.family)
		addr_default_route(index, &link->gateway);
}

int net_enter(const struct spec *spec)
{
	const struct link_spec *lo = &spec->links[0], *veth = CFG_NET_VETH && spec->n_links > 1 ? &spec->links[1] : NULL;
	int fd, index = 0;

	if (spec->share & NS_NET)
		return 0;
	if (CFG_NET_LO && lo_up() < 0)
		return -1;
	if (!veth && !(CFG_NET_IP && lo->n_ip))
		return 0;
	fd = nl_open(); /* the exec closes it */
	if (fd < 0 || (veth && ((!wants_ipv6(veth) && ipv6_off() < 0) || (index = link_get(fd, "eth0")) < 0)))
		return -1;
	nl_begin();
	if (CFG_NET_IP)
		add_addresses(lo, LO_INDEX);
	if (veth) {
		link_up(index, "eth0");
		if (CFG_NET_IP)
			add_addresses(veth, index);
	}
	return nl_send(fd) < 0 ? -1 : 0;
}
