// SPDX-License-Identifier: GPL-2.0-only
/* Kinds of argument for what the container sees: overlay, binds, tmpfs. */
#include <limits.h>
#include <string.h>
#include "base/log.h"
#include "base/str.h"
#include "spec/dump.h"
#include "spec/kind.h"
#include "spec/unit.h"

static int set_overlay(struct spec *spec, void *field, const char *value)
{
	bool on = true;

	(void)field;
	spec->overlay_dir = NULL;
	if (value && (*value == '/' || *value == '.')) {
		spec->overlay = OVERLAY_DIR;
		spec->overlay_dir = spec_keep_path(spec, value, strlen(value));
		return spec->overlay_dir ? 0 : -1;
	}
	if (value && !unit_boolean(value, &on))
		return fail(0, "%s: not a directory (it begins with / or .) or a boolean", value);
	spec->overlay = on ? OVERLAY_TMPFS : OVERLAY_NONE;
	return 0;
}

static void show_overlay(struct out *out, const char *key, const void *field)
{
	const struct spec *spec = (const void *)((const char *)field - offsetof(struct spec, overlay));

	if (spec->overlay == OVERLAY_DIR)
		dump_line(out, key, spec->overlay_dir);
	else if (spec->overlay)
		dump_key(out, key);
}

const struct kind kind_overlay = { set_overlay, SHOW(show_overlay), ARG_OPTIONAL };

static const struct {
	const char *word;
	unsigned set, clear;
} flags[] = {
	{ "ro", MOUNT_RO, 0 },		{ "rw", 0, MOUNT_RO },	     { "rec", MOUNT_REC, 0 },	      { "suid", MOUNT_SUID, 0 },
	{ "nosuid", 0, MOUNT_SUID },	{ "dev", MOUNT_DEV, 0 },     { "nodev", 0, MOUNT_DEV },	      { "exec", 0, MOUNT_NOEXEC },
	{ "noexec", MOUNT_NOEXEC, 0 },	{ "noatime", MOUNT_NOATIME, 0 }, { "private", 0, MOUNT_SLAVE }, { "slave", MOUNT_SLAVE, 0 },
};

static bool set_mount_flag(struct mount_spec *m, const char *word, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(flags); i++) {
		if (str_is(word, len, flags[i].word)) {
			m->flags = (m->flags & ~flags[i].clear) | flags[i].set;
			return true;
		}
	}
	return false;
}

/* The next part of *S up to a ':' that no backslash precedes, without those backslashes; false where it is too long. */
static bool next_part(const char **s, char part[PATH_MAX])
{
	size_t n = 0;

	for (; **s && **s != ':'; (*s)++) {
		if (**s == '\\' && (*s)[1] == ':')
			(*s)++;
		if (n + 1 >= PATH_MAX)
			return false;
		part[n++] = **s;
	}
	part[n] = 0;
	if (**s)
		(*s)++;
	return true;
}

static struct mount_spec *new_mount(struct spec *spec, const char *value, const char *dst)
{
	struct mount_spec *m = &spec->mounts[spec->n_mounts];

	if (spec->n_mounts == CONFIG_MAX_MOUNTS) {
		fail(0, "%s: more than %d mounts (CONFIG_MAX_MOUNTS)", value, CONFIG_MAX_MOUNTS);
		return NULL;
	}
	if (*dst != '/' || !dst[strspn(dst, "/")]) {
		fail(0, "%s: the target is not an absolute path below /", value);
		return NULL;
	}
	*m = (struct mount_spec){ .dst = spec_keep(spec, dst, strlen(dst)) };
	return m->dst ? m : NULL;
}

