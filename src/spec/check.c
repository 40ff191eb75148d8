// SPDX-License-Identifier: GPL-2.0-only
/* What makes a specification whole, and what contradicts itself. Pure: no system call but getpid. */
#include <linux/capability.h>
#include <string.h>
#include <unistd.h>
#include "base/log.h"
#include "base/str.h"
#include "spec/kind.h"
#include "spec/parse.h"
#include "spec/trace.h"

/* "ROOT-PID": the last part of ROOT's path, with what no name may contain left out. */
static int derive_name(struct spec *spec)
{
	char name[SPEC_NAME + 1];
	const char *end = spec->root + strlen(spec->root), *s;
	size_t n = 0;

	while (end > spec->root && end[-1] == '/')
		end--;
	for (s = end; s > spec->root && s[-1] != '/';)
		s--;
	for (; s < end && n < SPEC_NAME - 12; s++)
		if ((*s >= '0' && *s <= '9') || ((*s | 32) >= 'a' && (*s | 32) <= 'z') || (n && strchr("._-", *s)))
			name[n++] = *s;
	str_fmt(name + n, sizeof(name) - n, n ? "-%d" : "root-%d", (int)getpid());
	spec->name = spec_keep(spec, name, strlen(name));
	spec->name_derived = true;
	return spec->name ? 0 : -1;
}

static int check_mount(const struct mount_spec *m)
{
	const char *list = m->dst, *piece;
	int len;

	while ((len = str_piece(&list, '/', &piece)) >= 0)
		if (str_is(piece, (size_t)len, ".."))
			return fail(0, "--%s: %s: \"..\" in a target", m->src ? "bind" : "tmpfs", m->dst);
	return 0;
}

/* Shorter targets first, equal ones as given: so that one may lie in another. Few enough for insertion. */
static int order_mounts(struct spec *spec)
{
	for (unsigned i = 0; i < spec->n_mounts; i++) {
		struct mount_spec m = spec->mounts[i];
		unsigned k = i;

		if (check_mount(&m) < 0)
			return -1;
		for (; k && strlen(spec->mounts[k - 1].dst) > strlen(m.dst); k--)
			spec->mounts[k] = spec->mounts[k - 1];
		spec->mounts[k] = m;
	}
	return 0;
}

static int check_link(const struct spec *spec, const struct link_spec *link)
{
	bool found = false;

	if (link->kind != LINK_LO && spec->share & NS_NET)
		return fail(0, "--net: a link of its own and the host's network");
	if (link->n_ip && spec->share & NS_NET)
		return fail(0, "--ip: the network is the host's");
	for (unsigned i = 0; i < link->n_ip; i++)
		found |= link->ip[i].family == link->gateway.family;
	return link->gateway.family && !found ? fail(0, "--gateway: %s: needs an --ip of its family", link->gateway.text) : 0;
}

static int check_names(const struct spec *spec)
{
	if ((spec->hostname || spec->domainname) && spec->share & NS_UTS)
		return fail(0, "--%s: the uts namespace is the host's", spec->hostname ? "hostname" : "domainname");
	if (spec->hostname && (!*spec->hostname || strlen(spec->hostname) > 64)) /* __NEW_UTS_LEN of <linux/utsname.h> */
		return fail(0, "--hostname: not 1 to 64 bytes");
	if (spec->domainname && strlen(spec->domainname) > 64)
		return fail(0, "--domainname: more than 64 bytes");
	if (spec->workdir && *spec->workdir != '/')
		return fail(0, "--workdir: %s: not an absolute path", spec->workdir);
	return 0;
}

static int check_userns(struct spec *spec, bool caller_is_root)
{
	if (!CFG_NS_USER)
		return caller_is_root ? 0 : fail_hint(0, "CONFIG_NS_USER", "user namespace: not in this build");
	spec->userns |= !caller_is_root;
	spec->build_in_userns = spec->userns && !(spec->map_none && caller_is_root);
	if (spec->map_none && (spec->n_uid_map || spec->n_gid_map))
		return fail(0, "--uid-map: none and a range");
	if (spec->n_gid_map && !spec->n_uid_map)
		return fail(0, "--gid-map: needs --uid-map");
	if (spec->map_none && spec->user)
		return fail(0, "--user: no id is mapped (--uid-map none)");
	return 0;
}

static int check_box(const struct spec *spec)
{
	if (spec->detach && spec->tty)
		return fail(0, "--tty: not with --detach");
	if ((spec->boottime || spec->monotonic) && spec->share & NS_TIME)
		return fail(0, "--%s: the time namespace is the host's", spec->boottime ? "boottime" : "monotonic");
	if (spec->pidfile && strlen(spec->pidfile) >= TRACE_PIDFILE)
		return fail(0, "--pidfile: longer than %d bytes", TRACE_PIDFILE - 1);
	if (!CFG_CG && spec->share & NS_PID && !(spec->tolerate & TOLERATE_STOP))
		return fail_hint(0, "CONFIG_CG, or --tolerate stop", "--share pid: no certain stop");
	return 0;
}

int spec_check(struct spec *spec, bool caller_is_root)
{
	if (!spec->root)
		return fail(0, "ROOT: missing");
	if (!spec->name && derive_name(spec) < 0)
		return -1;
	if (!spec->argc && spec_add_arg(spec, CONFIG_DEFAULT_COMMAND, strlen(CONFIG_DEFAULT_COMMAND)) < 0)
		return -1;
	if (!*spec->argv[0])
		return fail(0, "COMMAND: empty");
	for (unsigned i = 0; i < spec->n_links; i++)
		if (check_link(spec, &spec->links[i]) < 0)
			return -1;
	spec->argv[spec->argc] = NULL;
	/* No controller says yet which devices a node that is made inside may be; in a user namespace it opens none. */
	if (spec->cap_add != SPEC_ALL && spec->cap_add >> CAP_MKNOD & 1 && !spec->userns && !(spec->tolerate & TOLERATE_LIMITS))
		return fail_hint(0, "--tolerate cgroup", "--cap-add: mknod: no device controller in this build");
	if (spec->overlay_size && spec->overlay != OVERLAY_TMPFS)
		return fail(0, "--overlay-size: no overlay in memory");
	if (check_box(spec) < 0 || check_names(spec) < 0 || check_userns(spec, caller_is_root) < 0)
		return -1;
	return order_mounts(spec);
}
