// SPDX-License-Identifier: GPL-2.0-only
/* For `husk check`: which kinds of link are there? */
#include <errno.h>
#include <sched.h>
#include <unistd.h>
#include "base/sys.h"
#include "net/link.h"
#include "net/net.h"

/* Only a veth pair can be made of nothing. Any error but one says that the kind is known. */
static unsigned try(void)
{
	struct link_spec link = { .ifname = "eth0", .hostif = "h-probe" };
	int fd = nl_open();
	unsigned can = 0;

	for (link.kind = LINK_VETH; fd >= 0 && link.kind <= LINK_PHYS; link.kind++) {
		link.vlan = link.kind == LINK_PHYS;
		if (!link_create(fd, &link, link.hostif, 0, 0, 0) || (link.kind != LINK_VETH && errno != EOPNOTSUPP))
			can |= 1u << link.kind;
	}
	return can;
}

unsigned net_probe(void)
{
	int can;
	pid_t pid;

	if (!CFG_NET_LINK)
		return 0;
	pid = sys_clone(CLONE_NEWNET);
	/* A plain user's own namespaces tell what the kernel can do; a pair with one end on the host stays root's. */
	if (pid < 0 && errno == EPERM)
		pid = sys_clone(CLONE_NEWUSER | CLONE_NEWNET);
	if (pid == 0)
		_exit((int)try());
	return pid < 0 || sys_reap(pid, 0, &can) < 0 || can > 127 ? 0 : (unsigned)can;
}
