// SPDX-License-Identifier: GPL-2.0-only
/* Kinds of argument for the container itself: its name, environment, user, namespaces. */
#include <stdlib.h>
#include <string.h>
#include "base/log.h"
#include "base/str.h"
#include "spec/dump.h"
#include "spec/file.h"
#include "spec/kind.h"
#include "spec/unit.h"

static int set_name(struct spec *spec, void *field, const char *value)
{
	(void)field;
	if (!unit_name(value))
		return fail(0, "%s: not a name ([A-Za-z0-9][A-Za-z0-9._-]*, at most %d bytes)", value, SPEC_NAME);
	spec->name = spec_keep(spec, value, strlen(value));
	return spec->name ? 0 : -1;
}

static void show_name(struct out *out, const char *key, const void *field)
{
	const struct spec *spec = (const void *)((const char *)field - offsetof(struct spec, name));

	if (!spec->name_derived)
		dump_line(out, key, spec->name);
}

const struct kind kind_name = { set_name, SHOW(show_name), ARG_NEEDED };

/* K alone takes the caller's value, and nothing where the caller has none. A variable given again replaces the first. */
static int set_env(struct spec *spec, void *field, const char *value)
{
	size_t key = strcspn(value, "="), used = strlen(value);
	const char *callers = NULL;
	char *copy;
	unsigned i;

	(void)field;
	if (!key)
		return fail(0, "%s: not NAME=VALUE", value);
	if (!value[key]) {
		callers = getenv(value);
		if (!callers)
			return 0;
		used += 1 + strlen(callers);
	}
	if (used >= sizeof(spec->text) - spec->text_used)
		return spec_keep(spec, value, sizeof(spec->text)) ? 0 : -1;
	copy = spec->text + spec->text_used;
	str_fmt(copy, used + 1, callers ? "%s=%s" : "%s", value, callers);
	spec->text_used += used + 1;
	for (i = 0; i < spec->n_env; i++)
		if (!strncmp(spec->env[i], copy, key + 1))
			break;
	if (i == CONFIG_MAX_ENV)
		return fail(0, "%s: more than %d variables (CONFIG_MAX_ENV)", value, CONFIG_MAX_ENV);
	spec->env[i] = copy;
	if (i == spec->n_env)
		spec->n_env++;
	return 0;
}

static void show_env(struct out *out, const char *key, const void *field)
{
	for (const char *const *env = field; *env; env++)
		dump_line(out, key, *env);
}

const struct kind kind_env = { set_env, SHOW(show_env), ARG_NEEDED };

/* A number as unit_id, or, where the build looks names up, a name: it does not begin with a digit or a sign. */
static bool is_user(const char *s, size_t len)
{
	uint32_t id;

	if (unit_id(s, len, &id))
		return true;
	if (!CFG_GUARD_PASSWD || !len || len > 32 || (*s >= '0' && *s <= '9') || strchr("-+.", *s))
		return false;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)s[i] <= ' ' || s[i] == '/' || s[i] == ':')
			return false;
	return true;
}

static int set_user(struct spec *spec, void *field, const char *value)
{
	const char *rest = value, *piece;
	int len = str_piece(&rest, ':', &piece);
	bool good = true;

	if (!rest) /* UID[,GID...]: groups may follow a user without a group */
		rest = value, len = str_piece(&rest, ',', &piece);
	good = is_user(piece, (size_t)len);
	while (good && (len = str_piece(&rest, ',', &piece)) >= 0)
		good = is_user(piece, (size_t)len);
	if (!good)
		return fail(0, "%s: not a user (UID[:GID][,GID...], %s)", value,
			    CFG_GUARD_PASSWD ? "numbers or names" : "numbers: CONFIG_GUARD_PASSWD is off");
	*(const char **)field = spec_keep(spec, value, strlen(value));
	return spec->user ? 0 : -1;
}

