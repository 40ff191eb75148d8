/* SPDX-License-Identifier: GPL-2.0-only */
/* The child's half of the network: its links, in one netlink batch. */
#include "net/net.h"
#include <errno.h>
#include <sys/socket.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"
#include "net/addr.h"
#include "net/link.h"
#include "net/lo.h"

static bool wants_ipv6(const struct link_spec *link)
{
	unsigned i;

	for (i = 0; i < link->n_ip; i++)
		if (link->ip[i].family == AF_INET6)
			return true;
	return link->gateway.family == AF_INET6;
}

/*
 * Before the link goes up: its duplicate-address and multicast frames would be flooded to every port of a bridge (PEERS: 4 ms a start
 * become 19 at 600 ports).
 */
static int ipv6_off(const char *ifname)
{
	char path[64];
	int proc = proc_fd();

	if (proc < 0)
		return -1;
	str_fmt(path, sizeof(path), "sys/net/ipv6/conf/%s/disable_ipv6", ifname);
	if (fd_put(proc, path, "1") < 0 && errno != ENOENT) /* ENOENT: a kernel without IPv6 */
		return fail_sys("%s: disable_ipv6", ifname);
	return 0;
}

static void add_addresses(struct nl *nl, const struct link_spec *link, int index, const char *ifname)
{
	unsigned i;

	for (i = 0; i < link->n_ip; i++)
		addr_add(nl, index, ifname, &link->ip[i]);
	if (link->gateway.family)
		addr_default_route(nl, index, &link->gateway);
}

static int add_veth(int fd, struct nl *nl, const struct link_spec *link, const char *ifname)
{
	struct link_info info;

	if (!wants_ipv6(link) && ipv6_off(ifname) < 0)
		return -1;
	if (link_get(fd, ifname, &info) < 0)
		return -1;
	link_up(nl, info.index, ifname);
	if (CFG_NET_IP)
		add_addresses(nl, link, info.index, ifname);
	return 0;
}

static int add_links(const struct spec *spec)
{
	/* Each inner end has its place in the list: eth0 is the first veth. Errors keep the pointer until the batch is sent. */
	static char names[CONFIG_NET_LINKS][8];
	unsigned i, veths = 0;
	struct nl nl;
	AUTOFD fd = nl_open();

	if (fd < 0)
		return -1;
	nl_begin(&nl);
	if (CFG_NET_IP)
		add_addresses(&nl, &spec->links[0], LO_INDEX, "lo");
	for (i = 1; CFG_NET_VETH && i < spec->n_links; i++) {
		char *name = names[veths];

		if (spec->links[i].kind != LINK_VETH)
			continue;
		str_fmt(name, sizeof(names[0]), "eth%u", veths++);
		if (add_veth(fd, &nl, &spec->links[i], name) < 0)
			return -1;
	}
	return nl_send(fd, &nl);
}

int net_enter(const struct spec *spec)
{
	if (spec->share & NS_NET)
		return 0;
	if (CFG_NET_LO && lo_up() < 0)
		return -1;
	if ((CFG_NET_VETH && spec->n_links > 1) || (CFG_NET_IP && spec->links[0].n_ip))
		return add_links(spec);
	return 0;
}
