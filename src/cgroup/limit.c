// SPDX-License-Identifier: GPL-2.0-only
/* The limits: a table of those that are one number or one text, and those that are given for objects of their own. */
#include "cgroup/limit.h"
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include "base/code.h"
#include "base/log.h"
#include "base/str.h"
#include "base/text.h"
#include "cgroup/group.h"

enum kind { NUMBER, TEXT, SWAP, CPU, SHARES, BFQ, WEIGHT };

struct limit {
	unsigned short field; /* in struct spec: uint64_t, or a pointer for TEXT; 0 or NULL: not asked for */
	unsigned short ctl; /* CTL_* */
	unsigned char kind;
};

/* A row whose symbol is off is not in the table. */
#define ROW_0(...)
#define ROW_1(...) __VA_ARGS__,
#define ROW_(on, ...) ROW_##on(__VA_ARGS__)
#define ROW(on, ...) ROW_(on, __VA_ARGS__)
#define LIMIT(on, field, ctl, kind, v1, v2, needs) ROW(on, { offsetof(struct spec, field), CTL_##ctl, kind })

/*
 * In the order of writing. v1's memsw, memory and swap together, may not fall below the limit: in a fresh group memory comes first (else EINVAL).
 * The texts, v1's file, v2's, and what may be missing where that is, are scripts/options.awk's, which makes TEXT_LIMITS of them.
 */
/* clang-format off */
static const struct limit limits[] = {
LIMIT(CFG_CG_MEMORY, memory, MEMORY, NUMBER, "memory.limit_in_bytes", "memory.max", "")
LIMIT(CFG_CG_MEMORY, memory, MEMORY, SWAP, "memory.memsw.limit_in_bytes", "memory.swap.max", "CONFIG_SWAP, swapaccount=1")
LIMIT(CFG_CG_MEMORY, memory_high, MEMORY, NUMBER, "memory.soft_limit_in_bytes", "memory.high", "")
LIMIT(CFG_CG_CPU, cpu_quota, CPU, CPU, "cpu.cfs_quota_us", "cpu.max", "CONFIG_CFS_BANDWIDTH")
LIMIT(CFG_CG_CPU, cpu_weight, CPU, SHARES, "cpu.shares", "cpu.weight", "CONFIG_FAIR_GROUP_SCHED")
LIMIT(CFG_CG_PIDS, pids, PIDS, NUMBER, "pids.max", "pids.max", "")
LIMIT(CFG_CG_CPUSET, cpuset, CPUSET, TEXT, "cpuset.cpus", "cpuset.cpus", "")
LIMIT(CFG_CG_CPUSET, mems, CPUSET, TEXT, "cpuset.mems", "cpuset.mems", "")
LIMIT(CFG_CG_IO, io_weight, IO, BFQ, "blkio.bfq.weight", "io.bfq.weight", "")
LIMIT(CFG_CG_IO, io_weight, IO, WEIGHT, "blkio.weight", "io.weight", "CONFIG_BFQ_GROUP_IOSCHED, CONFIG_BLK_CGROUP_IOCOST")
LIMIT(CFG_CG_NET, net_class, NET_CLS, NUMBER, "net_cls.classid", "", "")
{ 0, 0, 0 }
};
/* clang-format on */

/* The value of a row, a number, or 0; *TEXT where it is one. */
static uint64_t wanted(const struct limit *limit, const struct spec *spec, const char **text)
{
	const void *field = (const char *)spec + limit->field;

	if (limit->kind != TEXT)
		return *(const uint64_t *)field;
	*text = *(const char *const *)field;
	return *text != NULL;
}

/* The controllers that may take a raw FILE: the one that it is named after, else (cgroup.*, or one that husk does not know) v2. */
static unsigned raw_needs(const char *file)
{
	char name[16];
	unsigned mask;

	str_copy(name, sizeof(name), file);
	name[strcspn(name, ".")] = 0;
	mask = detect_controllers(name);
	return mask ? mask : CTL_CORE;
}