static void show_user(struct out *out, const char *key, const void *field)
{
	if (*(const char *const *)field)
		dump_line(out, key, *(const char *const *)field);
}

const struct kind kind_user = { set_user, SHOW(show_user), ARG_NEEDED };

static const struct {
	const char *word;
	unsigned share, tolerate; /* 0: not a word of that list */
} words[] = {
	{ "uts", NS_UTS, NS_UTS },
	{ "ipc", NS_IPC, NS_IPC },
	{ "pid", NS_PID, NS_PID },
	{ "net", NS_NET, NS_NET },
	{ "cgroup", NS_CGROUP, NS_CGROUP | TOLERATE_LIMITS },
	{ "time", NS_TIME, NS_TIME },
};

static int set_words(struct spec *spec, void *field, const char *value)
{
	bool share = field == &spec->share;
	const char *list = value, *piece;
	int len;

	while ((len = str_piece(&list, ',', &piece)) >= 0) {
		unsigned bits = 0;

		for (size_t i = 0; i < ARRAY_SIZE(words); i++)
			if (str_is(piece, (size_t)len, words[i].word))
				bits = share ? words[i].share : words[i].tolerate;
		if (!bits)
			return fail(0, "%s: not a list of uts,ipc,pid,net,cgroup,time", value);
		*(unsigned *)field |= bits;
	}
	return 0;
}

static void show_words(struct out *out, const char *key, const void *field)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (*(const unsigned *)field & words[i].share)
			dump_line(out, key, words[i].word);
}

const struct kind kind_namespaces = { set_words, SHOW(show_words), ARG_NEEDED };
const struct kind kind_tolerate = { set_words, SHOW(show_words), ARG_NEEDED };

static int set_map(struct spec *spec, void *field, const char *value)
{
	bool uid = field == spec->uid_map;
	unsigned *n = uid ? &spec->n_uid_map : &spec->n_gid_map;
	uint32_t part[3];
	const char *list = value, *piece;
	int len;

	spec->userns = true;
	if (uid && !strcmp(value, "none")) {
		spec->map_none = true;
		return 0;
	}
	for (unsigned i = 0; i < 3; i++) {
		len = str_piece(&list, ':', &piece);
		if (len < 0 || !unit_id(piece, (size_t)len, &part[i]))
			return fail(0, "%s: not INSIDE:OUTSIDE:COUNT", value);
	}
	if (list || !part[2] || part[2] - 1 > UINT32_MAX - 1 - part[0] || part[2] - 1 > UINT32_MAX - 1 - part[1])
		return fail(0, "%s: not INSIDE:OUTSIDE:COUNT (ids end at 4294967294)", value);
	if (*n == CONFIG_MAX_MAPS)
		return fail(0, "%s: more than %d ranges (CONFIG_MAX_MAPS)", value, CONFIG_MAX_MAPS);
	((struct idmap *)field)[(*n)++] = (struct idmap){ part[0], part[1], part[2] };
	return 0;
}

static void show_map(struct out *out, const char *key, const void *field)
{
	bool uid = !strcmp(key, "uid-map");
	size_t start = uid ? offsetof(struct spec, uid_map) : offsetof(struct spec, gid_map);
	const struct spec *spec = (const void *)((const char *)field - start);
	const struct idmap *map = field;
	char text[40];

	if (uid && spec->map_none)
		dump_line(out, key, "none");
	for (unsigned i = 0; i < (uid ? spec->n_uid_map : spec->n_gid_map); i++) {
		str_fmt(text, sizeof(text), "%u:%u:%u", map[i].inside, map[i].outside, map[i].n);
		dump_line(out, key, text);
	}
}

const struct kind kind_map = { set_map, SHOW(show_map), ARG_NEEDED };

static int set_config(struct spec *spec, void *field, const char *value)
{
	(void)field;
	return spec_read_file(spec, value);
}

const struct kind kind_config = { set_config, NULL, ARG_NEEDED };
