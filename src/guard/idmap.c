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

/* The maps in force: the specification's, or the one range that husk chose. */
struct maps {
	const struct idmap *map;
	unsigned n;
	struct idmap chosen;
};

static struct maps uids, gids;
static bool by_root; /* the caller is the host's root, or one of a namespace that owns several ids */

/* "root:100000:65536": root's first range in FILE, subuid(5). */
static bool subordinate(const char *file, struct idmap *map)
{
	AUTOFD fd = fd_open(file, O_RDONLY);
	struct lines lines = { .fd = fd };
	char *rest;

	while (fd >= 0 && (rest = lines_next(&lines))) {
		const char *name = lines_field(&rest, ':'), *first = lines_field(&rest, ':');
		uint64_t start, n;

		if (strcmp(name, "root") && strcmp(name, "0"))
			continue;
		if (!first || !rest || !str_whole_number(first, 10, UINT32_MAX - 1, &start) || !str_whole_number(rest, 10, UINT32_MAX - start, &n))
			continue;
		if (start && n) {
			*map = (struct idmap){ 0, (uint32_t)start, (uint32_t)n };
			return true;
		}
	}
	return false;
}

static void choose(struct maps *maps, const struct idmap *map, unsigned n, const char *file, uint32_t own)
{
	maps->map = map;
	maps->n = n;
	if (n)
		return;
	if (!by_root)
		maps->chosen = (struct idmap){ 0, own, 1 };
	else if (!subordinate(file, &maps->chosen))
		maps->chosen = (struct idmap){ 0, CONFIG_SUBID_FIRST, CONFIG_SUBID_COUNT };
	maps->map = &maps->chosen;
	maps->n = 1;
}

int idmap_plan(const struct spec *spec, struct trace *trace)
{
	by_root = geteuid() == 0;
	if (!spec->build_in_userns)
		return 0;
	trace->attach = true;
	choose(&uids, spec->uid_map, spec->n_uid_map, "/etc/subuid", geteuid());
	if (by_root && spec->n_uid_map && !spec->n_gid_map) { /* as --uid-map */
		choose(&gids, spec->uid_map, spec->n_uid_map, NULL, 0);
		return 0;
	}
	choose(&gids, spec->gid_map, spec->n_gid_map, "/etc/subgid", getegid());
	if (spec->n_uid_map && !spec->n_gid_map) /* the one group that a plain user may map, under the same id inside */
		gids.chosen.inside = spec->uid_map[0].inside;
	return 0;
}

static int write_map(int dir, const char *file, const struct maps *maps)
{
	char text[4096]; /* the kernel takes less than a page */
	size_t used = 0;

	for (unsigned i = 0; i < maps->n && used < sizeof(text); i++) {
		const struct idmap *m = &maps->map[i];

		used += str_fmt(text + used, sizeof(text) - used, "%u %u %u\n", m->inside, m->outside, m->n);
	}
	if (used >= sizeof(text))
		return fail(0, "%s: more ranges than the kernel takes in one write", file);
	if (!fd_put(dir, file, text))
		return 0;
	if (errno == EPERM && !by_root)
		return fail_hint(EPERM, "a plain user maps its own id only", "%s: %u:%u:%u", file, maps->map->inside, maps->map->outside, maps->map->n);
	return fail_sys("%s: %u:%u:%u", file, maps->map->inside, maps->map->outside, maps->map->n);
}

int idmap_attach(const struct spec *spec, struct trace *trace)
{
	char path[24];
	AUTOFD dir = -1;
	int proc;

	if (!spec->build_in_userns)
		return 0;
	proc = proc_fd();
	str_fmt(path, sizeof(path), "%d", (int)trace->pid);
	dir = openat(proc, path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return fail_sys("/proc/%s", path);
	/* CVE-2014-8989: who may drop a group that a file's mode excludes gains by it; kernels before 3.19 have no such file. */
	if (!by_root && fd_put(dir, "setgroups", "deny") < 0 && errno != ENOENT)
		return fail_sys("setgroups");
	return write_map(dir, "uid_map", &uids) < 0 || write_map(dir, "gid_map", &gids) < 0 ? -1 : 0;
}

/* 0 where it is mapped, else the first mapped id. */
static uint32_t first_id(const struct maps *maps)
{
	for (unsigned i = 0; i < maps->n; i++)
		if (!maps->map[i].inside)
			return 0;
	return maps->map[0].inside;
}

uint32_t idmap_default_uid(const struct spec *spec)
{
	return spec->build_in_userns ? first_id(&uids) : 0;
}

uint32_t idmap_gids_from_0(const struct spec *spec)
{
	if (!spec->build_in_userns)
		return UINT32_MAX;
	for (unsigned i = 0; i < gids.n; i++)
		if (!gids.map[i].inside)
			return gids.map[i].n;
	return 0;
}

int idmap_enter(const struct spec *spec)
{
	if (!spec->build_in_userns)
		return 0;
	/* A plain user's groups cannot be dropped (EPERM, setgroups is denied); root's must be. */
	if (sys_setgroups(0, NULL) < 0 && (by_root || errno != EPERM))
		return fail_sys("user namespace: groups");
	if (sys_setresgid(first_id(&gids)) < 0 || sys_setresuid(first_id(&uids)) < 0)
		return fail_sys("user namespace: ids");
	return 0;
}

int idmap_enter_unmapped(const struct spec *spec)
{
	if (!spec->map_none)
		return 0;
	/* Root in a namespace without a map would still be the host's root to every file: be nobody's id first. */
	if (by_root && (sys_setgroups(0, NULL) < 0 || sys_setresgid(CONFIG_SUBID_FIRST) < 0 || sys_setresuid(CONFIG_SUBID_FIRST) < 0))
		return fail_sys("user namespace: ids");
	if (unshare(CLONE_NEWUSER) < 0)
		return fail_sys("user namespace without a map");
	return 0;
}
