/* SPDX-License-Identifier: GPL-2.0-only */
/* The parent's half of the network: the veth pair, and its end on the host. */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include "base/fd.h"
#include "base/log.h"
#include "net/addr.h"
#include "net/link.h"
#include "net/name.h"
#include "net/net.h"

/* How long a name may stay taken by a container that has ended: the kernel takes 13 to 48 ms to tear a namespace down. */
#define TRIES 40
#define TRY_MS 5

_Static_assert(CONFIG_NET_LINKS == 1, "struct trace notes one link");
_Static_assert(TRACE_IFNAME == NET_NAME, "the trace holds a link's name");

/* From prepare to attach. */
static struct {
	int fd;
	int bridge;   /* index; 0: none */
	uint32_t mtu; /* the bridge's, which would sink to a port's lower one; 0: the kernel's default */
} host = { .fd = -1 };

/* Made by this process: then the kernel removes it with the namespace, at no cost to us. */
static bool made;

static const struct link_spec *find_veth(const struct spec *spec)
{
	unsigned i;

	if (spec->share & NS_NET)
		return NULL;
	for (i = 0; i < spec->n_links; i++)
		if (spec->links[i].kind == LINK_VETH)
			return &spec->links[i];
	return NULL;
}

int net_plan(const struct spec *spec, struct trace *trace)
{
	const struct link_spec *link = find_veth(spec);

	if (!link)
		return 0;
	trace->attach = true;
	if (!link->hostif)
		net_host_name(trace->link, spec->name);
	else if (strlen(link->hostif) < sizeof(trace->link))
		strcpy(trace->link, link->hostif);
	else
		return fail(ENAMETOOLONG, "%s", link->hostif);
	return 0;
}

/* What the kernel cannot give is said before the first namespace exists. */
int net_prepare(const struct spec *spec, struct trace *trace)
{
	const struct link_spec *link = find_veth(spec);
	struct link_info info;

	(void)trace;
	if (!link)
		return 0;
	host.fd = nl_open();
	if (host.fd < 0)
		return -1;
	if (!link->bridge)
		return 0;
	if (link_get(host.fd, link->bridge, &info) < 0)
		return fail_in("bridge");
	if (strcmp(info.kind, "bridge") != 0)
		return fail(0, "bridge: %s: not a bridge", link->bridge);
	host.bridge = info.index;
	host.mtu = info.mtu;
	return 0;
}

/*
 * The name is taken. Returns 0 where the leftover of a container is gone, or may be soon, so that the create is worth another try.
 * The name of this one is claimed, so a link with its proof is a leftover; another container's may be one that is just ending.
 */
static int clear_leftover(const struct trace *trace)
{
	struct link_info info;

	if (link_get(host.fd, trace->link, &info) < 0)
		return errno == ENODEV ? 0 : -1;
	if (link_is_claimed(&info, trace->name))
		return link_delete(host.fd, info.index, trace->link);
	if (!link_is_claimed(&info, NULL))
		return fail_hint(EEXIST, "it is not this container's", "%s", trace->link);
	poll(NULL, 0, TRY_MS);
	return 0;
}

static int create(const struct trace *trace)
{
	int tries;

	for (tries = 0; tries < TRIES; tries++) {
		if (link_create_veth(host.fd, trace->link, "eth0", trace->pid, host.mtu) == 0)
			return 0;
		if (errno != EEXIST || clear_leftover(trace) < 0)
			return -1;
	}
	return fail_hint(EEXIST, "another container's", "%s", trace->link);
}

static int set_up(const struct link_spec *link, const struct trace *trace, int index)
{
	struct nl nl;

	nl_begin(&nl);
	link_claim(&nl, index, trace->link, trace->name, host.bridge, link->bridge);
	if (CFG_NET_IP && link->host_ip.family)
		addr_add(&nl, index, trace->link, &link->host_ip);
	return nl_send(host.fd, &nl);
}

int net_attach(const struct spec *spec, struct trace *trace)
{
	const struct link_spec *link = find_veth(spec);
	struct link_info info;
	int result;

	if (!link)
		return 0;
	result = create(trace);
	if (result == 0) {
		made = true;
		result = link_get(host.fd, trace->link, &info);
		/* A failed start waits for nothing either: the pair goes with the namespace, in which COMMAND never ran. */
		if (result == 0)
			result = set_up(link, trace, info.index);
	}
	fd_close(&host.fd);
	host.fd = -1;
	return result;
}

int net_undo(const struct trace *trace)
{
	struct link_info info;
	AUTOFD fd = -1;

	if (!trace->link[0] || made)
		return 0;
	fd = nl_open();
	if (fd < 0)
		return -1;
	if (link_get(fd, trace->link, &info) < 0)
		return errno == ENODEV ? 0 : -1;
	if (!link_is_claimed(&info, trace->name))
		return 0;
	return link_delete(fd, info.index, trace->link);
}
