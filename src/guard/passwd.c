// SPDX-License-Identifier: GPL-2.0-only
/* --user, resolved against the container's own passwd and group: files that a hostile image wrote. */
#include "guard/passwd.h"
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "autoconf.h"
#include "base/fd.h"
#include "base/lines.h"
#include "base/log.h"
#include "base/str.h"

/* A fifo must not block us and a device must not feed us: O_NONBLOCK, and ordinary files only. */
static int open_table(int dir, const char *name)
{
	int fd = openat(dir, name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat st;

	if (fd >= 0 && !fstat(fd, &st) && S_ISREG(st.st_mode))
		return fd;
	return -1;
}

static bool parse_id(const char *s, uint32_t *id)
{
	uint64_t v;

	if (!s || !str_whole_number(s, 10, UINT32_MAX - 1, &v))
		return false;
	*id = (uint32_t)v;
	return true;
}

/* name:password:uid:gid:gecos:home:shell, of the line whose name or, where NAME is NULL, whose uid is the wanted one. */
static bool find_user(int dir, const char *name, struct identity *id)
{
	int fd = open_table(dir, "passwd");
	struct lines lines = { .fd = fd };
	char *rest;

	while (fd >= 0 && (rest = lines_next(&lines))) {
		const char *user = lines_field(&rest, ':'), *home;
		uint32_t uid, gid;

		lines_field(&rest, ':');
		if (!parse_id(lines_field(&rest, ':'), &uid) || !parse_id(lines_field(&rest, ':'), &gid))
			continue;
		if (name ? strcmp(user, name) : uid != id->uid)
			continue;
		lines_field(&rest, ':');
		home = lines_field(&rest, ':');
		id->uid = uid;
		id->gid = gid;
		if (home && *home == '/' && strlen(home) < sizeof(id->home))
			memcpy(id->home, home, strlen(home) + 1);
		return true;
	}
	return false;
}

static int add_group(struct identity *id, gid_t gid)
{
	for (unsigned i = 0; i < id->n_groups; i++)
		if (id->groups[i] == gid)
			return 0;
	if (id->n_groups == IDENTITY_GROUPS)
		return fail(0, "user: more than %d groups", IDENTITY_GROUPS);
	id->groups[id->n_groups++] = gid;
	return 0;
}

static bool is_member(char *members, const char *user)
{
	const char *member;

	while ((member = lines_field(&members, ',')))
		if (!strcmp(member, user))
			return true;
	return false;
}

/* group:password:gid:user,user: the gid of GROUP into *GID, or, where GROUP is NULL, all groups that have MEMBER into ID. */
static int read_groups(int dir, const char *group, gid_t *gid, const char *member, struct identity *id)
{
	int fd = open_table(dir, "group");
	struct lines lines = { .fd = fd };
	char *rest;

	while (fd >= 0 && (rest = lines_next(&lines))) {
		const char *name = lines_field(&rest, ':');
		uint32_t number;

		lines_field(&rest, ':');
		if (!parse_id(lines_field(&rest, ':'), &number))
			continue;
		if (group && !strcmp(name, group)) {
			*gid = number;
			return 0;
		}
		if (!group && is_member(rest, member) && add_group(id, number) < 0)
			return -1;
	}
	return group ? fail(0, "user: %s: no such group in the container's /etc/group", group) : 0;
}

static int find_group(int dir, const char *group, gid_t *gid)
{
	return parse_id(group, gid) ? 0 : read_groups(dir, group, gid, NULL, NULL);
}

int passwd_identity(int dir, const char *user, struct identity *id)
{
	char copy[1024], *rest = copy, *piece, *first;
	bool named, grouped;
	gid_t gid;

	memset(id, 0, sizeof(*id));
	memcpy(id->home, "/", 2);
	if (strlen(user) >= sizeof(copy))
		return fail(0, "user: longer than %u bytes", (unsigned)sizeof(copy) - 1);
	memcpy(copy, user, strlen(user) + 1);
	grouped = strchr(copy, ':');
	first = lines_field(&rest, grouped ? ':' : ',');
	named = !parse_id(first, &id->uid);
	id->gid = id->uid;
	if (!find_user(dir, named ? first : NULL, id) && named)
		return fail(0, "user: %s: no such user in the container's /etc/passwd", first);
	if (named && read_groups(dir, NULL, NULL, first, id) < 0)
		return -1;
	while ((piece = lines_field(&rest, ','))) {
		if (find_group(dir, piece, &gid) < 0)
			return -1;
		if (grouped)
			id->gid = gid;
		else if (add_group(id, gid) < 0)
			return -1;
		grouped = false; /* the first one behind the colon is the primary group */
	}
	return 0;
}
