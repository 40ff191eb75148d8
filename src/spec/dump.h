/* SPDX-License-Identifier: GPL-2.0-only */
/* The specification as a config file again: reading it back gives the same specification. */
#ifndef SPEC_DUMP_H
#define SPEC_DUMP_H
#include "spec/option.h"

#if CFG_CMD_RUN_DUMP
/* Prints the valid SPEC on FD, one option a line; defaults and a derived name are left out. */
void spec_dump(const struct spec *spec, int fd);
#else
static inline void spec_dump(const struct spec *spec, int fd) { (void)spec, (void)fd; }
#endif
#endif
