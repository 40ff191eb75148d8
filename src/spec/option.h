/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The one table of options. From it come the command line, the config file, --help, the manual's list, completion and --dump.
 * Its rows stand one to a line in option.c, in a form that scripts/options.awk reads as well.
 */
#ifndef SPEC_OPTION_H
#define SPEC_OPTION_H
#include "spec/spec.h"

struct out; /* dump.c */

/* How an argument's text becomes a field, and back. */
struct kind {
	/* VALUE is NULL where the option stood alone. Returns 0, or -1 with the error's text: the value and why it is wrong. */
	int (*set)(struct spec *, void *field, const char *value);
	/* Writes the lines that give the field again; nothing where it has its default. */
	void (*show)(struct out *, const char *key, const void *field);
	enum { ARG_NONE, ARG_OPTIONAL, ARG_NEEDED } arg; /* ARG_NONE still takes a boolean word behind "=" or in a file */
};

struct option {
	const char *key; /* NULL: a group's heading, in `help` */
	const char *arg, *help;
	const struct kind *kind;
	unsigned short field; /* offset in struct spec */
	char letter;	      /* 0: no short form */
};

extern const struct option options[];
extern const size_t n_options;

/* Finds the row of KEY (LEN bytes), or of the short option LETTER. NULL where this build has none. */
const struct option *option_find(const char *key, size_t len);
const struct option *option_letter(char letter);

/* Sets OPTION in SPEC. Returns 0, or -1 with "VALUE: WHY" as the error's text. */
int option_set(struct spec *spec, const struct option *option, const char *value);

/* Sets the error "KEY: unknown option", with the nearest name where one is near (CONFIG_CMD_HINTS). Returns -1. */
int option_unknown(const char *key, size_t len);
#endif
