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

/* Takes one more of KIND, whose key is what stands from VALUE to END; NULL: there is none. Returns as a setter. */
static int add_knob(struct spec *spec, enum knob_kind kind, const char *value, const char *end)
{
	if (!end || end == value)
		return MALFORMED;
	if (spec->n_knobs == CONFIG_MAX_KNOBS)
		return FULL;
	spec->knobs[spec->n_knobs++] = (struct knob){ .kind = kind, .key = spec_keep(spec, value, (size_t)(end - value)) };
	return 0;
}

/* NAME=N of a list in the knob, each at most once. */
static bool set_rate(struct spec *spec, struct knob *knob, const char *s, size_t len)
{
	const char *word = spec_keep(spec, s, len), *value = strchr(word, '=');
	int known = value ? str_index("rbps,wbps,riops,wiops", word, (size_t)(value - word)) : -1;

	return known >= 0 && !knob->n[known] && unit_size(value + 1, &knob->n[known]);
}

int set_io_max(struct spec *spec, void *field, const char *value)
{
	const char *end = strchr(value, '='), *piece;
	struct knob *knob = &spec->knobs[spec->n_knobs];
	uint64_t n;
	int len, why;

	(void)field;
	while (end && end > value && *end != ':')
		end--;
	why = add_knob(spec, KNOB_IO, value, end);
	if (why)
		return why;
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

int set_hugetlb(struct spec *spec, void *field, const char *value)
{
	const char *end = strchr(value, ':');
	struct knob *knob = &spec->knobs[spec->n_knobs];
	int why = add_knob(spec, KNOB_HUGETLB, value, end);
	char name[24];
	uint64_t size;

	(void)field;
	if (why)
		return why;
	/* As the kernel names its files (mem_fmt() of mm/hugetlb_cgroup.c): the sizes of pages are powers of 2. */
	if (!unit_size(knob->key, &size) || (strcmp(end + 1, "0") && !unit_size(end + 1, knob->n)))
		return MALFORMED;
	unit_size_text(name, sizeof(name), size);
	knob->key = spec_keep(spec, name, strlen(name));
	return 0;
}

int set_net_prio(struct spec *spec, void *field, const char *value)
{
	const char *end = strchr(value, ':');
	struct knob *knob = &spec->knobs[spec->n_knobs];
	int why = add_knob(spec, KNOB_PRIO, value, end);

	(void)field;
	if (why)
		return why;
	return unit_ifname(knob->key) && str_whole_number(end + 1, 10, UINT32_MAX, knob->n) ? 0 : MALFORMED;
}

int set_raw(struct spec *spec, void *field, const char *value)
{
	const char *end = strchr(value, '='), *dot = strchr(value, '.');
	struct knob *knob = &spec->knobs[spec->n_knobs];
	int why = add_knob(spec, KNOB_RAW, value, end);

	(void)field;
	if (why)
		return why;
	if (str_starts(value, "cgroup.procs=") || str_starts(value, "cgroup.threads="))
		return fail("a process that is not the container's would end with it");
	if (str_starts(value, "freezer.state=") || str_starts(value, "cgroup.freeze="))
		return fail("COMMAND would never begin");
	/* The part before the first dot is the controller. */
	if (!dot || !end[1] || dot == value || dot > end || end - value > NAME_MAX || strchr(knob->key, '/'))
		return MALFORMED;
	knob->value = end + 1;
	return 0;
}
