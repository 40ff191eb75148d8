// SPDX-License-Identifier: GPL-2.0-only
/* What makes a specification whole, and what contradicts itself. Pure: no system call but getpid. */
#include <linux/capability.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/log.h"
#include "base/str.h"
#include "spec/kind.h"
#include "spec/parse.h"
#include "spec/trace.h"
#include "spec/unit.h"

/* "ROOT-PID": the last part of ROOT's path, with what no name may contain left out. */
static void derive_name(struct spec *spec)
{
	char name[SPEC_NAME + 1];
	size_t n = 0;

	for (const char *s = spec->root; *s; s++)
		if (*s == '/' && s[1] && s[1] != '/')
			n = 0;
		else if (n < SPEC_NAME - 12 && (unit_is_alnum(*s) || (n && strchr("._-", *s))))
			name[n++] = *s;
	str_fmt(name + n, sizeof(name) - n, n ? "-%d" : "root-%d", (int)getpid());
	spec->name = spec_keep(spec, name, strlen(name));
}

/* Shorter targets first, equal ones as given: so that one may lie in another. Few enough for insertion. */
static int order_mounts(struct spec *spec)
{
	for (unsigned i = 0; i < spec->n_mounts; i++) {
		struct mount_spec m = spec->mounts[i];
		unsigned k = i;

		if (CFG_MNT_IDMAP && m.src && m.flags & MOUNT_IDMAP && !spec->build_in_userns)
			return fail("--bind: %s: idmap: no user namespace", m.dst);
		for (; k && strlen(spec->mounts[k - 1].dst) > strlen(m.dst); k--)
			spec->mounts[k] = spec->mounts[k - 1];
		spec->mounts[k] = m;
	}
	return 0;
}

static int check_sysctls(const struct spec *spec)
{
	for (unsigned i = 0; i < spec->sysctls.n; i++)
		if (spec->share & (*spec->sysctls.word[i] == 'n' ? NS_NET : NS_IPC))
			return fail("--sysctl: %s: its namespace is the host's, or joined", spec->sysctls.word[i]);
	return 0;
}

/* By another link than LINK, or by lo. */
static bool name_is_taken(const struct spec *spec, const struct link_spec *link, const char *name)
{
	for (unsigned i = 1; i < spec->n_links; i++)
		if (&spec->links[i] != link && spec->links[i].ifname && !strcmp(spec->links[i].ifname, name))
			return true;
	return !strcmp(name, "lo");
}

/* The N-th link's is ethN, from 0, or the next that is free. */
static void derive_ifname(struct spec *spec, struct link_spec *link)
{
	unsigned n = (unsigned)(link - spec->links);
	char name[16];

	do
		str_fmt(name, sizeof(name), "eth%u", n++ - 1);
	while (name_is_taken(spec, link, name));
	link->ifname = spec_keep(spec, name, strlen(name));
}

/* Names that were given, before those that are derived. */
static int check_ifname(const struct spec *spec, const struct link_spec *link)
{
	return link->ifname && name_is_taken(spec, link, link->ifname) ? fail("--ifname: %s: is taken", link->ifname) : 0;
}

static int check_link(const struct spec *spec, const struct link_spec *link)
{
	bool found[2] = { false, false };

	if (CFG_NET_VLAN && link->vlan && link->kind == LINK_VETH && !link->bridge)
		return fail("--vlan: a veth needs a --bridge");
	if (CFG_NET_IPVLAN && link->kind == LINK_IPVLAN && link->has_mac)
		return fail("--mac: an ipvlan has its interface's");
	for (unsigned i = 0; CFG_NET_IP && i < link->n_ip; i++)
		found[link->ip[i].family == AF_INET6] = true;
	for (unsigned i = 0; CFG_NET_IP && i < 2; i++)
		if (link->gateway[i].family && !found[i])
			return fail("--gateway: %s: needs an --ip of its family", link->gateway[i].text);
	return check_ifname(spec, link);
}

