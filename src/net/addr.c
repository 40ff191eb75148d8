/* SPDX-License-Identifier: GPL-2.0-only */
/* Addresses and the default route of a link. */
#include "net/addr.h"
#include <sys/socket.h>

static void attr(int type, const struct addr *addr)
{
	nl_attr(type, addr->bytes, addr->family == AF_INET6 ? 16 : 4);
}

void addr_add(int index, const struct addr *addr)
{
	const struct ifaddrmsg body = {
		.ifa_family = addr->family,
		.ifa_prefixlen = addr->prefix,
		/* A fresh link has nobody to ask, and until it was asked the address could not be bound. */
		.ifa_flags = addr->family == AF_INET6 ? IFA_F_NODAD : 0,
		.ifa_index = (uint32_t)index,
	};

	nl_message(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, &body, sizeof(body), addr->text);
	attr(IFA_LOCAL, addr);
}

void addr_default_route(int index, const struct addr *gateway)
{
	const struct rtmsg body = { .rtm_family = gateway->family, .rtm_table = RT_TABLE_MAIN, .rtm_protocol = RTPROT_BOOT,
				    .rtm_scope = RT_SCOPE_UNIVERSE, .rtm_type = RTN_UNICAST };

	nl_message(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, &body, sizeof(body), gateway->text);
	attr(RTA_GATEWAY, gateway);
	nl_attr_u32(RTA_OIF, (uint32_t)index);
}
