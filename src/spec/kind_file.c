// SPDX-License-Identifier: GPL-2.0-only
/* Kinds of argument for what the container sees: overlay, binds, tmpfs. */
#include <limits.h>
#include <string.h>
#include "base/log.h"
#include "base/str.h"
#include "base/text.h"
#include "spec/kind.h"
#include "spec/unit.h"

int set_overlay(struct spec *spec, void *field, const char *value)
{
	bool on = true;

	(void)field;
	spec->overlay = OVERLAY_DIR;
	if (value && (*value == '/' || *value == '.'))
		return set_file(spec, &spec->overlay_dir, value);
	if (value && !unit_boolean(value, &on))
		return fail("begins with neither / nor .");
	spec->overlay = on ? OVERLAY_TMPFS : OVERLAY_NONE;
	if (!on)
		spec->overlay_size = 0; /* that a file gave it */
	return 0;
}

static bool set_mount_flag(struct mount_spec *m, const char *word, size_t len)
{
	int known = len ? text_index(TEXT_FLAGS, word, len) : -1;
	unsigned bit = 1u << (known & 15) / 2;

	if (known < 0 || (!CFG_MNT_IDMAP && bit == MOUNT_IDMAP))
		return false;
	m->flags = known & 1 ? m->flags & ~bit : m->flags | bit;
	return true;
}

/* The next part of *S up to a ':' that no backslash precedes, without those backslashes, kept in SPEC. NULL where there is none. */
static const char *next_part(struct spec *spec, const char **s)
{
	char part[PATH_MAX];
	size_t n = 0;

	for (; **s && **s != ':'; (*s)++) {
		if (**s == '\\' && (*s)[1] == ':')
			(*s)++;
		if (n + 1 >= sizeof(part))
			return NULL;
		part[n++] = **s;
	}
	if (**s)
		(*s)++;
	return n ? spec_keep(spec, part, n) : NULL;
}

static bool set_mount_option(struct mount_spec *m, const char *s, size_t len)
{
	char word[32];
	uint64_t mode;

	if (m->src || len >= sizeof(word))
		return set_mount_flag(m, s, len);
	memcpy(word, s, len);
	word[len] = 0;
	if (str_starts(word, "size="))
		return unit_size(word + 5, &m->size);
	if (!str_starts(word, "mode="))
		return set_mount_flag(m, s, len);
	m->mode = str_whole_number(word + 5, 8, 07777, &mode) ? (unsigned)mode : ~0u;
	return m->mode != ~0u;
}

/* SRC, for a bind, then DST[:OPTIONS]. */
static int add_mount(struct spec *spec, const char *value, bool bind)
{
	struct mount_spec *m = &spec->mounts[spec->n_mounts];
	const char *rest = value, *piece, *src = bind ? next_part(spec, &rest) : "/";
	int len, why;

	if (spec->n_mounts == CONFIG_MAX_MOUNTS)
		return FULL;
	*m = (struct mount_spec){ .dst = next_part(spec, &rest) };
	if (!src || !m->dst)
		return MALFORMED;
	if ((why = spec_tidy_path(m->dst)) || (bind && (why = set_file(spec, &m->src, src))))
		return why;
	/* In place of one of husk's own, which everybody writes to. */
	m->mode = !strcmp(m->dst, "/tmp") || !strcmp(m->dst, "/dev/shm") ? 01777 : 0755;
	for (rest = *rest ? rest : NULL; (len = str_piece(&rest, ',', &piece)) >= 0;)
		if (!set_mount_option(m, piece, (size_t)len))
			return MALFORMED;
	spec->n_mounts++;
	return 0;
}

int set_bind(struct spec *spec, void *field, const char *value)
{
	(void)field;
	return add_mount(spec, value, true);
}

int set_tmpfs(struct spec *spec, void *field, const char *value)
{
	(void)field;
	return add_mount(spec, value, false);
}

int set_device(struct spec *spec, void *field, const char *value)
{
	static const char letters[] = "mrw"; /* in the order of DEVICE_* */
	struct device_spec *device = (struct device_spec *)field + spec->n_devices;
	const char *rest = value, *letter;
	int why;

	if (spec->n_devices == CONFIG_MAX_DEVICES)
		return FULL;
	*device = (struct device_spec){ .path = next_part(spec, &rest) };
	if (!device->path || (!*rest && rest[-1] == ':'))
		return MALFORMED;
	if ((why = spec_tidy_path(device->path)))
		return why;
	for (; *rest && (letter = strchr(letters, *rest)); rest++)
		device->access |= 1u << (letter - letters);
	if (*rest)
		return MALFORMED;
	if (!device->access)
		device->access = DEVICE_MKNOD | DEVICE_READ | DEVICE_WRITE;
	spec->n_devices++;
	return 0;
}

int set_with(struct spec *spec, void *field, const char *value)
{
	(void)field;
	if (spec->n_with == CONFIG_MAX_WITH)
		return FULL;
	return value[strspn(value, "/")] ? set_file(spec, &spec->with[spec->n_with++], value) : MALFORMED;
}
