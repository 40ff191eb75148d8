// SPDX-License-Identifier: GPL-2.0-only
/* --user, resolved against the container's own passwd and group: files that a hostile image wrote. */
#include "guard/passwd.h"
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include "base/code.h"
#include "base/fd.h"
#include "base/lines.h"
#include "base/log.h"
#include "base/str.h"

/* The row that was read last. passwd is name:password:uid:gid:gecos:home:shell, group name:password:gid:user,user. */
static struct lines table;
static char *field[6]; /* NULL: the row is shorter */
static uint32_t number;

/*
 * A fifo must not block us and a device must not feed us: O_NONBLOCK, and ordinary files only, with a size, which procfs's have not (to read
 * /proc/kmsg would empty it), and no more than can be read in a moment. They are closed with the last descriptors.
 */
static void open_table(const char *file)
{
	struct stat st;

	lines_begin(&table, fd_open(file, O_RDONLY | O_NONBLOCK));
	table.left = 1 << 20; /* it may grow meanwhile */
	if (fstat(table.fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_size <= 0)
		table.fd = -1;
}

static bool parse_id(const char *s, uint32_t *id)
{
	uint64_t v;

	if (!s || !str_whole_number(s, 10, UINT32_MAX - 1, &v))
		return false;
	*id = (uint32_t)v;
	return true;
}

static bool next_row(void)
{
	char *rest;

	while ((rest = lines_next(&table))) {
		for (unsigned i = 0; i < ARRAY_SIZE(field); i++)
			field[i] = lines_field(&rest, ':');
		if (parse_id(field[2], &number))
			return true;
	}
	return false;
}

/* The row of NAME, or where that is NULL of number ID. */
static bool find(const char *file, const char *name, uint32_t id)
{
	open_table(file);
	while (next_row())
		if (name ? !strcmp(field[0], name) : number == id)
			return true;
	return false;
}

/* Who is not found may be in what was passed over, and a user in groups that are there. */
static int check_whole(void)
{
	return table.cut ? fail("user: a line of the container's passwd or group is too long (2 KiB), or one of them is (1 MiB)") : 0;
}

static OUTLINED int add_group(struct identity *id, gid_t gid)
{
	if (id->n_groups == IDENTITY_GROUPS)
		return fail("user: more than %d groups", IDENTITY_GROUPS);
	id->groups[id->n_groups++] = gid;
	return 0;
}

static int add_groups_of(struct identity *id, const char *file, const char *user)
{
	const char *member;

	open_table(file);
	while (next_row())
		while ((member = lines_field(&field[3], ',')))
			if (!strcmp(member, user) && add_group(id, number) < 0)
				return -1;
	return check_whole();
}

static int absent(const char *name, const char *file)
{
	return check_whole() < 0 ? -1 : fail("user: %s: not in the container's %s", name, file);
}

int passwd_identity(const char *passwd, const char *group, char *user, struct identity *id)
{
	bool grouped = strchr(user, ':'), named;
	char *first = lines_field(&user, grouped ? ':' : ','), *piece;
	const char *home = NULL;
	gid_t gid;

	id->n_groups = 0;
	named = !parse_id(first, &id->uid);
	id->gid = id->uid;
	if (find(passwd, named ? first : NULL, id->uid) && parse_id(field[3], &id->gid)) {
		id->uid = number;
		home = field[5];
	} else if (named) {
		return absent(first, passwd);
	} else if (check_whole() < 0) {
		return -1;
	}
	str_copy(id->home, sizeof(id->home), home && *home == '/' ? home : "/");
	if (named && add_groups_of(id, group, first) < 0)
		return -1;
	while ((piece = lines_field(&user, ','))) {
		if (!parse_id(piece, &gid)) {
			if (!find(group, piece, 0))
				return absent(piece, group);
			gid = number;
		}
		if (grouped)
			id->gid = gid;
		else if (add_group(id, gid) < 0)
			return -1;
		grouped = false; /* the first one behind the colon is the primary group */
	}
	return 0;
}
