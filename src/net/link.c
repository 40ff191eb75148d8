/* SPDX-License-Identifier: GPL-2.0-only */
/* veth pairs: made, claimed, recognised, removed. */
#include "net/link.h"
#include <errno.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>
#include "base/log.h"
#include "base/str.h"
#include "net/name.h"

#define REPLY_SIZE 4096 /* a bridge's, the longest seen, is 1.5 KiB */
#define CLAIM "husk:"

static void take_text(char *to, size_t size, const void *value, size_t len)
{
	if (!value)
		len = 0;
	if (len >= size)
		len = size - 1;
	if (len)
		memcpy(to, value, len);
	to[len] = 0;
}

static void read_attrs(struct link_info *info, const unsigned char *attrs, size_t len)
{
	size_t value_len, inner_len = 0;
	const void *value = nl_find(attrs, len, IFLA_MTU, &value_len);

	if (value && value_len == sizeof(info->mtu))
		memcpy(&info->mtu, value, sizeof(info->mtu));
	value = nl_find(attrs, len, IFLA_IFALIAS, &value_len);
	take_text(info->alias, sizeof(info->alias), value, value_len);
	value = nl_find(attrs, len, IFLA_LINKINFO, &inner_len);
	if (value)
		value = nl_find(value, inner_len, IFLA_INFO_KIND, &value_len);
	take_text(info->kind, sizeof(info->kind), value, value_len);
}

int link_get(int fd, const char *name, struct link_info *info)
{
	const struct ifinfomsg any = { .ifi_family = AF_UNSPEC };
	unsigned char reply[REPLY_SIZE];
	struct ifinfomsg body;
	struct nlmsghdr head;
	struct nl nl;
	int len;

	nl_begin(&nl);
	nl_message(&nl, RTM_GETLINK, 0, &any, sizeof(any), name, NULL);
	nl_attr_text(&nl, IFLA_IFNAME, name);
	nl_attr_u32(&nl, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
	len = nl_ask(fd, &nl, reply, sizeof(reply));
	if (len < 0)
		return -1;
	memcpy(&head, reply, sizeof(head));
	if ((size_t)len < sizeof(head) + sizeof(body) || head.nlmsg_type != RTM_NEWLINK)
		return fail(EPROTO, "%s", name);
	memset(info, 0, sizeof(*info));
	memcpy(&body, reply + sizeof(head), sizeof(body));
	info->index = body.ifi_index;
	read_attrs(info, reply + sizeof(head) + sizeof(body), (size_t)len - sizeof(head) - sizeof(body));
	return 0;
}

int link_create_veth(int fd, const char *host, const char *inside, pid_t pid, uint32_t mtu)
{
	const struct ifinfomsg any = { .ifi_family = AF_UNSPEC };
	size_t info, data, peer;
	uint8_t mac[NET_MAC];
	struct nl nl;

	net_host_mac(mac, host);
	nl_begin(&nl);
	nl_message(&nl, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &any, sizeof(any), host, NULL);
	nl_attr_text(&nl, IFLA_IFNAME, host);
	nl_attr(&nl, IFLA_ADDRESS, mac, sizeof(mac));
	if (mtu)
		nl_attr_u32(&nl, IFLA_MTU, mtu);
	info = nl_nest(&nl, IFLA_LINKINFO);
	nl_attr_text(&nl, IFLA_INFO_KIND, "veth");
	data = nl_nest(&nl, IFLA_INFO_DATA);
	peer = nl_nest(&nl, VETH_INFO_PEER);
	nl_raw(&nl, &any, sizeof(any));
	nl_attr_text(&nl, IFLA_IFNAME, inside);
	if (mtu)
		nl_attr_u32(&nl, IFLA_MTU, mtu);
	if (pid)
		nl_attr_u32(&nl, IFLA_NET_NS_PID, (uint32_t)pid);
	nl_nest_end(&nl, peer);
	nl_nest_end(&nl, data);
	nl_nest_end(&nl, info);
	if (nl_send(fd, &nl) == 0)
		return 0;
	if (errno == EOPNOTSUPP) /* no such kind, and no module that brings it */
		return fail_hint(0, "CONFIG_VETH", "veth: kernel has no veth support");
	return -1;
}

void link_up(struct nl *nl, int index, const char *name)
{
	const struct ifinfomsg up = { .ifi_index = index, .ifi_flags = IFF_UP, .ifi_change = IFF_UP };

	nl_message(nl, RTM_NEWLINK, 0, &up, sizeof(up), name, NULL);
}

void link_claim(struct nl *nl, int index, const char *name, const char *owner, int bridge, const char *bridge_name)
{
	const struct ifinfomsg up = { .ifi_index = index, .ifi_flags = IFF_UP, .ifi_change = IFF_UP };
	char alias[LINK_ALIAS];

	str_fmt(alias, sizeof(alias), CLAIM "%s", owner);
	nl_message(nl, RTM_NEWLINK, 0, &up, sizeof(up), name, bridge_name);
	/* Without its NUL, as the kernel wants it: it would count as a letter. */
	nl_attr(nl, IFLA_IFALIAS, alias, strlen(alias));
	if (bridge)
		nl_attr_u32(nl, IFLA_MASTER, (uint32_t)bridge);
}

bool link_is_claimed(const struct link_info *info, const char *owner)
{
	if (strcmp(info->kind, "veth") != 0 || !str_starts(info->alias, CLAIM))
		return false;
	return !owner || strcmp(info->alias + strlen(CLAIM), owner) == 0;
}

int link_delete(int fd, int index, const char *name)
{
	const struct ifinfomsg it = { .ifi_index = index };
	struct nl nl;

	nl_begin(&nl);
	nl_message(&nl, RTM_DELLINK, 0, &it, sizeof(it), name, NULL);
	return nl_send(fd, &nl) < 0 && errno != ENODEV ? -1 : 0;
}
