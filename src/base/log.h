/* SPDX-License-Identifier: GPL-2.0-only */
/* Errors gain their text where they happen, in one static buffer; only main.c prints it. */
#ifndef BASE_LOG_H
#define BASE_LOG_H
#include <stddef.h>
#include "base/text.h"

#define LOG_TEXT 512 /* bytes of an error's text; what is longer is cut */

/* Sets the error's text to FMT (as str_fmt), and errno to 0. Always returns -1:  return fail("%s: not a bridge", name); */
int fail(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* The same with the kernel's reason behind it: ": " and strerror(errno). errno stays. */
int fail_sys(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* fail_sys("%s", PATH) */
int fail_path(const char *path);

/* As fail_sys with a remedy in parentheses behind it: the kernel option or the husk option that mends it. */
int fail_hint(const char *hint, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Puts "FMT: " before the text that a callee left. Returns -1; errno stays. */
int fail_in(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* What the compiler cannot see from outside: each of these returns -1. It saves the test of every caller into which one is inlined. */
static inline int fail_result(void) { return -1; }
#define fail(...) (fail(__VA_ARGS__), fail_result())
#define fail_sys(...) (fail_sys(__VA_ARGS__), fail_result())
#define fail_path(...) (fail_path(__VA_ARGS__), fail_result())
#define fail_hint(...) (fail_hint(__VA_ARGS__), fail_result())
#define fail_in(...) (fail_in(__VA_ARGS__), fail_result())

/* The text of the last error, never NULL. */
const char *fail_text(void);

/* Prints it, as log_line does. */
void fail_print(void);

/* Takes over a text that another process composed (the child's, over the socket). Returns -1. */
int fail_take(int err, const char *text, size_t len);

/* What stands before every line: "husk", then "husk: run" once the command is known. Keeps the pointer. */
void log_command(const char *command);

/* Prints "husk: COMMAND: TEXT\n" on stderr, in one write. */
void log_line(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
#endif
