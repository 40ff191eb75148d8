// SPDX-License-Identifier: GPL-2.0-only
/* cgroup/devices: the program for v2, run by a small interpreter against a table of accesses; and how rules are added. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <linux/bpf.h>
#include "cgroup/devices.h"
#include "base/str.h"
#include <cmocka.h> /* last: it has a macro fail() */

/* The kernel's words of <linux/bpf.h>, not the numbers that the assembler has. */
static uint64_t run(const struct bpf_insn *insns, unsigned n, const struct bpf_cgroup_dev_ctx *ctx)
{
	uint64_t reg[11], value;
	unsigned known = 1 << 1; /* registers that were written, as the kernel's verifier wants it */

	reg[1] = (uintptr_t)ctx;
	for (unsigned at = 0; at < n; at++) {
		const struct bpf_insn *i = &insns[at];
		uint64_t source = BPF_SRC(i->code) == BPF_X ? reg[i->src_reg] : (uint64_t)(int64_t)i->imm;

		assert_in_range(i->dst_reg, 0, 9);
		assert_in_range(i->src_reg, 0, 9);
		switch (i->code) {
		case BPF_LDX | BPF_MEM | BPF_W:
			assert_true(known & 1 << i->src_reg && i->off >= 0 && i->off + 4 <= (int)sizeof(*ctx) && reg[i->src_reg] == (uintptr_t)ctx);
			value = *(const uint32_t *)((const char *)ctx + i->off);
			break;
		case BPF_ALU64 | BPF_MOV | BPF_X:
			assert_true(known & 1 << i->src_reg);
			value = source;
			break;
		case BPF_ALU64 | BPF_MOV | BPF_K:
			value = source;
			break;
		case BPF_ALU64 | BPF_AND | BPF_K:
			assert_true(known & 1 << i->dst_reg);
			value = reg[i->dst_reg] & source;
			break;
		case BPF_JMP | BPF_JNE | BPF_K:
			assert_true(known & 1 << i->dst_reg && i->off >= 0 && at + (unsigned)i->off + 1 < n);
			if (reg[i->dst_reg] != source)
				at += (unsigned)i->off;
			continue;
		case BPF_JMP | BPF_EXIT:
			assert_true(known & 1);
			return reg[0];
		default:
			fail_msg("code %02x", i->code);
			return 2;
		}
		known |= 1u << i->dst_reg;
		reg[i->dst_reg] = value;
	}
	fail_msg("runs past its end");
	return 2;
}

static struct device_rule rules[DEVICES_RULES];
static unsigned n_rules;

static bool allows(bool block, unsigned major, unsigned minor, unsigned access)
{
	static struct bpf_insn insns[DEVICES_INSNS(DEVICES_RULES)];
	struct bpf_cgroup_dev_ctx ctx = { access << 16 | (block ? BPF_DEVCG_DEV_BLOCK : BPF_DEVCG_DEV_CHAR), major, minor };
	unsigned n = devices_program(insns, rules, n_rules);
	uint64_t result;

	assert_true(n <= DEVICES_INSNS(n_rules));
	result = run(insns, n, &ctx);
	assert_in_range(result, 0, 1);
	return result;
}

static void add(bool block, unsigned major, unsigned minor, unsigned access)
{
	n_rules = devices_add(rules, n_rules, (struct device_rule){ major, minor, block, (unsigned char)access });
}

static int begin(void **state)
{
	(void)state;
	n_rules = devices_usual(rules);
	return 0;
}

enum { M = BPF_DEVCG_ACC_MKNOD, R = BPF_DEVCG_ACC_READ, W = BPF_DEVCG_ACC_WRITE, ALL = M | R | W };

static void bits(void **state)
{
	(void)state;
	assert_int_equal(DEVICE_MKNOD, M);
	assert_int_equal(DEVICE_READ, R);
	assert_int_equal(DEVICE_WRITE, W);
}

static void usual(void **state)
{
	static const unsigned yes[][2] = { { 1, 3 }, { 1, 5 }, { 1, 7 }, { 1, 8 }, { 1, 9 }, { 5, 0 }, { 5, 2 }, { 136, 0 }, { 136, 1048575 } };
	/* mem, port, kmsg, console, a terminal, a mouse, fuse, tun, the next major of terminals */
	static const unsigned no[][2] = { { 1, 1 }, { 1, 4 }, { 1, 11 }, { 5, 1 }, { 4, 0 }, { 10, 1 }, { 10, 229 }, { 10, 200 }, { 137, 0 }, { 0, 0 }, { 257, 3 } };

	(void)state;
	assert_int_equal(n_rules, DEVICES_USUAL);
	for (size_t i = 0; i < ARRAY_SIZE(yes); i++)
		for (unsigned access = 1; access <= ALL; access++) {
			assert_true(allows(false, yes[i][0], yes[i][1], access));
			assert_false(allows(true, yes[i][0], yes[i][1], access));
		}
	for (size_t i = 0; i < ARRAY_SIZE(no); i++)
		for (unsigned access = 1; access <= ALL; access++)
			assert_false(allows(false, no[i][0], no[i][1], access));
}

