/* SPDX-License-Identifier: GPL-2.0-only */
/* The command line of `husk run`, and what makes a specification whole. */
#ifndef SPEC_PARSE_H
#define SPEC_PARSE_H
#include "spec/spec.h"

/* Gives SPEC, all zero, the defaults. */
void spec_init(struct spec *spec);

/*
 * Reads the arguments behind "run", which NULL ends, into SPEC. Returns 0; 1 where --help was asked for; or -1 with the error's text, "--KEY: WHY".
 * Nothing in SPEC points into ARGV afterwards.
 */
int spec_read_argv(struct spec *spec, char **argv);

/*
 * Completes SPEC (name, command, maps, order of mounts) and refuses what contradicts itself. CALLER_IS_ROOT: effective uid 0.
 * Returns 0, or -1 with the error's text. From here on SPEC is only read.
 */
int spec_check(struct spec *spec, bool caller_is_root);

/* A config file's text as it is read, and later a dump's: of either there is one. */
extern char spec_file[SPEC_FILE + 1];

/* Appends one word to the command. Returns 0 or -1 (CONFIG_MAX_ARGS, CONFIG_SPEC_TEXT). */
int spec_add_arg(struct spec *spec, const char *word, size_t len);
#endif
