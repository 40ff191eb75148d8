// SPDX-License-Identifier: GPL-2.0-only
/* Links: made, claimed, recognised, removed. */
#include "net/link.h"
#include <errno.h>
#include <linux/if_bridge.h>
#include <linux/veth.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"
#include "net/name.h"

#define CLAIM "husk:"

/* By enum link_kind; a VLAN device in the place of the interface itself, which has no kind. Each with the kernel's option. */
#define KIND_VLAN LINK_PHYS
static const char kinds[][2][11] = { { "veth", "VETH" }, { "macvlan", "MACVLAN" }, { "ipvlan", "IPVLAN" }, { "vlan", "VLAN_8021Q" } };

/*
 * Indices for links that are made in another namespace, high above any that is in use: without one the kernel looks (before 6.15) for
 * the link's name, the container's eth0, in the host's namespace.
 */
#define FIRST_INDEX 0x100000

/*
 * A bridge takes the lowest address among its ports, and must not change it when a container comes or goes: the host's ends begin with fe,
 * higher than any vendor's, and all have the same, for a bridge that has no other ports.
 */
static const uint8_t host_mac[] = { 0xfe, 'h', 'u', 's', 'k', 0 };

static int answer; /* bytes of attributes in nl_answer.link */

static void message(int type, int flags, int index, unsigned up, unsigned change, const char *about)
{
	const struct ifinfomsg body = { .ifi_index = index, .ifi_flags = up, .ifi_change = change };

	nl_message(type, flags, &body, sizeof(body), about);
}

int link_get(int fd, int index, const char *name)
{
	nl_begin();
	message(RTM_GETLINK, 0, index, 0, 0, name);
	if (!index)
		nl_attr_text(IFLA_IFNAME, name);
	nl_attr_u32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
	answer = nl_send(fd) - (int)sizeof(nl_answer.link);
	return answer < 0 ? -1 : nl_answer.link.body.ifi_index;
}

int link_index(int fd, const char *name)
{
	struct ifreq request;

	str_copy(request.ifr_name, sizeof(request.ifr_name), name);
	/* A netlink socket takes a link's ioctls since 4.6. */
	return ioctl(fd, SIOCGIFINDEX, &request) < 0 ? link_get(fd, 0, name) : request.ifr_ifindex;
}

static const struct rtattr *in(const struct rtattr *a, int type)
{
	return a ? nl_find(RTA_DATA(a), (int)RTA_PAYLOAD(a), type) : NULL;
}

static const void *data(const struct rtattr *a)
{
	return a ? RTA_DATA(a) : zeros;
}

static const struct rtattr *find(int type)
{
	return nl_find(&nl_answer.link + 1, answer, type);
}

const void *link_attr(int type)
{
	return data(find(type));
}

const char *link_kind(void)
{
	return data(in(find(IFLA_LINKINFO), IFLA_INFO_KIND));
}

const void *link_bridge_attr(int type)
{
	return data(in(in(find(IFLA_LINKINFO), IFLA_INFO_DATA), type));
}

void link_put_inside(const struct link_spec *link, uint32_t mtu, pid_t pid)
{
	nl_attr_text(IFLA_IFNAME, link->ifname);
	if (mtu)
		nl_attr_u32(IFLA_MTU, mtu);
	if (link->has_mac)
		nl_attr(IFLA_ADDRESS, link->mac, sizeof(link->mac));
	if (pid)
		nl_attr_u32(IFLA_NET_NS_PID, (uint32_t)pid);
}

/* The kernel makes a queue for each processor and uses one, unless it is told: what is not made need not be announced, nor taken away. */
static void put_queues(void)
{
	nl_attr_u32(IFLA_NUM_TX_QUEUES, 1);
	nl_attr_u32(IFLA_NUM_RX_QUEUES, 1);
}

static void put_peer(const struct link_spec *link, uint32_t mtu, pid_t pid)
{
	unsigned peer = nl_nest(VETH_INFO_PEER);

	nl_raw(zeros, sizeof(struct ifinfomsg));
	link_put_inside(link, mtu, pid);
	put_queues();
	nl_nest_end(peer);
}