static OUTLINED unsigned knob_needs(const struct knob *knob)
{
	static const unsigned ctl[] = { [KNOB_IO] = CTL_IO, [KNOB_HUGETLB] = CTL_HUGETLB, [KNOB_PRIO] = CTL_NET_PRIO };

	return CFG_CG_RAW && knob->kind == KNOB_RAW ? raw_needs(knob->key) : ctl[knob->kind];
}

unsigned limit_needs(const struct spec *spec)
{
	unsigned need = spec->devices_listed ? CTL_DEVICES : 0;
	const char *text;

	for (const struct limit *limit = limits; limit->ctl; limit++)
		if (wanted(limit, spec, &text))
			need |= limit->ctl;
	for (unsigned i = 0; i < spec->n_knobs; i++)
		need |= knob_needs(&spec->knobs[i]);
	return need;
}

bool limit_is_tolerated(const struct spec *spec)
{
	if (!(spec->tolerate & TOLERATE_LIMITS))
		return false;
	log_line("cgroup: skipped: %s", fail_text());
	return true;
}

/* NEEDS: what is missing where the file is, or NULL. */
static int put(const struct hierarchy *h, const char *file, const char *value, const char *needs)
{
	if (!group_put(h, GROUP, file, value))
		return 0;
	return fail_hint(needs && (errno == ENOENT || errno == ENODEV) ? needs : NULL, "%s %s", file, value);
}

/*
 * With CONFIG_RT_GROUP_SCHED a fresh group's cpu.rt_runtime_us is 0 on v1, and a real-time process cannot be attached (EINVAL) nor become
 * one inside. husk starts COMMAND with the ordinary scheduler, so only the second matters, and it is what a limit should do.
 */
static int cpu_text(const struct hierarchy *h, unsigned per_second, char *text, size_t size)
{
	unsigned quota, period;

	limit_cpu(per_second, &quota, &period);
	str_fmt(text, size, hierarchy_is_v2(h) ? "%u %u" : "%u", quota, period);
	/* v1's period first: its own minimum is 1 ms, and no quota is set yet that it could contradict. */
	return !hierarchy_is_v2(h) && quota == per_second ? put(h, "cpu.cfs_period_us", "1000000", packed("CONFIG_CFS_BANDWIDTH")) : 0;
}

/* v2 takes any CPU or node, and uses those that the groups above have. Is that all of VALUE? Both files list them in the same form. */
static int check_cpuset(const struct hierarchy *h, const char *file, const char *value)
{
	char name[32], wanted[256], got[256];

	str_fmt(name, sizeof(name), "%s.effective", file);
	if (group_get(h, GROUP, file, wanted, sizeof(wanted)) < 0 || group_get(h, GROUP, name, got, sizeof(got)) < 0 || !strcmp(wanted, got))
		return 0;
	got[strcspn(got, "\n")] = 0;
	return fail("%s %s: there are only %s", file, value, got);
}

