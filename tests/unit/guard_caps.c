/* SPDX-License-Identifier: GPL-2.0-only */
/* guard/caps: what is kept, by the lists alone. The sets of a process are a device test's (run_caps.t). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cap-ng.h>
#include <linux/capability.h>
#include <cmocka.h>
#include "guard/caps.h"

#define BIT(name) (1ULL << CAP_##name)
#define DEFAULT                                                                                                                               \
	(BIT(CHOWN) | BIT(DAC_OVERRIDE) | BIT(FOWNER) | BIT(FSETID) | BIT(KILL) | BIT(SETGID) | BIT(SETUID) | BIT(SETPCAP) | BIT(NET_BIND_SERVICE))

/* Not called here: caps_kept is pure. */
void capng_clear(capng_select_t set)
{
	(void)set;
	fail();
}

int capng_update(capng_act_t action, capng_type_t type, unsigned capability)
{
	(void)action, (void)type, (void)capability;
	fail();
	return -1;
}

int capng_apply(capng_select_t set)
{
	(void)set;
	fail();
	return -1;
}

static uint64_t kept(uint64_t add, uint64_t drop)
{
	static struct spec spec;

	spec.cap_add = add;
	spec.cap_drop = drop;
	return caps_kept(&spec);
}

static void defaults(void **state)
{
	(void)state;
	assert_true(kept(0, 0) == DEFAULT);
	/* What lets a process out, or at another one, or at the kernel, is never among them. */
	assert_false(DEFAULT & (BIT(SYS_ADMIN) | BIT(SYS_PTRACE) | BIT(SYS_MODULE) | BIT(SYS_RAWIO) | BIT(SYS_CHROOT) | BIT(MKNOD) | BIT(NET_RAW) |
				BIT(NET_ADMIN) | BIT(DAC_READ_SEARCH) | BIT(SETFCAP) | BIT(SYS_BOOT) | BIT(SYS_TIME) | BIT(BPF) | BIT(PERFMON)));
}

static void lists(void **state)
{
	(void)state;
	assert_true(kept(BIT(NET_RAW), 0) == (DEFAULT | BIT(NET_RAW)));
	assert_true(kept(0, BIT(CHOWN)) == (DEFAULT & ~BIT(CHOWN)));
	assert_true(kept(0, BIT(NET_RAW)) == DEFAULT);
	assert_true(kept(BIT(NET_RAW), BIT(CHOWN)) == ((DEFAULT | BIT(NET_RAW)) & ~BIT(CHOWN)));
}

static void all(void **state)
{
	(void)state;
	assert_true(kept(0, SPEC_ALL) == 0);
	assert_true(kept(BIT(CHOWN) | BIT(NET_RAW), SPEC_ALL) == (BIT(CHOWN) | BIT(NET_RAW)));
	assert_true(kept(SPEC_ALL, 0) == SPEC_ALL);
	assert_true(kept(SPEC_ALL, BIT(SYS_ADMIN)) == ~BIT(SYS_ADMIN));
	/* Both: what was asked for in so many words, which is all of it. */
	assert_true(kept(SPEC_ALL, SPEC_ALL) == SPEC_ALL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults),
		cmocka_unit_test(lists),
		cmocka_unit_test(all),
	};

	return cmocka_run_group_tests_name("guard_caps", tests, NULL, NULL);
}
