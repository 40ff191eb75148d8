/* SPDX-License-Identifier: GPL-2.0-only */
/* Addresses and the default route of a link. */
#include "net/addr.h"
#include <linux/rtnetlink.h>
#include <sys/socket.h>

static size_t address_size(const struct addr *addr)
{
	return addr->family == AF_INET6 ? 16 : 4;
}

void addr_add(struct nl *nl, int index, const char *ifname, const struct addr *addr)
{
	struct ifaddrmsg body = {
		.ifa_family = addr->family, .ifa_prefixlen = addr->prefix, .ifa_index = (uint32_t)index
	};

	/* A fresh link has nobody to ask, and until it was asked the address could not be bound. */
	if (addr->family == AF_INET6)
		body.ifa_flags = IFA_F_NODAD;
	nl_message(nl, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, &body, sizeof(body), ifname, addr->text);
	nl_attr(nl, IFA_LOCAL, addr->bytes, address_size(addr));
	nl_attr(nl, IFA_ADDRESS, addr->bytes, address_size(addr));
}

void addr_default_route(struct nl *nl, int index, const struct addr *gateway)
{
	const struct rtmsg body = { .rtm_family = gateway->family, .rtm_table = RT_TABLE_MAIN, .rtm_protocol = RTPROT_BOOT,
				    .rtm_scope = RT_SCOPE_UNIVERSE, .rtm_type = RTN_UNICAST };

	nl_message(nl, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, &body, sizeof(body), "gateway", gateway->text);
	nl_attr(nl, RTA_GATEWAY, gateway->bytes, address_size(gateway));
	nl_attr_u32(nl, RTA_OIF, (uint32_t)index);
}