static int check_links(struct spec *spec)
{
	for (unsigned i = 0; i < spec->n_links; i++)
		if (check_link(spec, &spec->links[i]) < 0)
			return -1;
	for (unsigned i = 1; i < spec->n_links; i++)
		if (!spec->links[i].ifname)
			derive_ifname(spec, &spec->links[i]);
	return 0;
}

/* What belongs to a namespace that is shared, or to one that is joined. */
static int check_shared(const struct spec *spec)
{
	const char *option = NULL;

	if (CFG_NS_UTS && spec->share & NS_UTS)
		option = spec->hostname ? "hostname" : spec->domainname ? "domainname" : option;
	if (CFG_NS_TIME_OFFSETS && spec->share & NS_TIME)
		option = spec_is_span(spec->boottime) ? "boottime" : spec_is_span(spec->monotonic) ? "monotonic" : option;
	if (CFG_NS_NET && spec->share & NS_NET)
		option = spec->n_links > 1 ? "net" : spec->links->n_ip ? "ip" : option;
	return option ? fail("--%s: its namespace is the host's, or joined", option) : 0;
}

/* No more than __NEW_UTS_LEN of <linux/utsname.h>, and what may stand in a line of /etc/hosts. */
static int check_uts(const char *option, const char *name, size_t least)
{
	size_t len = 0;

	while (name && (unsigned char)name[len] > ' ' && name[len] != 127)
		len++;
	return !name || (!name[len] && len >= least && len <= 64) ? 0 : fail("--%s: not up to 64 bytes without blanks", option);
}

static int check_names(const struct spec *spec)
{
	if (CFG_NS_UTS && (check_uts("hostname", spec->hostname, 1) < 0 || check_uts("domainname", spec->domainname, 0) < 0))
		return -1;
	if (spec->workdir && *spec->workdir != '/')
		return fail("--workdir: %s: not an absolute path", spec->workdir);
	return 0;
}

/* The kernel says no more than EINVAL. Few enough for each with each. */
static int check_maps(const char *option, const struct idmap *map, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		for (unsigned k = 0; k < i; k++) {
			uint32_t in = map[i].inside - map[k].inside, out = map[i].outside - map[k].outside;

			if (in < map[k].n || -in < map[i].n || out < map[k].n || -out < map[i].n)
				return fail("--%s: %u:%u:%u: overlaps another", option, map[i].inside, map[i].outside, map[i].n);
		}
	return 0;
}

static int check_userns(struct spec *spec, bool caller_is_root)
{
	if (!CFG_NS_USER)
		return caller_is_root && !(CFG_NS_JOIN && spec->join & NS_USER) ? 0 : fail("user namespace: not in this build (CONFIG_NS_USER)");
	spec->userns |= !caller_is_root || spec->join & NS_USER || spec->map_none || spec->n_uid_map;
	if (CFG_NS_JOIN && spec->join & NS_USER && (spec->n_uid_map || spec->n_gid_map || spec->map_none))
		return fail("--uid-map: the user namespace is joined");
	if (check_maps("uid-map", spec->uid_map, spec->n_uid_map) < 0 || check_maps("gid-map", spec->gid_map, spec->n_gid_map) < 0)
		return -1;
	spec->build_in_userns = spec->userns && !(spec->map_none && caller_is_root);
	if (spec->map_none && (spec->n_uid_map || spec->n_gid_map))
		return fail("--uid-map: none and a range");
	if (spec->n_gid_map && !spec->n_uid_map)
		return fail("--gid-map: needs --uid-map");
	if (spec->map_none && spec->user)
		return fail("--user: no id is mapped (--uid-map none)");
	return 0;
}

/*
 * Wherever device files may count, which they may be is said by the device controller. In a user namespace none can be made, and a plain
 * user opens no more than he could anyway: but he cannot be held to less.
 */
