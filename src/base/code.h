/* SPDX-License-Identifier: GPL-2.0-only */
/* What the compiler is told of how code is laid out. */
#ifndef BASE_CODE_H
#define BASE_CODE_H

/* A call of it is shorter than the function itself, which the compiler takes to be the other way round: measured, one by one. */
#define OUTLINED __attribute__((noinline))
#endif
