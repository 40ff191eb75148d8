/* SPDX-License-Identifier: GPL-2.0-only */
/* Which VLANs a bridge's port has, as iproute2's bridge tool shows them: vlans PORT prints a line for each, "7 PVID untagged". */
#include <linux/if_bridge.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void show_port(struct rtattr *af)
{
	int len = (int)RTA_PAYLOAD(af);

	for (struct rtattr *a = RTA_DATA(af); RTA_OK(a, len); a = RTA_NEXT(a, len)) {
		struct bridge_vlan_info *vlan = RTA_DATA(a);

		if (a->rta_type == IFLA_BRIDGE_VLAN_INFO)
			printf("%u%s%s\n", vlan->vid, vlan->flags & BRIDGE_VLAN_INFO_PVID ? " PVID" : "",
			       vlan->flags & BRIDGE_VLAN_INFO_UNTAGGED ? " untagged" : "");
	}
}

int main(int argc, char **argv)
{
	struct {
		struct nlmsghdr head;
		struct ifinfomsg info;
		struct rtattr attr;
		uint32_t mask;
	} ask = { { sizeof(ask), RTM_GETLINK, NLM_F_REQUEST | NLM_F_DUMP, 1, 0 }, { .ifi_family = AF_BRIDGE }, { 8, IFLA_EXT_MASK }, RTEXT_FILTER_BRVLAN };
	static uint32_t buf[8192];
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE), len;
	int port = argc == 2 ? (int)if_nametoindex(argv[1]) : 0;

	if (!port || fd < 0 || send(fd, &ask, sizeof(ask), 0) < 0)
		return 2;
	while ((len = (int)recv(fd, buf, sizeof(buf), 0)) > 0) {
		for (struct nlmsghdr *h = (void *)buf; NLMSG_OK(h, (unsigned)len); h = NLMSG_NEXT(h, len)) {
			struct ifinfomsg *info = NLMSG_DATA(h);
			int left = (int)IFLA_PAYLOAD(h);

			if (h->nlmsg_type != RTM_NEWLINK)
				return h->nlmsg_type == NLMSG_DONE ? 0 : 1;
			for (struct rtattr *a = IFLA_RTA(info); info->ifi_index == port && RTA_OK(a, left); a = RTA_NEXT(a, left))
				if ((a->rta_type & NLA_TYPE_MASK) == IFLA_AF_SPEC)
					show_port(a);
		}
	}
	return 1;
}
