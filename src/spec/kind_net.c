// SPDX-License-Identifier: GPL-2.0-only
/* Kinds of argument for the network: links, and what belongs to the last of them. */
#include <string.h>
#include <sys/socket.h>
#include "base/code.h"
#include "base/log.h"
#include "base/str.h"
#include "spec/kind.h"
#include "spec/unit.h"

static OUTLINED struct link_spec *last_link(struct spec *spec)
{
	return &spec->links[spec->n_links - 1];
}

static int set_address(struct addr *addr, const char *value, bool prefix)
{
	addr->text = value;
	return unit_address(value, prefix, addr) ? 0 : MALFORMED;
}

/* Not "none", "all" or a group's: the kernel takes some of them, and does nothing. */
static int set_host(struct addr *addr, const char *value, bool prefix)
{
	bool v6;

	if (set_address(addr, value, prefix))
		return MALFORMED;
	v6 = addr->family == AF_INET6;
	if (!memcmp(addr->bytes, zeros, v6 ? 16 : 4) || addr->bytes[0] == 0xff || (!v6 && addr->bytes[0] >> 4 == 14))
		return fail("no address of a host");
	return 0;
}

/* One of each family: the later one wins. */
static int set_of_family(struct addr pair[2], const char *value, bool prefix)
{
	struct addr addr;
	int why = set_host(&addr, value, prefix);

	if (!why)
		pair[addr.family == AF_INET6] = addr;
	return why;
}

int set_ip(struct spec *spec, void *field, const char *value)
{
	struct link_spec *link = last_link(spec);

	(void)field;
	return link->n_ip == CONFIG_NET_ADDRS ? FULL : set_host(&link->ip[link->n_ip++], value, true);
}

int set_gateway(struct spec *spec, void *field, const char *value)
{
	(void)spec;
	return set_of_family(field, value, false);
}

int set_host_ip(struct spec *spec, void *field, const char *value)
{
	(void)spec;
	return set_of_family(field, value, true);
}

/* "via=GW" behind a route, which in --net's argument is a key of its own. */
static int set_via(struct spec *spec, const char *word)
{
	struct link_spec *link = last_link(spec);
	struct route_spec *route = &link->routes[link->n_routes - 1];
	int why = link->n_routes && str_starts(word, "via=") ? set_host(&route->via, word + 4, false) : MALFORMED;

	return why || route->via.family == route->dst.family ? why : fail("DST and GW are of two families");
}

int set_route(struct spec *spec, void *field, const char *value)
{
	struct link_spec *link = last_link(spec);
	size_t len = strcspn(value, ",");
	const char *text = spec_keep(spec, value, len);
	struct addr *dst;

	(void)field;
	if (link->n_routes == CONFIG_NET_ADDRS)
		return FULL;
	dst = &link->routes[link->n_routes++].dst;
	if (set_address(dst, text, true))
		return MALFORMED;
	for (unsigned bit = dst->prefix; bit < (dst->family == AF_INET6 ? 128 : 32); bit++)
		if (dst->bytes[bit / 8] & 0x80 >> bit % 8)
			return fail("DST has bits behind its length");
	return value[len] ? set_via(spec, value + len + 1) : 0;
}

int set_ifname(struct spec *spec, void *field, const char *value)
{
	return unit_ifname(value) ? set_text(spec, field, value) : MALFORMED;
}

int set_mac(struct spec *spec, void *field, const char *value)
{
	last_link(spec)->has_mac = true;
	return unit_mac(value, field) ? 0 : MALFORMED;
}

/* ",ip=10.0.0.2/24,gateway=10.0.0.1": the options of a link as keys, for UCI, whose lists have no common order. */
static int set_link_key(struct spec *spec, const char *s, size_t len)
{
	size_t key = strcspn(s, "=,");
	const struct option *option = option_find(s, key);
	const char *word;
	int why;

	if (key == len || !(option ? option_flags(option) & OPTION_LINK : str_is(s, key, "via")))
		return fail("not KEY=VALUE, or no link has that KEY");
	word = spec_keep(spec, s, len);
	why = option ? option_apply(spec, option, word + key + 1) : set_via(spec, word);
	return why == MALFORMED ? fail("wrong VALUE of a KEY") : why;
}

/* In the order of enum link_kind. */
static const char kinds[] = "veth,macvlan,ipvlan,phys";
static const unsigned built = CFG_NET_VETH | CFG_NET_MACVLAN << 1 | CFG_NET_IPVLAN << 2 | CFG_NET_PHYS << 3;

int set_net(struct spec *spec, void *field, const char *value)
{
	const char *rest = value, *piece;
	int len = str_piece(&rest, ',', &piece), kind, why = 0;
	size_t word = strcspn(piece, ":,");

	(void)field;
	if (str_is(piece, (size_t)len, "host")) {
		spec->share |= NS_NET;
		return rest ? MALFORMED : 0;
	}
	if (str_is(piece, (size_t)len, "none")) {
		spec->share &= ~NS_NET;
		spec->n_links = 1;
	} else {
		kind = str_index(kinds, piece, word);
		if (kind < 0 || !(built >> kind & 1))
			return MALFORMED;
		if (spec->n_links > CONFIG_NET_LINKS)
			return FULL;
		spec->links[spec->n_links++] = (struct link_spec){ .kind = LINK_VETH + (enum link_kind)kind };
		if (piece[word] == ':')
			why = set_ifname(spec, &last_link(spec)->hostif, spec_keep(spec, piece + word + 1, (size_t)len - word - 1));
		else if (kind)
			why = MALFORMED;
	}
	while (!why && (len = str_piece(&rest, ',', &piece)) >= 0)
		why = set_link_key(spec, piece, (size_t)len);
	return why;
}