/* One row. *WEIGHED: the row before it was the one io weight, and was taken. */
static int apply(const struct hierarchy *h, const struct spec *spec, const struct limit *limit, bool *weighed)
{
	bool v2 = hierarchy_is_v2(h), optional = limit->kind == BFQ;
	const char *v2_file, *needs, *value = NULL;
	uint64_t n = wanted(limit, spec, &value);
	char file[TEXT_MESSAGE], text[48];

	if (!n)
		return 0;
	text_row(TEXT_LIMITS, (unsigned)(limit - limits), "", 0, file);
	v2_file = str_next(file);
	needs = str_next(v2_file);
	if (CFG_CG_MEMORY && limit->kind == SWAP) {
		if (spec->memory_swap == SPEC_ALL)
			return 0;
		/* Without --memory-swap no swap; what does not count it (no CONFIG_SWAP, or swapaccount=0) is then left alone. */
		optional = !spec->memory_swap;
		n = (optional ? n : spec->memory_swap) - (v2 ? n : 0);
	}
	if (CFG_CG_CPU && limit->kind == SHARES && !v2)
		n = limit_shares((unsigned)n);
	if (CFG_CG_IO && limit->kind == BFQ)
		n = limit_bfq((unsigned)n);
	if (CFG_CG_IO && limit->kind == WEIGHT) {
		optional = *weighed;
		n = v2 ? n : limit_cfq((unsigned)n);
	}
	if (!value) {
		str_fmt(text, sizeof(text), "%ju", (uintmax_t)n);
		value = text;
	}
	if (CFG_CG_CPU && limit->kind == CPU && cpu_text(h, (unsigned)n, text, sizeof(text)) < 0)
		return -1;
	if (put(h, v2 ? v2_file : file, value, *needs ? needs : NULL) < 0)
		return optional && errno == ENOENT ? 0 : -1;
	*weighed = limit->kind == BFQ;
	return CFG_CG_CPUSET && limit->kind == TEXT && v2 ? check_cpuset(h, v2_file, value) : 0;
}

/* v1 has a file for each rate, v2 a line for each device, in which what is not named stays. */
static int put_io(const struct hierarchy *h, const struct knob *knob)
{
	static const char keys[][7] = { "rbps=", "wbps=", "riops=", "wiops=" }, files[][11] = { "read_bps", "write_bps", "read_iops", "write_iops" };
	char file[40], disk[24], text[64];
	const char *key = knob->key;
	bool v2 = hierarchy_is_v2(h);
	struct stat st;

	if (*key == '/') {
		if (fstatat(AT_FDCWD, key, &st, 0) < 0 || !S_ISBLK(st.st_mode))
			return fail("--io-max: %s: no block device", key);
		str_fmt(disk, sizeof(disk), "%u:%u", major(st.st_rdev), minor(st.st_rdev));
		key = disk;
	}
	for (unsigned i = 0; i < 4; i++) {
		if (!knob->n[i])
			continue;
		str_fmt(file, sizeof(file), v2 ? "io.max" : packed("blkio.throttle.%s_device"), files[i]);
		str_fmt(text, sizeof(text), "%s %s%ju", key, v2 ? keys[i] : "", (uintmax_t)knob->n[i]);
		if (put(h, file, text, packed("CONFIG_BLK_DEV_THROTTLING; a whole disk")) < 0)
			return -1;
	}
	return 0;
}

static int put_knob(const struct hierarchy *h, const struct knob *knob)
{
	char file[64], value[48];

	if (CFG_CG_IO && knob->kind == KNOB_IO)
		return put_io(h, knob);
	if (CFG_CG_RAW && knob->kind == KNOB_RAW)
		return put(h, knob->key, knob->value, NULL);
	if (CFG_CG_NET && knob->kind == KNOB_PRIO) {
		str_fmt(value, sizeof(value), "%s %ju", knob->key, (uintmax_t)knob->n[0]);
		return put(h, "net_prio.ifpriomap", value, NULL);
	}
	str_fmt(file, sizeof(file), hierarchy_is_v2(h) ? packed("hugetlb.%sB.max") : packed("hugetlb.%sB.limit_in_bytes"), knob->key);
	str_fmt(value, sizeof(value), "%ju", (uintmax_t)knob->n[0]);
	return CFG_CG_HUGETLB ? put(h, file, value, packed("no pages of this size")) : 0;
}

int limit_apply(const struct hierarchy *h, const struct spec *spec)
{
	bool weighed = false;

	for (const struct limit *limit = limits; limit->ctl; limit++)
		if (h->use & limit->ctl && apply(h, spec, limit, &weighed) < 0 && !limit_is_tolerated(spec))
			return -1;
	for (unsigned i = 0; i < spec->n_knobs; i++)
		if (h->use & knob_needs(&spec->knobs[i]) && put_knob(h, &spec->knobs[i]) < 0 && !limit_is_tolerated(spec))
			return -1;
	return 0;
}
