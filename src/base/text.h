/* SPDX-License-Identifier: GPL-2.0-only */
/* Long texts and lists of words, which the binary holds packed: src/base/texts.in, scripts/pack.awk. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H
#include <stddef.h>
#include <stdint.h>

/* In the order of texts.in: those of rows first. */
enum text {
	TEXT_WORDS,    /* for each row of the option table one of its own: "key\0ARG\0" */
	TEXT_LIMITS,   /* the same for the limits' table: "v1's file\0v2's file\0needs\0" */
	TEXT_COMMANDS, /* usage of husk, and of its commands */
	TEXT_VERSION,
	TEXT_RUN, /* a tab stands for the words of the option table's next row */
	TEXT_CHECK,
	TEXT_CGROUP,
	TEXT_PARTS,   /* of each part that `husk check` tells of: "1", where it is built in, "name\0NEEDS\0"; then of each option "1NAME\0" */
	TEXT_CAPS,    /* lists, "a,b,c" */
	TEXT_SIGNALS,
	TEXT_RLIMITS,
	TEXT_VERBS,
	TEXT_NAMES,
	TEXT_FLAGS,
	TEXT_BOOLEANS,
	TEXT_CONTROLLERS, /* the kernel's option of each: "OPTION\0" */
	TEXT_ERRORS,	  /* "text\0" of each */
	TEXT_MESSAGES, /* the first of many: scripts/messages.awk */
};

#define TEXT_LONGEST 4096 /* bytes of one, its NUL included: the Makefile has both */
#define TEXT_MESSAGE 128  /* of a message, or a row */

/*
 * Message N instead of STRING: an address where nothing is (in the first page), which str_fmt knows to be one. scripts/messages.awk puts this
 * around strings; that STRING is still there lets the compiler compare it with what is formatted by it.
 */
__attribute__((format_arg(2))) static inline const char *text_message(unsigned n, const char *string)
{
	return (void)string, (const char *)(uintptr_t)(TEXT_MESSAGES + n);
}

/* STRING, that is to be a message wherever it stands. */
#define packed(string) (string)

/* Puts text WHICH at TO, ends it with a NUL, and returns that NUL's place. */
char *text_unpack(enum text which, char *to);

/* Puts row N, from 0 on, of text WHICH at ROW, as long as it agrees with the LEN bytes of KEY, and ends it with a NUL. */
void text_row(enum text which, unsigned n, const char *key, size_t len, char row[TEXT_MESSAGE]);

/* S, or the message that it stands for, in ROOM. */
const char *text_plain(const char *s, char room[TEXT_MESSAGE]);

/* Prints it on FD. */
void text_print(enum text which, int fd);
/* As str_index, in the list WHICH. */
int text_index(enum text which, const char *word, size_t len);

/* The Nth word, from 0 on, of that list; "" where it has none. Valid until the next call. */
const char *text_word(enum text which, unsigned n);

/* The Nth, from 0 on, of those that a NUL ends in WHICH. Valid until the next call. */
const char *text_nth(enum text which, unsigned n);

/* As strerror(3), or NULL where husk has no words for ERR. Valid until the next call. */
const char *text_error(int err);
#endif
