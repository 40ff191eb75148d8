/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The one table of options. From it come the command line, the config file, --help, the manual's list, completion and --dump.
 * Its rows stand one to a line in option.c, in a form that scripts/options.awk reads as well.
 */
#ifndef SPEC_OPTION_H
#define SPEC_OPTION_H
#include "spec/spec.h"

/*
 * Sets FIELD from VALUE, which stays where it is: it lies in SPEC's own text; NULL where the option stood alone. Returns 0; -1 with why VALUE
 * is refused as the error's text; or one of these.
 */
typedef int option_set_fn(struct spec *, void *field, const char *value);
enum {
	MALFORMED = 1, /* not of the form that ARG says */
	FULL,	       /* more than a bound of the specification */
	TOLD,	       /* the error's text is set, and VALUE is no part of it */
};

/* Sets the error's text for such an answer to ARG. Returns 0 for 0, else no 0. */
int option_judge(int why, const char *arg);

enum option_flags {
	OPTION_REPEAT = 1,  /* each one given counts, not the last */
	OPTION_ORDERED = 2, /* and their order among all ordered ones, whatever their key */
	OPTION_ACTION = 4,  /* not part of the specification */
	OPTION_LINK = 8,    /* the last link's; the row has the first one's field */
	OPTION_NOT_LO = 16, /* which is not lo */
	OPTION_VETH = 32,   /* which is a veth */
	OPTION_SIGNED = 64, /* a struct number */
	OPTION_NO_FILE = 128, /* not in a config file */
};

struct option {
	unsigned short field; /* offset in struct spec */
	char letter;	      /* 0: no short form */
	unsigned char kind;   /* of its argument: option.c */
};

extern const struct option options[];
extern const size_t n_options;

/* Its words. ARG "" takes at most a boolean word, "[ARG]" may be left out. */
const char *option_key(const struct option *option);
const char *option_arg(const struct option *option);

unsigned option_flags(const struct option *option);

/* Must an argument follow? */
bool option_needs_arg(const struct option *option);

/* Finds the row of KEY (LEN bytes), or of the short option LETTER. NULL where this build has none. */
const struct option *option_find(const char *key, size_t len);
const struct option *option_letter(char letter);

/* Sets OPTION in SPEC and notes it for the dump. Returns 0, or -1 with "VALUE: WHY" as the error's text. */
int option_set(struct spec *spec, const struct option *option, const char *value);

/* The same without a word for the dump. Returns as an option_set_fn. */
int option_apply(struct spec *spec, const struct option *option, const char *value);

/* Sets the error "unknown option", with the nearest name where one is near (CONFIG_CMD_HINTS). Returns -1. */
int option_unknown(const char *key, size_t len);
#endif