static int set_bind(struct spec *spec, void *field, const char *value)
{
	char src[PATH_MAX], dst[PATH_MAX];
	const char *rest = value, *piece;
	struct mount_spec *m;
	int len;

	(void)field;
	if (!next_part(&rest, src) || !next_part(&rest, dst))
		return fail(0, "path longer than %d bytes", PATH_MAX - 1);
	if (!*src || !*dst)
		return fail(0, "%s: not SRC:DST[:FLAGS]", value);
	m = new_mount(spec, value, dst);
	if (!m || !(m->src = spec_keep_path(spec, src, strlen(src))))
		return -1;
	for (rest = *rest ? rest : NULL; (len = str_piece(&rest, ',', &piece)) >= 0;)
		if (!set_mount_flag(m, piece, (size_t)len))
			return fail(0, "%s: not a list of ro,rw,rec,suid,nosuid,dev,nodev,exec,noexec,noatime,private,slave", value);
	spec->n_mounts++;
	return 0;
}

static bool set_tmpfs_option(struct mount_spec *m, const char *s, size_t len)
{
	char word[32];
	uint64_t mode;

	if (len >= sizeof(word))
		return false;
	memcpy(word, s, len);
	word[len] = 0;
	if (str_starts(word, "size="))
		return unit_size(word + 5, &m->size);
	if (str_starts(word, "mode=")) {
		if (!str_whole_number(word + 5, 8, 07777, &mode))
			return false;
		m->mode = (unsigned)mode;
		return true;
	}
	return set_mount_flag(m, word, len);
}

static int set_tmpfs(struct spec *spec, void *field, const char *value)
{
	char dst[PATH_MAX];
	const char *rest = value, *piece;
	struct mount_spec *m;
	int len;

	(void)field;
	if (!next_part(&rest, dst))
		return fail(0, "path longer than %d bytes", PATH_MAX - 1);
	m = new_mount(spec, value, dst);
	if (!m)
		return -1;
	m->mode = 0755;
	for (rest = *rest ? rest : NULL; (len = str_piece(&rest, ',', &piece)) >= 0;)
		if (!set_tmpfs_option(m, piece, (size_t)len))
			return fail(0, "%s: not DST[:size=S,mode=M,FLAGS]", value);
	spec->n_mounts++;
	return 0;
}

/* Appends TEXT with its colons escaped. */
static void add_path(char **to, char *end, const char *text)
{
	for (; *text && *to + 2 < end; text++) {
		if (*text == ':')
			*(*to)++ = '\\';
		*(*to)++ = *text;
	}
	**to = 0;
}

static void show_mount(struct out *out, const char *key, const struct mount_spec *m)
{
	char text[2 * PATH_MAX + 128], *to = text, *end = text + sizeof(text), size[32], sep = ':';

	if (m->src) {
		add_path(&to, end, m->src);
		*to++ = ':';
	}
	add_path(&to, end, m->dst);
	if (m->size) {
		unit_size_text(size, sizeof(size), m->size);
		to += str_fmt(to, (size_t)(end - to), "%csize=%s", sep, size);
		sep = ',';
	}
	if (!m->src && m->mode != 0755) {
		to += str_fmt(to, (size_t)(end - to), "%cmode=0%o", sep, m->mode);
		sep = ',';
	}
	for (size_t i = 0; i < ARRAY_SIZE(flags); i++) {
		if (m->flags & flags[i].set) {
			to += str_fmt(to, (size_t)(end - to), "%c%s", sep, flags[i].word);
			sep = ',';
		}
	}
	dump_line(out, key, text);
}

/* Binds and tmpfs stand in one list, whose order counts among equal targets: the row of the first kind shows all. */
static void show_mounts(struct out *out, const char *key, const void *field)
{
	const struct spec *spec = (const void *)((const char *)field - offsetof(struct spec, mounts));

	(void)key;
	for (unsigned i = 0; i < spec->n_mounts; i++)
		show_mount(out, spec->mounts[i].src ? "bind" : "tmpfs", &spec->mounts[i]);
}

const struct kind kind_bind = { set_bind, SHOW(show_mounts), ARG_NEEDED };
const struct kind kind_tmpfs = { set_tmpfs, CFG_MNT_BIND ? NULL : SHOW(show_mounts), ARG_NEEDED };