static int check_devices(struct spec *spec, bool caller_is_root)
{
	bool listed = spec->cap_add != SPEC_ALL && spec->cap_add >> CAP_MKNOD & 1 && !spec->userns, less = false;

	for (unsigned i = 0; (CFG_MNT_BIND || CFG_MNT_TMPFS) && i < spec->n_mounts; i++)
		listed |= spec->mounts[i].flags & MOUNT_DEV;
	for (unsigned i = 0; CFG_MNT_DEVICE && i < spec->n_devices; i++)
		less |= spec->devices[i].access != (DEVICE_MKNOD | DEVICE_READ | DEVICE_WRITE);
	listed |= CFG_MNT_DEVICE && spec->n_devices;
	spec->devices_listed = CFG_CG_DEVICES && caller_is_root && listed;
	if (spec->tolerate & TOLERATE_LIMITS)
		return 0;
	if (!CFG_CG_DEVICES && caller_is_root && listed)
		return fail("devices: not in this build (CONFIG_CG_DEVICES) (--tolerate cgroup)");
	return CFG_MNT_DEVICE && !caller_is_root && less ? fail("--device: a part of the access needs root (--tolerate cgroup)") : 0;
}

static int check_limits(struct spec *spec, bool caller_is_root)
{
	if (CFG_CG_MEMORY && spec->memory_swap && (!spec->memory || spec->memory_swap < spec->memory))
		return fail("--memory-swap: %s --memory", spec->memory ? "less than" : "needs");
	return check_devices(spec, caller_is_root);
}

static int check_box(const struct spec *spec)
{
	if (CFG_BOX_DETACH && CFG_BOX_TTY && spec->detach && spec->tty)
		return fail("--tty: not with --detach");
	if (CFG_BOX_PIDFILE && spec->pidfile && strlen(spec->pidfile) >= TRACE_PIDFILE)
		return fail("--pidfile: longer than %d bytes", TRACE_PIDFILE - 1);
	if (!CFG_CG && CFG_NS_PID && spec->share & NS_PID && !(CFG_BOX_TOLERATE && spec->tolerate & TOLERATE_STOP))
		return fail("--share pid: no certain stop (CONFIG_CG, or --tolerate stop)");
	return 0;
}

int spec_check(struct spec *spec, bool caller_is_root)
{
	if (!spec->root)
		return fail("ROOT: missing");
	spec->recorded = spec->name || (CFG_BOX_DETACH && spec->detach);
	if (!spec->name)
		derive_name(spec);
	if (!spec->argc && spec_add_arg(spec, CONFIG_DEFAULT_COMMAND, strlen(CONFIG_DEFAULT_COMMAND)) < 0)
		return -1;
	spec->argv[spec->argc] = NULL;
	if (CFG_NS_JOIN && spec->join & spec->share)
		return fail("--join: of a shared namespace");
	/* A namespace that this build cannot make is the host's as well. */
	spec->share |= (CFG_NS_JOIN ? spec->join : 0) | (CFG_NS_UTS ? 0 : NS_UTS) | (CFG_NS_IPC ? 0 : NS_IPC);
	spec->share |= (CFG_NS_PID ? 0 : NS_PID) | (CFG_NS_NET ? 0 : NS_NET);
	if (check_shared(spec) < 0 || (CFG_NS_NET && check_links(spec) < 0))
		return -1;
	if (spec_is_full(spec)) /* of derived names */
		return spec_fail_full("ROOT");
	if (CFG_ROOT_OVERLAY && spec->overlay_size && spec->overlay != OVERLAY_TMPFS)
		return fail("--overlay-size: no overlay in memory");
	if (check_box(spec) < 0 || check_names(spec) < 0 || check_userns(spec, caller_is_root) < 0 || check_limits(spec, caller_is_root) < 0)
		return -1;
	if (CFG_MNT_SYSCTL && check_sysctls(spec) < 0)
		return -1;
	return CFG_MNT_BIND || CFG_MNT_TMPFS ? order_mounts(spec) : 0;
}
