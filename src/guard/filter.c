// SPDX-License-Identifier: GPL-2.0-only
/* A short seccomp filter, for every kind of program that the machine runs: seccomp(2), Documentation/userspace-api/seccomp_filter.rst. */
#include "guard/filter.h"
#include <errno.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/sys.h"
#include "guard/abi.h"
#include "guard/caps.h"
#include "guard/idmap.h"

static const struct abi abis[] = { ABIS };

/* The lower half of argument I. */
#define ARGUMENT(i) (offsetof(struct seccomp_data, args[i]) + (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 4 : 0))

#define DENY(err) (SECCOMP_RET_ERRNO | (err))
#define X32 0x40000000 /* x86_64's other ABI, the same numbers with this bit */

#define INSTRUCTIONS 21 /* for each ABI */
#define BY_NUMBER 3 /* where the ways part */
#define ANY_NAMESPACE 13 /* where a program that may have user namespaces and keys goes on */
#define NR(call) offsetof(struct abi, call)

/*
 * Before 5.11 every system call of the container walks through it, and later its start once for each number: most take the shortest ways, by ranges.
 * What an instruction compares with is that number of the ABI and K.
 */
static const struct {
	struct sock_filter code;
	unsigned char nr;
} way[INSTRUCTIONS] = {
	{ BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)), 0 },
	{ BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, INSTRUCTIONS - 2), 0 }, /* to the next one */
	{ BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)), 0 },
	{ BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, 0, 8, 0), NR(setns) },
	{ BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0, 0, 3), NR(keys) },
	{ BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, 2, 0, 13), NR(keys) },
	/* Who owns a user namespace has every right in it, and may own others than his own; a handle opens any. */
	{ BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 12, 0), NR(setns) },
	{ BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 12, 0), NR(handle) },
	{ BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0), NR(clone) },
	{ BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 4), NR(unshare) },
	{ BPF_STMT(BPF_LD | BPF_W | BPF_ABS, ARGUMENT(0)), 0 },
	{ BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_NEWUSER, 7, 6), 0 },
	{ BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 7, 0), NR(clone3) }, /* its flags are out of sight: everybody takes clone instead */
	{ BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, X32, 5, 0), 0 },
	/* To type on a terminal for who reads it next. */
	{ BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 3), NR(ioctl) },
	{ BPF_STMT(BPF_LD | BPF_W | BPF_ABS, ARGUMENT(1)), 0 },
	{ BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, TIOCSTI, 2, 0), 0 },
	{ BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, TIOCLINUX, 1, 0), 0 },
	{ BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW), 0 },
	{ BPF_STMT(BPF_RET | BPF_K, DENY(EPERM)), 0 },
	{ BPF_STMT(BPF_RET | BPF_K, DENY(ENOSYS)), 0 },
};

static void put(struct sock_filter *to, const struct abi *abi, bool any_namespace)
{
	for (unsigned i = 0; i < INSTRUCTIONS; i++) {
		to[i] = way[i].code;
		if (way[i].nr)
			to[i].k += *(const uint16_t *)((const char *)abi + way[i].nr);
	}
	if (any_namespace)
		to[BY_NUMBER] = (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA, ANY_NAMESPACE - BY_NUMBER - 1);
	to[1].k = abi->arch;
	if (!abi->arch) /* whatever runs */
		to[1].code = BPF_JMP | BPF_JGE | BPF_K;
}

int filter_enter(const struct spec *spec)
{
	struct sock_filter code[ARRAY_SIZE(abis) * INSTRUCTIONS + 1];
	const struct sock_fprog program = { ARRAY_SIZE(code), code };

	/* Root's id owns the host's control groups, and a plain user's the one that limits him: in a namespace with rights over mounts it could enter them. */
	bool any_namespace = caps_kept(spec) >> CAP_SYS_ADMIN & 1 || (spec->userns && !idmap_has_caller(spec));

	for (size_t i = 0; i < ARRAY_SIZE(abis); i++)
		put(code + i * INSTRUCTIONS, &abis[i], any_namespace);
	code[ARRAY_SIZE(code) - 1] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, DENY(ENOSYS)); /* another machine's */
	/* 4.17: without the flag the processor would be slowed down. */
	if (!syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &program) ||
	    !sys_prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, (unsigned long)&program) || any_namespace || proc_open("self/ns/user") < 0)
		return 0;
	fail("user namespaces: cannot be kept from COMMAND (CONFIG_SECCOMP_FILTER, or --tolerate seccomp)");
	if (!(spec->tolerate & TOLERATE_SECCOMP))
		return -1;
	fail_print();
	return 0;
}