/* Each set of rights against each wish: all that is wanted must be allowed. */
static void rights(void **state)
{
	(void)state;
	for (unsigned have = 1; have <= ALL; have++) {
		begin(state);
		add(true, 254, 3, have);
		for (unsigned want = 1; want <= ALL; want++) {
			assert_int_equal(allows(true, 254, 3, want), !(want & ~have));
			assert_false(allows(false, 254, 3, want));
			assert_false(allows(true, 254, 2, want));
			assert_false(allows(true, 253, 3, want));
		}
	}
}

static void added(void **state)
{
	(void)state;
	/* Twice the same device: both rights, for one access too. */
	add(true, 8, 0, R);
	add(true, 8, 0, W);
	assert_int_equal(n_rules, DEVICES_USUAL + 1);
	assert_true(allows(true, 8, 0, R | W));
	assert_false(allows(true, 8, 0, M));
	/* Nothing is taken away from the usual ones. */
	add(false, 1, 3, R);
	add(false, 136, 7, R);
	assert_int_equal(n_rules, DEVICES_USUAL + 1);
	assert_true(allows(false, 1, 3, ALL) && allows(false, 136, 7, ALL));
	/* A block and a character device of one number are two. */
	add(false, 8, 0, M);
	assert_true(allows(false, 8, 0, M) && !allows(false, 8, 0, R) && !allows(true, 8, 0, M));
}

/* The largest numbers, and as many rules as there can be: each is still found. */
static void full(void **state)
{
	(void)state;
	for (unsigned i = 0; n_rules < DEVICES_RULES; i++)
		add(i & 1, 4095 - i, 1048575 - i, R);
	for (unsigned i = 0; i < CONFIG_MAX_DEVICES; i++) {
		assert_true(allows(i & 1, 4095 - i, 1048575 - i, R));
		assert_false(allows(i & 1, 4095 - i, 1048575 - i, W));
		assert_false(allows(i & 1, 4095 - i, 1048574 - i, R));
	}
	assert_true(allows(false, 1, 3, ALL));
	assert_true(DEVICES_INSNS(DEVICES_RULES) <= 4096); /* BPF_MAXINSNS */
}

/*
 * What is handed to bpf(2), by the kernel's own union: on a 32-bit machine of either byte order a pointer fills 64 bits.
 */
static union bpf_attr handed[2];
static unsigned n_handed;

long __wrap_syscall(long nr, long command, long attr, long size);

long __wrap_syscall(long nr, long command, long attr, long size)
{
	assert_int_equal(nr, SYS_bpf);
	assert_int_equal(command, n_handed ? BPF_PROG_ATTACH : BPF_PROG_LOAD);
	assert_in_range((unsigned)size, 16, sizeof(*handed));
	assert_in_range(n_handed, 0, 1);
	memset(&handed[n_handed], 0, sizeof(*handed));
	memcpy(&handed[n_handed++], (const void *)attr, (unsigned)size);
	return dup(0);
}

static void handed_over(void **state)
{
	const struct hierarchy h = { .dir = 77, .v2 = true };
	static const struct spec spec;

	(void)state;
	n_handed = 0;
	assert_int_equal(devices_apply(&h, &spec), 0);
	assert_int_equal(n_handed, 2);
	assert_int_equal(handed[0].prog_type, BPF_PROG_TYPE_CGROUP_DEVICE);
	assert_in_range(handed[0].insn_cnt, DEVICES_USUAL, DEVICES_INSNS(DEVICES_USUAL));
	assert_true(handed[0].insns && handed[0].insns == (uintptr_t)handed[0].insns);
	assert_string_equal((const char *)(uintptr_t)handed[0].license, "GPL");
	assert_int_equal(handed[1].target_fd, 77);
	assert_true(handed[1].attach_bpf_fd > 2);
	assert_int_equal(handed[1].attach_type, BPF_CGROUP_DEVICE);
	assert_int_equal(handed[1].attach_flags, BPF_F_ALLOW_MULTI);
}

/* A device's number, whatever stat(2) of this architecture looks like: /dev/null is one of the usual ones, and makes no rule of its own. */
static void numbered(void **state)
{
	const struct hierarchy h = { .dir = 77, .v2 = true };
	static struct spec spec;
	unsigned without;

	(void)state;
	n_handed = 0;
	devices_apply(&h, &spec);
	without = handed[0].insn_cnt;
	n_handed = 0;
	spec.n_devices = 1;
	spec.devices[0].path = "/dev/null";
	spec.devices[0].access = R;
	assert_int_equal(devices_apply(&h, &spec), 0);
	assert_int_equal(handed[0].insn_cnt, without);
}

#define TEST(f) cmocka_unit_test_setup(f, begin)

int main(void)
{
	const struct CMUnitTest tests[] = { TEST(bits), TEST(usual), TEST(rights), TEST(added), TEST(full), TEST(handed_over), TEST(numbered) };

	return cmocka_run_group_tests_name("cgroup_devices", tests, NULL, NULL);
}