int link_create(int fd, const struct link_spec *link, const char *host, int base, uint32_t mtu, pid_t pid)
{
	static const uint32_t bridge_mode = 4; /* MACVLAN_MODE_BRIDGE */
	static int next = FIRST_INDEX;
	unsigned kind = link->vlan && link->kind != LINK_VETH ? KIND_VLAN : link->kind, info, data;
	const char(*name)[11] = kinds[kind - LINK_VETH];
	uint16_t vlan = (uint16_t)link->vlan;

	nl_begin();
	if (kind == LINK_VETH) {
		message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, 0, 0, 0, host);
		nl_attr_text(IFLA_IFNAME, host);
		mtu = mtu ? mtu : link->mtu;
		if (mtu)
			nl_attr_u32(IFLA_MTU, mtu);
		nl_attr(IFLA_ADDRESS, host_mac, sizeof(host_mac));
		put_queues();
	} else {
		message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, next++, 0, 0, link->hostif);
		link_put_inside(link, link->mtu, pid);
		nl_attr_u32(IFLA_LINK, (uint32_t)base);
	}
	info = nl_nest(IFLA_LINKINFO);
	nl_attr_text(IFLA_INFO_KIND, name[0]);
	data = nl_nest(IFLA_INFO_DATA);
	if (kind == LINK_VETH)
		put_peer(link, link->mtu ? link->mtu : mtu, pid);
	else if (kind == LINK_MACVLAN)
		nl_attr(IFLA_MACVLAN_MODE, &bridge_mode, sizeof(bridge_mode));
	else /* IFLA_VLAN_ID, or with 0, which is l2, IFLA_IPVLAN_MODE: both are number 1 and have 16 bits */
		nl_attr(IFLA_VLAN_ID, &vlan, sizeof(vlan));
	nl_nest_end(data);
	nl_nest_end(info);
	if (nl_send(fd) >= 0)
		return 0;
	if (errno != EOPNOTSUPP)
		return fail_in("%s", name[0]);
	/* No such kind, and no module that brings it. */
	fail("%s: kernel has no %s support (CONFIG_%s)", name[0], name[0], name[1]);
	errno = EOPNOTSUPP;
	return -1;
}

void link_set(int index, const char *name, bool up)
{
	message(RTM_NEWLINK, 0, index, up ? IFF_UP : 0, IFF_UP, name);
}

void link_claim(int index, const char *name, const char *owner, int bridge)
{
	char alias[sizeof(CLAIM) + SPEC_NAME];

	link_set(index, name, true);
	if (!index)
		nl_attr_text(IFLA_IFNAME, name);
	/* Without its NUL, as the kernel wants it: it would count as a letter. */
	nl_attr(IFLA_IFALIAS, alias, str_fmt(alias, sizeof(alias), CLAIM "%s", owner));
	if (bridge)
		nl_attr_u32(IFLA_MASTER, (uint32_t)bridge);
}

static void port_vlan(int type, int index, const char *name, unsigned flags, unsigned vlan)
{
	const struct ifinfomsg body = { .ifi_family = AF_BRIDGE, .ifi_index = index };
	const struct bridge_vlan_info info = { .flags = (uint16_t)flags, .vid = (uint16_t)vlan };
	unsigned nest;

	nl_message(type, 0, &body, sizeof(body), name);
	nest = nl_nest(IFLA_AF_SPEC);
	nl_attr(IFLA_BRIDGE_VLAN_INFO, &info, sizeof(info));
	nl_nest_end(nest);
}

void link_port_vlan(int index, const char *name, unsigned before, unsigned vlan)
{
	if (before)
		port_vlan(RTM_DELLINK, index, name, 0, before);
	port_vlan(RTM_SETLINK, index, name, BRIDGE_VLAN_INFO_PVID | BRIDGE_VLAN_INFO_UNTAGGED, vlan);
}

int link_set_ipv6(const char *name, const char *key, const char *value)
{
	if (proc_put(value, "sys/net/ipv6/conf/%s/%s", name, key) < 0 && errno != ENOENT) /* ENOENT: a kernel without IPv6 */
		return fail_sys("%s: %s", name, key);
	return 0;
}

bool link_is_claimed(const char *owner)
{
	const char *alias = link_attr(IFLA_IFALIAS);

	return !strcmp(link_kind(), "veth") && str_starts(alias, CLAIM) && !strcmp(alias + strlen(CLAIM), owner);
}

int link_delete(int fd, int index, const char *name)
{
	nl_begin();
	message(RTM_DELLINK, 0, index, 0, 0, name);
	return nl_send(fd) < 0 && errno != ENODEV ? -1 : 0;
}
