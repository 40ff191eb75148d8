// SPDX-License-Identifier: GPL-2.0-only
/* The user namespace: who is who in it. */
#include "guard/idmap.h"
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/lines.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/sys.h"
#include "guard/subid.h"

/* The maps in force: the specification's, or the one range that husk chose. */
struct maps {
	const struct idmap *map;
	unsigned n;
	struct idmap chosen;
	uint32_t own; /* the caller's id */
	bool as_uids; /* gids that were not given: the caller's group stands for his user */
};

static struct maps uids, gids;
static const char *group; /* the container's control group, "": it has none */
static bool by_root; /* the caller is the host's root, or one of a namespace that owns several ids */

/* "root:100000:65536": root's first range in FILE, subuid(5). */
static void subordinate(const char *file, struct idmap *map)
{
	struct lines lines;
	const char *s;
	uint64_t start, n;

	lines_begin(&lines, fd_open(file, O_RDONLY));
	while ((s = lines_next(&lines))) {
		s = str_starts(s, "root:") ? s + 5 : str_starts(s, "0:") ? s + 2 : "";
		s = str_number(s, 10, UINT32_MAX - 1, &start);
		if (s && *s == ':' && str_whole_number(s + 1, 10, UINT32_MAX - start, &n) && start && n) {
			map->outside = (uint32_t)start;
			map->n = (uint32_t)n;
			break;
		}
	}
	fd_close(&lines.fd);
}

/* The maps that the specification leaves to husk. */
static void choose(struct maps *maps, const char *file)
{
	struct idmap *range = &maps->chosen;

	if (maps->n)
		return;
	maps->map = range;
	maps->n = 1;
	range->inside = uids.map->inside; /* a plain user's group is numbered as his user is */
	range->outside = by_root ? CONFIG_SUBID_FIRST : maps->own;
	range->n = by_root ? CONFIG_SUBID_COUNT : 1;
	if (by_root)
		subordinate(file, range);
}

/* Is it a namespace of husk's own, whose maps it writes? */
static bool is_new(const struct spec *spec)
{
	return spec->build_in_userns && !(spec->join & NS_USER);
}

/* May the caller write MAPS himself? The kernel lets a plain user map his own id only: user_namespaces(7). */
static bool is_own(const struct maps *maps)
{
	return by_root || (maps->n == 1 && maps->map->n == 1 && maps->map->outside == maps->own);
}

int idmap_plan(const struct spec *spec, struct trace *trace)
{
	trace->attach |= spec->build_in_userns; /* in a joined one as well the root and binds may be mounted idmapped */
	if (!is_new(spec))
		return 0;
	by_root = !sys_euid();
	group = trace->cgroup;
	uids = (struct maps){ .map = spec->uid_map, .n = spec->n_uid_map, .own = sys_euid() };
	gids = (struct maps){ .map = spec->gid_map, .n = spec->n_gid_map };
	if (!gids.n && !(is_own(&uids) && !by_root))
		gids = uids, gids.as_uids = !by_root; /* as --uid-map */
	gids.own = sys_egid();
	choose(&uids, "/etc/subuid");
	choose(&gids, "/etc/subgid");
	return 0;
}

static int write_map(const struct trace *trace, const char *file, const struct maps *maps)
{
	const struct idmap *m = maps->map;
	char text[4096]; /* the kernel takes less than a page, on most machines */
	size_t used = 0;

	for (unsigned i = 0; i < maps->n && used < sizeof(text); i++, m++) {
		uint32_t outside = maps->as_uids && m->n == 1 && m->outside == uids.own ? maps->own : m->outside;

		used += str_fmt(text + used, sizeof(text) - used, "%u %u %u\n", m->inside, outside, m->n);
	}
	if (used >= sizeof(text))
		return fail("%s: the kernel takes less than 4096 bytes of ranges", file);
	if (CFG_NS_USER_HELPER && !is_own(maps))
		return subid_map(trace->pid, file, text);
	if (!proc_put(text, "%d/%s", (int)trace->pid, file))
		return 0;
	m = maps->map;
	return fail_hint(errno != EPERM ? NULL : by_root ? "ids of this user namespace only; its 0 wants CAP_SETFCAP" :
			 CFG_NS_USER_HELPER ? NULL : "a plain user maps his own id only (CONFIG_NS_USER_HELPER)",
			 "%s: %u:%u:%u", file, m->inside, m->outside, m->n);
}

int idmap_attach(const struct spec *spec, struct trace *trace)
{
	if (!is_new(spec))
		return 0;
	/* CVE-2014-8989: who may drop a group that a file's mode excludes gains by it. The helper denies it itself where /etc/subgid does not allow it. */
	if (!by_root && (!CFG_NS_USER_HELPER || is_own(&gids)) && proc_put("deny", "%d/setgroups", (int)trace->pid) < 0)
		return fail_sys("setgroups");
	return write_map(trace, "uid_map", &uids) < 0 ? -1 : write_map(trace, "gid_map", &gids);
}

/* The range that maps 0, else the first one. Of a joined namespace's map nothing is known but that it has a 0, or become() fails. */
static const struct idmap *base(const struct maps *maps)
{
	static const struct idmap joined = { .n = 1 };

	for (unsigned i = 0; i < maps->n; i++)
		if (!maps->map[i].inside)
			return &maps->map[i];
	return maps->n ? maps->map : &joined;
}

bool idmap_has_caller(const struct spec *spec)
{
	if (spec->join & NS_USER)
		return true; /* what its map has nobody has looked */
	for (unsigned i = 0; i < uids.n; i++)
		if (uids.own - uids.map[i].outside < uids.map[i].n)
			return !spec->map_none && (by_root || *group);
	return false;
}

uint32_t idmap_default_uid(const struct spec *spec)
{
	return spec->build_in_userns ? base(&uids)->inside : 0;
}

uint32_t idmap_default_gid(const struct spec *spec)
{
	return spec->build_in_userns ? base(&gids)->inside : 0;
}

uint32_t idmap_gids_from_0(const struct spec *spec)
{
	if (!spec->build_in_userns)
		return UINT32_MAX;
	return base(&gids)->inside ? 0 : base(&gids)->n;
}

/* A plain user's groups cannot be dropped (setgroups is denied); root's must be. */
static int become(uint32_t gid, uint32_t uid)
{
	if ((sys_setgroups(0, NULL) < 0 && (by_root || errno != EPERM)) || sys_setresgid(gid) < 0 || sys_setresuid(uid) < 0)
		return fail_sys("user namespace: %u:%u", uid, gid);
	return 0;
}

int idmap_enter(const struct spec *spec)
{
	return !spec->build_in_userns ? 0 : become(base(&gids)->inside, base(&uids)->inside);
}

int idmap_enter_unmapped(const struct spec *spec)
{
	if (!spec->map_none)
		return 0;
	/* Root in a namespace without a map would still be the host's root to every file: be nobody's id first. */
	if (!spec->build_in_userns && become(CONFIG_SUBID_FIRST, CONFIG_SUBID_FIRST) < 0)
		return -1;
	return unshare(CLONE_NEWUSER) < 0 ? fail_hint(errno == EINVAL ? "CONFIG_USER_NS" : NULL, "user namespace") : 0;
}
