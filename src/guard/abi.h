/* SPDX-License-Identifier: GPL-2.0-only */
/* The kinds of program that a machine's kernel may run, and the numbers that each has for the system calls of guard/filter.c: the kernel's syscall tables. */
#ifndef GUARD_ABI_H
#define GUARD_ABI_H
#include <linux/audit.h>
#include <stdint.h>

/* arch: AUDIT_ARCH_*; 0: whatever runs. keys: add_key; request_key and keyctl are the next two everywhere. */
struct abi {
	uint32_t arch;
	uint16_t unshare, clone, clone3, keys;
};

#if defined(__x86_64__) || defined(__i386__)
#define ABIS { AUDIT_ARCH_X86_64, 272, 56, 435, 248 }, { AUDIT_ARCH_I386, 310, 120, 435, 286 }
#elif defined(__aarch64__) || defined(__arm__)
#define ABIS { AUDIT_ARCH_AARCH64, 97, 220, 435, 217 }, { AUDIT_ARCH_ARM, 337, 120, 435, 309 }
#elif defined(__mips__) && _MIPS_SIM == _ABIO32
#define ABIS { __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? AUDIT_ARCH_MIPS : AUDIT_ARCH_MIPSEL, 4303, 4120, 4435, 4280 }
#elif defined(__riscv)
#define ABIS { AUDIT_ARCH_RISCV64, 97, 220, 435, 217 }
#else
#include <sys/syscall.h>
#define ABIS { 0, SYS_unshare, SYS_clone, SYS_clone3, SYS_add_key }
#endif
#endif
