// SPDX-License-Identifier: GPL-2.0-only
/* Kinds of argument for the network: links, and what belongs to the last of them. */
#include <string.h>
#include "base/log.h"
#include "base/str.h"
#include "spec/dump.h"
#include "spec/kind.h"
#include "spec/unit.h"

static struct link_spec *last_link(struct spec *spec)
{
	return &spec->links[spec->n_links - 1];
}

static int need_veth(const struct spec *spec)
{
	return spec->links[spec->n_links - 1].kind == LINK_VETH ? 0 : fail(0, "no --net veth before it");
}

static int set_address(struct spec *spec, struct addr *addr, const char *value, bool prefix)
{
	if (!unit_address(value, prefix, addr))
		return fail(0, "%s: not an address%s", value, prefix ? " with its prefix length, such as 10.0.0.2/24" : "");
	addr->text = spec_keep(spec, value, strlen(value));
	return addr->text ? 0 : -1;
}

static int set_ip(struct spec *spec, void *field, const char *value)
{
	struct link_spec *link = last_link(spec);

	(void)field;
	if (link->n_ip == CONFIG_NET_ADDRS)
		return fail(0, "%s: more than %d addresses on a link (CONFIG_NET_ADDRS)", value, CONFIG_NET_ADDRS);
	if (set_address(spec, &link->ip[link->n_ip], value, true) < 0)
		return -1;
	link->n_ip++;
	return 0;
}

static int set_gateway(struct spec *spec, void *field, const char *value)
{
	(void)field;
	return need_veth(spec) < 0 ? -1 : set_address(spec, &last_link(spec)->gateway, value, false);
}

static int set_host_ip(struct spec *spec, void *field, const char *value)
{
	(void)field;
	return need_veth(spec) < 0 ? -1 : set_address(spec, &last_link(spec)->host_ip, value, true);
}

static int set_ifname(struct spec *spec, const char **field, const char *value, size_t len)
{
	*field = spec_keep(spec, value, len);
	if (*field && !unit_ifname(*field))
		return fail(0, "%s: not an interface's name (1 to 15 bytes)", *field);
	return *field ? 0 : -1;
}

static int set_bridge(struct spec *spec, void *field, const char *value)
{
	(void)field;
	return need_veth(spec) < 0 ? -1 : set_ifname(spec, &last_link(spec)->bridge, value, strlen(value));
}

const struct kind kind_ip = { set_ip, NULL, ARG_NEEDED };
const struct kind kind_gateway = { set_gateway, NULL, ARG_NEEDED };
const struct kind kind_host_ip = { set_host_ip, NULL, ARG_NEEDED };
const struct kind kind_bridge = { set_bridge, NULL, ARG_NEEDED };

/* ",ip=10.0.0.2/24,gateway=10.0.0.1": the keys of the options above, for UCI, whose lists have no common order. */
static int set_link_key(struct spec *spec, const char *s, size_t len)
{
	static const struct {
		const char *key;
		const struct kind *kind;
	} keys[] = {
		{ "ip", &kind_ip }, { "gateway", &kind_gateway }, { "bridge", &kind_bridge }, { "host-ip", &kind_host_ip },
	};
	const char *equals = memchr(s, '=', len), *value;

	for (size_t i = 0; equals && i < ARRAY_SIZE(keys); i++) {
		if (!str_is(s, (size_t)(equals - s), keys[i].key))
			continue;
		value = spec_keep(spec, equals + 1, len - (size_t)(equals + 1 - s));
		return value ? keys[i].kind->set(spec, NULL, value) : -1;
	}
	return fail(0, "%s: not ip=, gateway=, bridge= or host-ip=", spec_keep(spec, s, len));
}

static int add_link(struct spec *spec, const char *hostif, size_t len)
{
	if (spec->n_links > CONFIG_NET_LINKS)
		return fail(0, "more than %d links (CONFIG_NET_LINKS)", CONFIG_NET_LINKS);
	spec->n_links++;
	*last_link(spec) = (struct link_spec){ .kind = LINK_VETH };
	return hostif ? set_ifname(spec, &last_link(spec)->hostif, hostif, len) : 0;
}

static int set_net(struct spec *spec, void *field, const char *value)
{
	const char *rest = value, *piece, *hostif = NULL;
	int len = str_piece(&rest, ',', &piece);
	size_t kind = strcspn(piece, ":,");

	(void)field;
	if (str_is(piece, (size_t)len, "host")) {
		spec->share |= NS_NET;
		return rest ? fail(0, "%s: host has no keys", value) : 0;
	}
	if (str_is(piece, (size_t)len, "none")) {
		spec->share &= ~NS_NET;
	} else if (CFG_NET_VETH && str_is(piece, kind, "veth")) {
		if (piece[kind] == ':')
			hostif = piece + kind + 1;
		if (add_link(spec, hostif, hostif ? (size_t)len - kind - 1 : 0) < 0)
			return -1;
	} else {
		return fail(0, "%s: not none, host%s", value, CFG_NET_VETH ? " or veth[:HOSTIF]" : " (CONFIG_NET_VETH is off)");
	}
	while (CFG_NET_IP && (len = str_piece(&rest, ',', &piece)) >= 0)
		if (set_link_key(spec, piece, (size_t)len) < 0)
			return -1;
	return 0;
}

static void show_addr(struct out *out, const char *key, const struct addr *addr)
{
	if (addr->family)
		dump_line(out, key, addr->text);
}

/* All links at once: their options follow them. The host's network shows as `share net`. */
static void show_net(struct out *out, const char *key, const void *field)
{
	const struct spec *spec = (const void *)((const char *)field - offsetof(struct spec, links));
	char text[32];

	for (unsigned i = 0; i < spec->n_links; i++) {
		const struct link_spec *link = &spec->links[i];

		if (link->kind == LINK_VETH) {
			str_fmt(text, sizeof(text), link->hostif ? "veth:%s" : "veth", link->hostif);
			dump_line(out, key, text);
		}
		for (unsigned k = 0; k < link->n_ip; k++)
			show_addr(out, "ip", &link->ip[k]);
		show_addr(out, "gateway", &link->gateway);
		if (link->bridge)
			dump_line(out, "bridge", link->bridge);
		show_addr(out, "host-ip", &link->host_ip);
	}
}

const struct kind kind_net = { set_net, SHOW(show_net), ARG_NEEDED };
