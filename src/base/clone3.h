/* SPDX-License-Identifier: GPL-2.0-only */
/* Private to sys.c: clone3(2) onto a stack of its own. libc has a clone with a stack, but that one takes no control group. */
#ifndef BASE_CLONE3_H
#define BASE_CLONE3_H
#include <errno.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include "base/nr.h"

#define SYS_CLONE_INTO_CGROUP 0x200000000ULL

/* struct clone_args of clone(2): the first 64 bytes are 5.3's, with `cgroup` it is 5.7's. */
struct clone3 {
	uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, set_tid, set_tid_size, cgroup;
};

/*
 * In the child calls FN(ARG), which must not return. Returns the child's pid, or -errno. SIZE: of what the kernel is to know of ARGS. The child begins
 * with the caller's registers, but for the result and the stack pointer; which one is what: syscall(2).
 */
#ifdef __x86_64__
static inline long clone3_on_stack(struct clone3 *args, size_t size, int (*fn)(void *), void *arg)
{
	register int (*to)(void *) __asm__("r8") = fn;
	register void *with __asm__("r9") = arg;
	long result = NR_clone3;

	__asm__ volatile("syscall\n\t"
			 "test %%eax, %%eax\n\t"
			 "jnz 1f\n\t"
			 "mov %%r9, %%rdi\n\t"
			 "call *%%r8\n"
			 "1:"
			 : "+a"(result)
			 : "D"(args), "S"(size), "r"(to), "r"(with)
			 : "rcx", "r11", "cc", "memory");
	return result;
}
#elif defined(__aarch64__) || defined(__riscv) /* which differ in names only */
#ifdef __aarch64__
#define CLONE3_RESULT "x0"
#define CLONE3_SIZE "x1"
#define CLONE3_NUMBER "x8"
#define CLONE3_CALL "svc #0\n\tcbnz x0, 1f\n\tmov x0, %[with]\n\tblr %[to]\n1:"
#else
#define CLONE3_RESULT "a0"
#define CLONE3_SIZE "a1"
#define CLONE3_NUMBER "a7"
#define CLONE3_CALL "ecall\n\tbnez a0, 1f\n\tmv a0, %[with]\n\tjalr %[to]\n1:"
#endif
static inline long clone3_on_stack(struct clone3 *args, size_t size, int (*fn)(void *), void *arg)
{
	register long result __asm__(CLONE3_RESULT) = (long)args;
	register size_t bytes __asm__(CLONE3_SIZE) = size;
	register long number __asm__(CLONE3_NUMBER) = NR_clone3;

	__asm__ volatile(CLONE3_CALL : "+r"(result) : "r"(bytes), "r"(number), [to] "r"(fn), [with] "r"(arg) : "memory");
	return result;
}
#elif defined(__arm__) && __ARM_ARCH >= 5
static inline long clone3_on_stack(struct clone3 *args, size_t size, int (*fn)(void *), void *arg)
{
	register long result __asm__("r0") = (long)args;
	register size_t bytes __asm__("r1") = size;
	long saved; /* r7 may be the frame's */

	__asm__ volatile("mov %[saved], r7\n\t"
			 "mov r7, %[number]\n\t"
			 "svc #0\n\t"
			 "mov r7, %[saved]\n\t"
			 "cmp r0, #0\n\t"
			 "bne 1f\n\t"
			 "mov r0, %[with]\n\t"
			 "blx %[to]\n"
			 "1:"
			 : "+r"(result), [saved] "=&r"(saved)
			 : "r"(bytes), [number] "r"(NR_clone3), [to] "r"(fn), [with] "r"(arg)
			 : "cc", "memory");
	return result;
}
#else
/* libc's: without a group. */
static inline long clone3_on_stack(struct clone3 *args, size_t size, int (*fn)(void *), void *arg)
{
	char *top = (char *)(uintptr_t)(args->stack + args->stack_size);
	pid_t pid = size > offsetof(struct clone3, set_tid) ? (errno = ENOSYS, -1)
							    : clone(fn, top, (int)(args->flags | args->exit_signal), arg, (pid_t *)(uintptr_t)args->parent_tid);

	return pid < 0 ? -errno : pid;
}
#endif
#endif
