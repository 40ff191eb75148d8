/* SPDX-License-Identifier: GPL-2.0-only */
/* The kinds of program that a machine's kernel may run, and the numbers that each has for the system calls of guard/filter.c: the kernel's syscall tables. */
#ifndef GUARD_ABI_H
#define GUARD_ABI_H
#include <linux/audit.h>
#include <stdint.h>

/*
 * arch: AUDIT_ARCH_*; 0: whatever runs. keys: add_key; request_key and keyctl are the next two everywhere. handle: open_by_handle_at, above them;
 * setns: above all but clone3. ioctl: below keys.
 */
struct abi {
	uint32_t arch;
	uint16_t unshare, clone, clone3, keys, setns, handle, ioctl;
};

#if defined(__x86_64__) || defined(__i386__)
#define ABIS { AUDIT_ARCH_X86_64, 272, 56, 435, 248, 308, 304, 16 }, { AUDIT_ARCH_I386, 310, 120, 435, 286, 346, 342, 54 }
#elif defined(__aarch64__) || defined(__arm__)
#define ABIS { AUDIT_ARCH_AARCH64, 97, 220, 435, 217, 268, 265, 29 }, { AUDIT_ARCH_ARM, 337, 120, 435, 309, 375, 371, 54 }
#elif defined(__mips__)
#define ABI_ORDER (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 0 : __AUDIT_ARCH_LE)
#define ABIS { AUDIT_ARCH_MIPS | ABI_ORDER, 4303, 4120, 4435, 4280, 4344, 4340, 4054 }, { AUDIT_ARCH_MIPS64 | ABI_ORDER, 5262, 5055, 5435, 5239, 5303, 5299, 5015 }, \
	{ AUDIT_ARCH_MIPS64N32 | ABI_ORDER, 6266, 6055, 6435, 6243, 6308, 6304, 6015 }
#elif defined(__riscv) && __riscv_xlen == 64
#define ABIS { AUDIT_ARCH_RISCV64, 97, 220, 435, 217, 268, 265, 29 }
#else
#include <sys/syscall.h>
#define ABIS { 0, SYS_unshare, SYS_clone, SYS_clone3, SYS_add_key, SYS_setns, SYS_open_by_handle_at, SYS_ioctl }
#endif
#endif
