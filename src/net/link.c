/* SPDX-License-Identifier: GPL-2.0-only */
/* veth pairs: made, claimed, recognised, removed. */
#include "net/link.h"
#include <errno.h>
#include <linux/veth.h>
#include <net/if.h>
#include <string.h>
#include "base/log.h"
#include "base/str.h"
#include "net/name.h"
#include "spec/spec.h"

#define CLAIM "husk:"

struct link_info link_info;

static void message(int type, int flags, int index, unsigned up, const char *about)
{
	const struct ifinfomsg body = { .ifi_index = index, .ifi_flags = up, .ifi_change = up };

	nl_message(type, flags, &body, sizeof(body), about);
}

static const char *text_of(const struct rtattr *a)
{
	return a ? RTA_DATA(a) : "";
}

int link_get(int fd, const char *name)
{
	const void *attrs = &nl_answer.link + 1;
	const struct rtattr *a;
	int len;

	nl_begin();
	message(RTM_GETLINK, 0, 0, 0, name);
	nl_attr_text(IFLA_IFNAME, name);
	nl_attr_u32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
	len = nl_send(fd);
	if (len < 0)
		return -1;
	len -= (int)sizeof(nl_answer.link);
	link_info.alias = text_of(nl_find(attrs, len, IFLA_IFALIAS));
	a = nl_find(attrs, len, IFLA_MTU);
	link_info.mtu = a ? *(const uint32_t *)RTA_DATA(a) : 0;
	a = nl_find(attrs, len, IFLA_LINKINFO);
	link_info.kind = text_of(a ? nl_find(RTA_DATA(a), (int)RTA_PAYLOAD(a), IFLA_INFO_KIND) : NULL);
	return link_info.index = nl_answer.link.body.ifi_index;
}

static void name_and_mtu(const char *name, uint32_t mtu)
{
	nl_attr_text(IFLA_IFNAME, name);
	if (mtu)
		nl_attr_u32(IFLA_MTU, mtu);
}

int link_create_veth(int fd, const char *host, pid_t pid, uint32_t mtu)
{
	static const struct ifinfomsg peer_body;
	unsigned info, data, peer;
	uint8_t mac[NET_MAC];

	net_host_mac(mac, host);
	nl_begin();
	message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, 0, 0, host);
	name_and_mtu(host, mtu);
	nl_attr(IFLA_ADDRESS, mac, sizeof(mac));
	info = nl_nest(IFLA_LINKINFO);
	nl_attr_text(IFLA_INFO_KIND, "veth");
	data = nl_nest(IFLA_INFO_DATA);
	peer = nl_nest(VETH_INFO_PEER);
	nl_raw(&peer_body, sizeof(peer_body));
	name_and_mtu("eth0", mtu);
	if (pid)
		nl_attr_u32(IFLA_NET_NS_PID, (uint32_t)pid);
	nl_nest_end(peer);
	nl_nest_end(data);
	nl_nest_end(info);
	if (nl_send(fd) >= 0)
		return 0;
	if (errno == EOPNOTSUPP) /* no such kind, and no module that brings it */
		return fail_hint(0, "CONFIG_VETH", "veth: kernel has no veth support");
	return fail_in("veth");
}

void link_up(int index, const char *name)
{
	message(RTM_NEWLINK, 0, index, IFF_UP, name);
}

void link_claim(int index, const char *name, const char *owner, int bridge)
{
	char alias[sizeof(CLAIM) + SPEC_NAME];

	link_up(index, name);
	/* Without its NUL, as the kernel wants it: it would count as a letter. */
	nl_attr(IFLA_IFALIAS, alias, str_fmt(alias, sizeof(alias), CLAIM "%s", owner));
	if (bridge)
		nl_attr_u32(IFLA_MASTER, (uint32_t)bridge);
}

bool link_is_claimed(const char *owner)
{
	return !strcmp(link_info.kind, "veth") && str_starts(link_info.alias, CLAIM) && !strcmp(link_info.alias + strlen(CLAIM), owner);
}

int link_delete(int fd, const char *name)
{
	nl_begin();
	message(RTM_DELLINK, 0, link_info.index, 0, name);
	return nl_send(fd) < 0 && errno != ENODEV ? -1 : 0;
}
