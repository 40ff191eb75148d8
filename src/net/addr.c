// SPDX-License-Identifier: GPL-2.0-only
/* Addresses and routes of a link. */
#include "net/addr.h"
#include <string.h>
#include <sys/socket.h>

static void attr(int type, const struct addr *addr)
{
	nl_attr(type, addr->bytes, addr->family == AF_INET6 ? 16 : 4);
}

void addr_add(int index, const struct addr *addr, bool again)
{
	const struct ifaddrmsg body = {
		.ifa_family = addr->family,
		.ifa_prefixlen = addr->prefix,
		/* A fresh link has nobody to ask, and until it was asked the address could not be bound. */
		.ifa_flags = addr->family == AF_INET6 ? IFA_F_NODAD : 0,
		.ifa_scope = addr->family == AF_INET && addr->bytes[0] == 127 ? RT_SCOPE_HOST : RT_SCOPE_UNIVERSE,
		.ifa_index = (uint32_t)index,
	};

	nl_message(RTM_NEWADDR, NLM_F_CREATE | (again ? NLM_F_REPLACE : NLM_F_EXCL), &body, sizeof(body), addr->text);
	attr(IFA_LOCAL, addr);
}

static bool same_network(const uint8_t *a, const uint8_t *b, unsigned prefix)
{
	unsigned bytes = prefix / 8, bits = prefix % 8;

	return !memcmp(a, b, bytes) && (!bits || (a[bytes] ^ b[bytes]) >> (8 - bits) == 0);
}

static bool is_near(const struct link_spec *link, const struct addr *via)
{
	static const uint8_t link_local[] = { 0xfe, 0x80 };

	for (unsigned i = 0; i < link->n_ip; i++)
		if (link->ip[i].family == via->family && same_network(link->ip[i].bytes, via->bytes, link->ip[i].prefix))
			return true;
	return via->family == AF_INET6 && same_network(via->bytes, link_local, 10);
}

void addr_route(int index, const struct link_spec *link, const struct addr *dst, const struct addr *via, bool again)
{
	const struct rtmsg body = {
		.rtm_family = dst ? dst->family : via->family,
		.rtm_dst_len = dst ? dst->prefix : 0,
		.rtm_table = RT_TABLE_MAIN,
		.rtm_protocol = RTPROT_BOOT,
		.rtm_scope = via->family ? RT_SCOPE_UNIVERSE : RT_SCOPE_LINK,
		.rtm_type = RTN_UNICAST,
		.rtm_flags = via->family && !is_near(link, via) ? RTNH_F_ONLINK : 0,
	};

	nl_message(RTM_NEWROUTE, NLM_F_CREATE | (again ? NLM_F_REPLACE : NLM_F_EXCL), &body, sizeof(body), dst ? dst->text : via->text);
	if (body.rtm_dst_len)
		attr(RTA_DST, dst);
	if (via->family)
		attr(RTA_GATEWAY, via);
	nl_attr_u32(RTA_OIF, (uint32_t)index);
}
