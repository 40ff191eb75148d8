// SPDX-License-Identifier: GPL-2.0-only
/* Kinds of argument for limits. */
#include <limits.h>
#include <string.h>
#include "base/log.h"
#include "base/str.h"
#include "spec/kind.h"
#include "spec/unit.h"

int set_cpus(struct spec *spec, void *field, const char *value)
{
	(void)spec;
	return unit_cpus(value, field) ? 0 : MALFORMED;
}

int set_cpuset(struct spec *spec, void *field, const char *value)
{
	return unit_cpu_list(value) ? set_text(spec, field, value) : MALFORMED;
}

int set_cgroup(struct spec *spec, void *field, const char *value)
{
	const char *list, *piece;
	int len;

	while (*value == '/')
		value++;
	for (list = value; (len = str_piece(&list, '/', &piece)) >= 0;)
		if (!len || len > NAME_MAX || (unsigned char)*piece <= ' ' || str_is(piece, (size_t)len, ".") || str_is(piece, (size_t)len, ".."))
			return MALFORMED;
	return set_text(spec, field, value);
}

int set_swap(struct spec *spec, void *field, const char *value)
{
	value = unit_rlimit(value, field);
	(void)spec;
	return value && !*value && *(uint64_t *)field ? 0 : MALFORMED;
}

/* Of tc(8): a major and a minor number of 16 bits, in hexadecimal. 0 is no class. */
int set_net_class(struct spec *spec, void *field, const char *value)
{
	uint64_t minor = 0, *class = field;
	const char *end;

	(void)spec;
	if (str_starts(value, "0x")) {
		end = str_number(value + 2, 16, UINT32_MAX, class);
	} else if ((end = str_number(value, 16, 0xffff, class)) && *end++ == ':') {
		end = str_number(end, 16, 0xffff, &minor);
		*class = *class << 16 | minor;
	} else {
		return MALFORMED;
	}
	return end && !*end && *class ? 0 : MALFORMED;
}

/* NAME=N of a list in the knob, each at most once. */
static bool set_rate(struct spec *spec, struct knob *knob, const char *s, size_t len)
{
	const char *word = spec_keep(spec, s, len), *value = strchr(word, '=');
	int known = value ? str_index("rbps,wbps,riops,wiops", word, (size_t)(value - word)) : -1;

	return known >= 0 && !knob->n[known] && unit_size(value + 1, &knob->n[known]);
}

/* VALUE: "MAJ:MIN:RATE=N,..." or "/PATH:RATE=N,...", whose rates stand behind END. */
static int set_io_max(struct spec *spec, struct knob *knob, const char *value, const char *end)
{
	const char *piece;
	uint64_t n;
	int len;

	if (*value != '/') { /* MAJ:MIN */
		value = str_number(value, 10, UINT32_MAX, &n);
		if (!value || *value != ':' || str_number(value + 1, 10, UINT32_MAX, &n) != end)
			return MALFORMED;
	}
	for (end++; (len = str_piece(&end, ',', &piece)) >= 0;)
		if (!set_rate(spec, knob, piece, (size_t)len))
			return MALFORMED;
	return 0;
}

static int set_hugetlb(struct spec *spec, struct knob *knob)
{
	char name[24];
	uint64_t size;

	/* As the kernel names its files (mem_fmt() of mm/hugetlb_cgroup.c): the sizes of pages are powers of 2. */
	if (!unit_size(knob->key, &size) || (strcmp(knob->value, "0") && !unit_size(knob->value, knob->n)))
		return MALFORMED;
	unit_size_text(name, sizeof(name), size);
	knob->key = spec_keep(spec, name, strlen(name));
	return 0;
}

static int set_raw(const struct knob *knob)
{
	const char *file = knob->key, *dot = strchr(file, '.');

	if (!strcmp(file, "cgroup.procs") || !strcmp(file, "cgroup.threads"))
		return fail("a process that is not the container's would end with it");
	if (!strcmp(file, "freezer.state") || !strcmp(file, "cgroup.freeze"))
		return fail("COMMAND would never begin");
	/* The part before the first dot is the controller. */
	return !dot || dot == file || !*knob->value || strlen(file) > NAME_MAX || strchr(file, '/') ? MALFORMED : 0;
}

/* FIELD is one of knobs[], whose number says of which kind the new one is. Its key ends where the value's second part begins. */
int set_knob(struct spec *spec, void *field, const char *value)
{
	enum knob_kind kind = (enum knob_kind)((struct knob *)field - spec->knobs);
	struct knob *knob = &spec->knobs[spec->n_knobs];
	const char *end = strchr(value, kind == KNOB_IO || kind == KNOB_RAW ? '=' : ':');

	while (kind == KNOB_IO && end && end > value && *end != ':')
		end--;
	if (!end || end == value)
		return MALFORMED;
	if (spec->n_knobs == CONFIG_MAX_KNOBS)
		return FULL;
	spec->n_knobs++;
	*knob = (struct knob){ .kind = kind, .key = spec_keep(spec, value, (size_t)(end - value)), .value = end + 1 };
	if (CFG_CG_IO && kind == KNOB_IO)
		return set_io_max(spec, knob, value, end);
	if (CFG_CG_HUGETLB && kind == KNOB_HUGETLB)
		return set_hugetlb(spec, knob);
	if (CFG_CG_NET && kind == KNOB_PRIO)
		return unit_ifname(knob->key) && str_whole_number(knob->value, 10, UINT32_MAX, knob->n) ? 0 : MALFORMED;
	return set_raw(knob);
}
