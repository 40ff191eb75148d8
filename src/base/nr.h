/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Private to sys.c: numbers of system calls, and a place in a structure, that a C library does not tell, or not under one name on every
 * architecture.
 */
#ifndef BASE_NR_H
#define BASE_NR_H
#include <sys/syscall.h>

/*
 * From 424 on a system call has one number on every architecture but MIPS, which adds the base of its ABI:
 * include/uapi/asm-generic/unistd.h, arch/mips/include/uapi/asm/unistd.h. (musl does not tell the base.)
 */
#if defined(__mips__) && _MIPS_SIM == _ABIO32
#define NR(n) (4000 + (n))
#elif defined(__mips__) && _MIPS_SIM == _ABI64
#define NR(n) (5000 + (n))
#elif defined(__mips__)
#define NR(n) (6000 + (n))
#else
#define NR(n) (n)
#endif
#define NR_open_tree NR(428)
#define NR_move_mount NR(429)
#define NR_fsopen NR(430)
#define NR_fsconfig NR(431)
#define NR_fsmount NR(432)
#define NR_clone3 NR(435)
#define NR_close_range NR(436)
#define NR_openat2 NR(437)
#define NR_mount_setattr NR(442)

/* Of the kernel's struct sigaction the word that is the handler. */
#ifdef __mips__
#define SIGACTION_HANDLER 1
#else
#define SIGACTION_HANDLER 0
#endif

/* 32-bit ARM and others keep 16-bit ids under the plain names. */
#ifdef SYS_setresuid32
#define NR_setresuid SYS_setresuid32
#define NR_setresgid SYS_setresgid32
#define NR_setgroups SYS_setgroups32
#else
#define NR_setresuid SYS_setresuid
#define NR_setresgid SYS_setresgid
#define NR_setgroups SYS_setgroups
#endif
#endif
