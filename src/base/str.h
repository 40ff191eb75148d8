/* SPDX-License-Identifier: GPL-2.0-only */
/* Text without stdio: a bounded formatter and strict numbers. */
#ifndef BASE_STR_H
#define BASE_STR_H
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* For whatever is all zero; aligned as any member of a message to the kernel. Nobody writes it. */
extern char zeros[64];

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/*
 * Formats into BUF of SIZE bytes, always ended with a NUL. Knows %s %c %d %u %o %ju %% and no width, flag or precision. FMT and what is for %s
 * may be messages (base/text.h).
 * Returns the length that the whole text has, as snprintf(3) does: >= SIZE means that it was cut.
 */
size_t str_fmt(char *buf, size_t size, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
size_t str_vfmt(char *buf, size_t size, const char *fmt, va_list ap) __attribute__((format(printf, 3, 0)));
size_t str_copy(char *buf, size_t size, const char *s); /* S itself */

/* Writes all of the N bytes at S. Where standard output takes them not, fd_print_error has the errno from then on; 0: all is well. */
void fd_write(int fd, const char *s, size_t n);
int fd_print_error(void);

/* str_fmt to a file descriptor, at most 4095 bytes: for tables and help. */
void fd_print(int fd, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/*
 * Reads the unsigned number at S in BASE (8, 10 or 16; no prefix, sign or blank) into *VALUE. Returns the first character behind it,
 * or NULL where there is no digit or it exceeds MAX. Any number of 63 bits, and of 64 in hexadecimal, is taken by str_wide.
 */
const char *str_number(const char *s, unsigned base, uint32_t max, uint64_t *value);
const char *str_wide(const char *s, unsigned base, uint64_t *value);

/* The same where nothing may follow the number. */
bool str_whole_number(const char *s, unsigned base, uint32_t max, uint64_t *value);

/* Divides *V by BY, below 2^31, and returns the rest: the compiler's own division of 64 bits is half a KiB where the processor has none. */
unsigned str_divide(uint64_t *v, unsigned by);

/* Is S the word WORD, of LEN bytes? (S is not ended by a NUL.) */
bool str_is(const char *s, size_t len, const char *word);

bool str_starts(const char *s, const char *prefix);

/* The text behind S and its NUL. */
static inline const char *str_next(const char *s)
{
	return s + strlen(s) + 1;
}

/* getenv(3) in ENV, a list that NULL ends. */
const char *str_env(const char *const *env, const char *key);

/* Undoes, in place, mountinfo's octal escapes: "\\040" for blank, tab, line break and backslash (proc(5)). */
void str_unescape(char *s);

/* Puts TO in the place of what could forge a line or drive a terminal: control characters. */
void str_clean(char *s, char to);

/* strstr(3), which is ten times as long in libc. */
const char *str_find(const char *s, const char *what);

/*
 * Takes the next piece of *LIST up to SEP, leaves *LIST behind SEP (NULL after the last piece) and returns the piece's length;
 * *PIECE is where it starts. Returns -1 when *LIST is NULL.
 */
int str_piece(const char **list, char sep, const char **piece);

/* The place, from 0, of WORD (LEN bytes) in LIST, "a,b,c", or -1. The empty word is there only where LIST has it. */
int str_index(const char *list, const char *word, size_t len);
#endif
