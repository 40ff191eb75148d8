// SPDX-License-Identifier: GPL-2.0-only
/* A physical interface: moved into the container and given back. */
#include "net/phys.h"
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"
#include "net/lo.h"

#define PERM_ADDRESS 54 /* IFLA_PERM_ADDRESS, 5.6 */
#define DEVS 64		/* names dev0, dev1, ... to look for */

static int inner = -1; /* a socket of the container's namespace, which lives as long */

/* The address that the link asked for last is known by; where the hardware or the kernel has none, NOW, the one that it has. */
static const uint8_t *id_of(const uint8_t *now)
{
	const uint8_t *perm = link_attr(PERM_ADDRESS);

	return memcmp(perm, zeros, 6) ? perm : now;
}

void phys_note(struct trace_link *at, const struct link_spec *link, int index)
{
	at->index = index;
	at->up = nl_answer.link.body.ifi_flags & IFF_UP;
	at->kind = *link_kind();
	at->mtu = *(const uint32_t *)link_attr(IFLA_MTU);
	memcpy(at->mac, link_attr(IFLA_ADDRESS), 6);
	memcpy(at->id, id_of(link->has_mac ? link->mac : link_attr(IFLA_ADDRESS)), 6);
	str_copy(at->name, sizeof(at->name), link_attr(IFLA_IFNAME)); /* the caller may have given another of its names */
	str_copy(at->inside, sizeof(at->inside), link->ifname);
}

/* Before the move: a socket that is there at the end can be counted on. The namespaces stay open like it, as long as husk lives. */
static int open_inner(pid_t pid)
{
	int here = proc_open(packed("self/ns/net")), there = proc_open(packed("%d/ns/net"), (int)pid);

	if (here < 0 || there < 0 || setns(there, CLONE_NEWNET) < 0 || ((inner = nl_open()), setns(here, CLONE_NEWNET)) < 0 || inner < 0)
		return fail_sys("phys: network namespace");
	return 0;
}

int phys_move(int fd, const struct link_spec *link, int index, pid_t pid)
{
	char text[LOG_TEXT];
	int error;

	if (inner < 0 && open_inner(pid) < 0)
		return -1;
	nl_begin();
	link_set(index, link->hostif, false);
	link_put_inside(link, link->mtu, pid);
	if (nl_send(fd) >= 0)
		return 0;
	fail_in("phys");
	error = errno;
	str_copy(text, sizeof(text), fail_text());
	if (error == EINVAL && link_get(fd, index, link->hostif) > 0) /* it is still here */
		return fail(*link_kind() || index == LO_INDEX ? "phys: %s: cannot leave its namespace" :
				    "phys: %s: cannot leave its namespace (wireless: needs nl80211)", link->hostif);
	return fail_take(error, text, strlen(text));
}

/* (The kernel moves it before it looks at the address that it is to have: where that is refused, it has its old one.) */
static bool is_it(const struct trace_link *at)
{
	const uint8_t *now = link_attr(IFLA_ADDRESS);

	return !memcmp(id_of(now), at->id, 6) || !memcmp(now, at->mac, 6);
}

/* Returns the index that the interface has in FD's namespace, or -1. */
static int find(int fd, const struct trace_link *at)
{
	int index = link_get(fd, at->index, at->name);
	char name[TRACE_IFNAME];

	/* By its own name: where the move failed half way, and the kernel had to give it another index. */
	memcpy(name, at->name, sizeof(name));
	for (int n = -1; n <= DEVS; n++) {
		/* A bridge may have a port's address, and what has none could be taken for lo. */
		if (index > LO_INDEX && is_it(at) && !*link_kind() == !at->kind)
			return index;
		index = link_get(fd, 0, name);
		if (n < 0)
			memcpy(name, at->inside, sizeof(name));
		else
			str_fmt(name, sizeof(name), "dev%d", n);
	}
	return -1;
}

/* Where not NAMED it keeps the name that it has now, and a line says so. */
static int give_back(const struct trace_link *at, bool named)
{
	char now[TRACE_IFNAME];
	int fd = inner, index = fd < 0 ? -1 : find(fd, at);

	if (index < 0) {
		fd = nl_open();
		if (fd < 0)
			return -1;
		for (int tries = LINK_TRIES; (index = find(fd, at)) < 0; poll(NULL, 0, LINK_TRY_MS))
			if (!--tries)
				return 0; /* what is no hardware has ended with the namespace */
		if (!strcmp(link_attr(IFLA_IFNAME), at->name) && nl_answer.link.body.ifi_flags & IFF_UP)
			return 0; /* it never left */
	}
	str_copy(now, sizeof(now), link_attr(IFLA_IFNAME));
	nl_begin();
	link_set(index, at->name, false); /* else it takes no name */
	link_set(index, at->name, at->up);
	if (named)
		nl_attr_text(IFLA_IFNAME, at->name);
	nl_attr_u32(IFLA_MTU, at->mtu);
	if (memcmp(link_attr(IFLA_ADDRESS), at->mac, 6)) /* not every one takes any */
		nl_attr(IFLA_ADDRESS, at->mac, 6);
	if (fd == inner)
		nl_attr_u32(IFLA_NET_NS_PID, (uint32_t)getpid());
	if (nl_send(fd) < 0)
		return fail_in("phys");
	if (!named)
		log_line("phys: %s: the name is taken: it is back as %s", at->name, now);
	return 0;
}

int phys_undo(const struct trace *trace)
{
	int result = 0;

	for (const struct trace_link *at = trace->link; at < trace->link + CONFIG_NET_LINKS && *at->name; at++)
		if (*at->inside && give_back(at, true) < 0 && (errno != EEXIST || give_back(at, false) < 0))
			result = -1;
	fd_close(&inner);
	return result;
}
