/* SPDX-License-Identifier: GPL-2.0-only */
/* The specification as a config file again: reading it back gives the same specification. */
#ifndef SPEC_DUMP_H
#define SPEC_DUMP_H
#include "spec/option.h"

#if CFG_CMD_RUN_DUMP
/*
 * Prints the valid SPEC on FD, one option a line; defaults and a derived name are left out. Returns 0, or -1 with the error's text: a line
 * break in a word has no place in a config file.
 */
int spec_dump(const struct spec *spec, int fd);
#else
static inline int spec_dump(const struct spec *spec, int fd) { return (void)spec, (void)fd, 0; }
#endif
#endif
