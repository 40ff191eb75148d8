// SPDX-License-Identifier: GPL-2.0-only
/* The list of devices: made of the usual ones and those that were named, written as v1's lines or assembled as v2's program. */
#include "cgroup/devices.h"
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/str.h"
#include "cgroup/group.h"

#define ALL (DEVICE_MKNOD | DEVICE_READ | DEVICE_WRITE)

unsigned devices_usual(struct device_rule rules[DEVICES_RULES])
{
	/* null zero full random urandom, tty ptmx, pts; husk itself makes their nodes inside */
	static const unsigned char usual[DEVICES_USUAL][2] = { { 1, 3 }, { 1, 5 }, { 1, 7 }, { 1, 8 }, { 1, 9 }, { 5, 0 }, { 5, 2 }, { 136, 0 } };

	for (unsigned i = 0; i < DEVICES_USUAL; i++)
		rules[i] = (struct device_rule){ usual[i][0], usual[i][0] == 136 ? DEVICE_ANY : usual[i][1], false, ALL };
	return DEVICES_USUAL;
}

unsigned devices_add(struct device_rule rules[DEVICES_RULES], unsigned n, struct device_rule rule)
{
	for (unsigned i = 0; i < n; i++) {
		struct device_rule *have = &rules[i];

		if (have->block == rule.block && have->major == rule.major && (have->minor == rule.minor || have->minor == DEVICE_ANY)) {
			have->access |= rule.access;
			return n;
		}
	}
	rules[n] = rule;
	return n + 1;
}

/* ---- v2 ---- */

/* Codes of instructions, put together from <linux/bpf_common.h> and <linux/bpf.h>; all in 64 bits, which the first kernels check best. */
enum { LOAD_WORD = 0x61, AND = 0x57, MOV = 0xb7, MOV_REG = 0xbf, JUMP_NOT = 0x55, EXIT = 0x95 };
enum { RESULT, CONTEXT, TYPE, MAJOR, MINOR, ACCESS };

static struct bpf_insn *emit(struct bpf_insn *at, unsigned char code, unsigned char dst, unsigned char src, short off, int imm)
{
	*at = (struct bpf_insn){ .code = code, .dst_reg = dst & 15, .src_reg = src & 15, .off = off, .imm = imm };
	return at + 1;
}

unsigned devices_program(struct bpf_insn *insns, const struct device_rule *rules, unsigned n)
{
	struct bpf_insn *at = insns;

	/* struct bpf_cgroup_dev_ctx: access in the upper half of a word, in the lower the type (1 block, 2 character); major; minor */
	at = emit(at, LOAD_WORD, TYPE, CONTEXT, 0, 0);
	at = emit(at, LOAD_WORD, MAJOR, CONTEXT, 4, 0);
	at = emit(at, LOAD_WORD, MINOR, CONTEXT, 8, 0);
	at = emit(at, MOV_REG, ACCESS, TYPE, 0, 0);
	at = emit(at, AND, TYPE, 0, 0, 0xffff);
	for (const struct device_rule *rule = rules; rule < rules + n; rule++) {
		bool minor = rule->minor != DEVICE_ANY;
		short left = (short)(6 + minor); /* instructions up to the next rule */

		at = emit(at, JUMP_NOT, TYPE, 0, left--, rule->block ? 1 : 2);
		at = emit(at, JUMP_NOT, MAJOR, 0, left--, (int)rule->major);
		if (minor)
			at = emit(at, JUMP_NOT, MINOR, 0, left, (int)rule->minor);
		/* All that is wanted must be in the rule. */
		at = emit(at, MOV_REG, RESULT, ACCESS, 0, 0);
		at = emit(at, AND, RESULT, 0, 0, (int)((ALL & ~(unsigned)rule->access) << 16));
		at = emit(at, JUMP_NOT, RESULT, 0, 2, 0);
		at = emit(at, MOV, RESULT, 0, 0, 1);
		at = emit(at, EXIT, 0, 0, 0, 0);
	}
	at = emit(at, MOV, RESULT, 0, 0, 0);
	at = emit(at, EXIT, 0, 0, 0, 0);
	return (unsigned)(at - insns);
}

static int load(const struct device_rule *rules, unsigned n)
{
	struct bpf_insn insns[DEVICES_INSNS(DEVICES_RULES)];
	/* The first members of union bpf_attr, for BPF_PROG_LOAD (5) of a BPF_PROG_TYPE_CGROUP_DEVICE (15). */
	struct {
		__u32 type, n;
		__aligned_u64 insns, license;
	} attr = { 15, devices_program(insns, rules, n), (uintptr_t)insns, (uintptr_t) "GPL" };

	return (int)syscall(SYS_bpf, 5, &attr, sizeof(attr));
}

bool devices_probe(void)
{
	struct device_rule rules[DEVICES_RULES];
	int program = load(rules, devices_usual(rules));

	return program >= 0 || errno == EPERM;
}

static int apply_v2(const struct hierarchy *h, const struct device_rule *rules, unsigned n)
{
	AUTOFD program = load(rules, n);
	/* BPF_PROG_ATTACH (8) to BPF_CGROUP_DEVICE (6), BPF_F_ALLOW_MULTI (2): groups below it may say less, never more. */
	__u32 attr[4] = { (__u32)h->dir, (__u32)program, 6, 2 };

	if (program < 0 || syscall(SYS_bpf, 8, attr, sizeof(attr)) < 0)
		return fail_hint("CONFIG_CGROUP_BPF, CONFIG_BPF_SYSCALL, Linux 4.15", "devices");
	return 0;
}

/* ---- v1 ---- */

static int put(const struct hierarchy *h, const char *file, const char *line)
{
	return group_put(h, GROUP, file, line) < 0 ? fail_sys("%s %s", file, line) : 0;
}

static int apply_v1(const struct hierarchy *h, const struct device_rule *rules, unsigned n)
{
	char line[48];

	if (put(h, "devices.deny", "a") < 0)
		return -1;
	for (const struct device_rule *rule = rules; rule < rules + n; rule++) {
		size_t len = str_fmt(line, sizeof(line), "%c %u:", rule->block ? 'b' : 'c', rule->major);

		len += str_fmt(line + len, sizeof(line) - len, rule->minor == DEVICE_ANY ? "* " : "%u ", rule->minor);
		for (unsigned i = 0; i < 3; i++)
			if (rule->access & 1u << i)
				line[len++] = "mrw"[i];
		line[len] = 0;
		if (put(h, "devices.allow", line) < 0)
			return -1;
	}
	return 0;
}

int devices_apply(const struct hierarchy *h, const struct spec *spec)
{
	struct device_rule rules[DEVICES_RULES];
	unsigned n = devices_usual(rules);
	struct stat st;

	for (unsigned i = 0; i < spec->n_devices; i++) {
		const struct device_spec *device = &spec->devices[i];

		if (fstatat(AT_FDCWD, device->path, &st, 0) < 0)
			return fail_path(device->path);
		if (!S_ISCHR(st.st_mode) && !S_ISBLK(st.st_mode))
			return fail("%s: no device", device->path);
		n = devices_add(rules, n, (struct device_rule){ major(st.st_rdev), minor(st.st_rdev), S_ISBLK(st.st_mode), (unsigned char)device->access });
	}
	return hierarchy_is_v2(h) ? apply_v2(h, rules, n) : apply_v1(h, rules, n);
}
