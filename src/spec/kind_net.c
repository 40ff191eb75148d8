// SPDX-License-Identifier: GPL-2.0-only
/* Kinds of argument for the network: links, and what belongs to the last of them. */
#include <string.h>
#include "base/str.h"
#include "spec/kind.h"
#include "spec/unit.h"

static struct link_spec *last_link(struct spec *spec)
{
	return &spec->links[spec->n_links - 1];
}

static const char *set_address(struct addr *addr, const char *value, bool prefix)
{
	addr->text = value;
	return unit_address(value, prefix, addr) ? NULL : option_malformed;
}

const char *set_ip(struct spec *spec, void *field, const char *value)
{
	struct link_spec *link = last_link(spec);

	(void)field;
	return link->n_ip == CONFIG_NET_ADDRS ? "too many addresses (CONFIG_NET_ADDRS)" : set_address(&link->ip[link->n_ip++], value, true);
}

static const char no_veth[] = "no --net veth before it";

const char *set_gateway(struct spec *spec, void *field, const char *value)
{
	(void)field;
	return last_link(spec)->kind == LINK_VETH ? set_address(&last_link(spec)->gateway, value, false) : no_veth;
}

const char *set_host_ip(struct spec *spec, void *field, const char *value)
{
	(void)field;
	return last_link(spec)->kind == LINK_VETH ? set_address(&last_link(spec)->host_ip, value, true) : no_veth;
}

static const char *set_ifname(const char **field, const char *value)
{
	*field = value;
	return value && unit_ifname(value) ? NULL : option_malformed;
}

const char *set_bridge(struct spec *spec, void *field, const char *value)
{
	(void)field;
	return last_link(spec)->kind == LINK_VETH ? set_ifname(&last_link(spec)->bridge, value) : no_veth;
}

/* ",ip=10.0.0.2/24,gateway=10.0.0.1": the keys of the options above, for UCI, whose lists have no common order. */
static const char *set_link_key(struct spec *spec, const char *s, size_t len)
{
	static const char *const keys[] = { "ip", "gateway", "bridge", "host-ip" };
	static option_set_fn *const set[] = { set_ip, set_gateway, set_bridge, set_host_ip };
	size_t key = strcspn(s, "=,");
	const char *value;

	for (size_t i = 0; key < len && i < ARRAY_SIZE(keys); i++) {
		if (!str_is(s, key, keys[i]))
			continue;
		value = spec_keep(spec, s + key + 1, len - key - 1);
		return value ? set[i](spec, NULL, value) : spec_full;
	}
	return "a key is not ip=, gateway=, bridge= or host-ip=";
}

const char *set_net(struct spec *spec, void *field, const char *value)
{
	const char *rest = value, *piece, *why = NULL;
	int len = str_piece(&rest, ',', &piece);
	size_t kind = strcspn(piece, ":,");

	(void)field;
	if (str_is(piece, (size_t)len, "host")) {
		spec->share |= NS_NET;
		return rest ? option_malformed : NULL;
	}
	if (CFG_NET_VETH && str_is(piece, kind, "veth")) {
		if (spec->n_links > CONFIG_NET_LINKS)
			return "too many links (CONFIG_NET_LINKS)";
		spec->links[spec->n_links++] = (struct link_spec){ .kind = LINK_VETH };
		if (piece[kind] == ':')
			why = set_ifname(&last_link(spec)->hostif, spec_keep(spec, piece + kind + 1, (size_t)len - kind - 1));
	} else if (str_is(piece, (size_t)len, "none")) {
		spec->share &= ~NS_NET;
	} else {
		return option_malformed;
	}
	while (CFG_NET_IP && !why && (len = str_piece(&rest, ',', &piece)) >= 0)
		why = set_link_key(spec, piece, (size_t)len);
	return why;
}
