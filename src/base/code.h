/* SPDX-License-Identifier: GPL-2.0-only */
/* What the compiler is told of how code is laid out. */
#ifndef BASE_CODE_H
#define BASE_CODE_H

/* A call of it is shorter than the function itself, which the compiler takes to be the other way round: measured, one by one. */
#define OUTLINED __attribute__((noinline))

/* Hides from the compiler what the pointer P points to: by a register that is reached in fewer bytes than each time by its address. */
#define HIDE(p) __asm__("" : "+r"(p))
#endif
