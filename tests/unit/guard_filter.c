// SPDX-License-Identifier: GPL-2.0-only
/* guard/filter: the program, run by a small interpreter for every number of every kind of program that the machine runs. */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include "base/str.h"
#include "guard/abi.h"
#include "guard/caps.h"
#include "guard/filter.h"
#include <cmocka.h> /* last: it has a macro fail() */

static const struct abi abis[] = { ABIS };
static struct sock_filter code[256];
static unsigned n_code, steps;

uint64_t caps_kept(const struct spec *spec)
{
	return spec->cap_add;
}

static const struct spec plain;
static bool has_caller;

bool idmap_has_caller(const struct spec *spec)
{
	assert_true(spec->userns);
	return has_caller;
}

long __wrap_syscall(long nr, ...)
{
	const struct sock_fprog *program;
	va_list ap;

	va_start(ap, nr);
	assert_int_equal(nr, SYS_seccomp);
	assert_int_equal(va_arg(ap, int), SECCOMP_SET_MODE_FILTER);
	assert_int_equal(va_arg(ap, int), SECCOMP_FILTER_FLAG_SPEC_ALLOW);
	program = va_arg(ap, const struct sock_fprog *);
	va_end(ap);
	n_code = program->len;
	assert_true(n_code <= ARRAY_SIZE(code));
	memcpy(code, program->filter, n_code * sizeof(*code));
	return 0;
}

static void make_program(const struct spec *spec)
{
	n_code = 0;
	assert_int_equal(filter_enter(spec), 0);
	assert_true(n_code > 0);
}

/* Both arguments are FIRST, but for the upper half of the second one. */
static uint32_t run(uint32_t arch, uint32_t nr, uint64_t first)
{
	struct seccomp_data data = { .nr = (int)nr, .arch = arch, .args = { first, first ^ 5ULL << 32 } };
	uint32_t a = 0;

	steps = 0;
	for (unsigned at = 0; at < n_code; at++) {
		const struct sock_filter *i = &code[at];
		bool is;

		steps++;
		switch (i->code) {
		case BPF_LD | BPF_W | BPF_ABS:
			assert_true(i->k % 4 == 0 && i->k < sizeof(data));
			memcpy(&a, (const char *)&data + i->k, sizeof(a));
			continue;
		case BPF_RET | BPF_K:
			return i->k;
		case BPF_JMP | BPF_JA:
			at += i->k;
			continue;
		case BPF_JMP | BPF_JEQ | BPF_K:
			is = a == i->k;
			break;
		case BPF_JMP | BPF_JGT | BPF_K:
			is = a > i->k;
			break;
		case BPF_JMP | BPF_JGE | BPF_K:
			is = a >= i->k;
			break;
		case BPF_JMP | BPF_JSET | BPF_K:
			is = a & i->k;
			break;
		default:
			fail_msg("code %02x", i->code);
			return 0;
		}
		at += is ? i->jt : i->jf;
	}
	fail_msg("runs past its end");
	return 0;
}

static uint32_t deny(int error)
{
	return SECCOMP_RET_ERRNO | (uint32_t)error;
}

/* What is wanted, one condition after the other. */
static uint32_t wanted(const struct abi *abi, uint32_t nr, uint64_t first, bool any_namespace)
{
	if (nr == abi->ioctl && ((uint32_t)first == TIOCSTI || (uint32_t)first == TIOCLINUX))
		return deny(EPERM);
	if (any_namespace)
		return nr >= 0x40000000 ? deny(EPERM) : SECCOMP_RET_ALLOW;
	if (nr == abi->clone3 || nr == abi->handle)
		return deny(ENOSYS);
	if (nr >= 0x40000000 || nr == abi->setns || (nr >= abi->keys && nr <= abi->keys + 2u))
		return deny(EPERM);
	return (nr == abi->clone || nr == abi->unshare) && first & CLONE_NEWUSER ? deny(EPERM) : SECCOMP_RET_ALLOW;
}

static void every_number(bool any_namespace)
{
	static const uint64_t firsts[] = { 0, ~0ULL, CLONE_NEWUSER, ~(uint64_t)CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWUSER | CLONE_NEWNET,
					   TIOCSTI, TIOCSTI | 7ULL << 32, TIOCLINUX, TIOCSTI + 1, TIOCLINUX - 1 };

	for (const struct abi *abi = abis; abi < abis + ARRAY_SIZE(abis); abi++)
		for (uint32_t nr = 0; nr < 16384; nr++)
			for (unsigned i = 0; i < ARRAY_SIZE(firsts); i++) {
				uint32_t numbers[] = { nr, nr + 0x40000000, 0xffffffff - nr };

				for (unsigned n = 0; n < ARRAY_SIZE(numbers); n++)
					assert_int_equal(run(abi->arch, numbers[n], firsts[i]), wanted(abi, numbers[n], firsts[i], any_namespace));
			}
}

static void test_every_number(void **state)
{
	(void)state;
	make_program(&plain);
	every_number(false);
}

/* In a namespace that has an id which owns control groups there is to be no other one; in any other only the terminals are watched. */
static void test_namespaces(void **state)
{
	static struct spec userns = { .userns = true }, admin = { .cap_add = 1ULL << 21 /* CAP_SYS_ADMIN */ };

	(void)state;
	has_caller = true;
	make_program(&userns);
	every_number(false);
	has_caller = false;
	make_program(&userns);
	every_number(true);
	make_program(&admin);
	every_number(true);
}

/* By this machine's own headers, not by the table. */
static void test_numbers_of_this_machine(void **state)
{
	(void)state;
	make_program(&plain);
	for (unsigned i = 0; i < ARRAY_SIZE(abis); i++) {
		if (abis[i].unshare != SYS_unshare)
			continue;
		assert_int_equal(run(abis[i].arch, SYS_unshare, CLONE_NEWUSER), deny(EPERM));
		assert_int_equal(run(abis[i].arch, SYS_clone, CLONE_NEWUSER), deny(EPERM));
		assert_int_equal(run(abis[i].arch, SYS_clone3, 0), deny(ENOSYS));
		assert_int_equal(run(abis[i].arch, SYS_setns, 0), deny(EPERM));
		assert_int_equal(run(abis[i].arch, SYS_add_key, 0), deny(EPERM));
		assert_int_equal(run(abis[i].arch, SYS_request_key, 0), deny(EPERM));
		assert_int_equal(run(abis[i].arch, SYS_keyctl, 0), deny(EPERM));
		assert_int_equal(run(abis[i].arch, SYS_open_by_handle_at, 0), deny(ENOSYS));
		assert_int_equal(run(abis[i].arch, SYS_ioctl, TIOCSTI), deny(EPERM));
		assert_int_equal(run(abis[i].arch, SYS_ioctl, TIOCSCTTY), SECCOMP_RET_ALLOW);
		assert_int_equal(run(abis[i].arch, SYS_read, 0), SECCOMP_RET_ALLOW);
		/* A kernel before 5.11 walks through it at each call. */
		assert_in_range(steps, 1, 9 + 2 * i);
		return;
	}
	fail_msg("this machine is not in the table");
}

static void test_another_machine(void **state)
{
	(void)state;
	make_program(&plain);
	if (abis[0].arch)
		assert_int_equal(run(AUDIT_ARCH_S390, 1, 0), deny(ENOSYS));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_number),
		cmocka_unit_test(test_numbers_of_this_machine),
		cmocka_unit_test(test_another_machine),
		cmocka_unit_test(test_namespaces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
