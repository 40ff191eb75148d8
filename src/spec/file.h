/* SPDX-License-Identifier: GPL-2.0-only */
/* The config file: one option a line, words as in a shell. */
#ifndef SPEC_FILE_H
#define SPEC_FILE_H
#include "spec/spec.h"

#if CFG_CMD_RUN_CONFIG
/* Reads the options of the file PATH into SPEC. Returns 0, or -1 with "FILE:LINE: KEY: WHY" (or "FILE: WHY") as the error's text. */
int spec_read_file(struct spec *spec, const char *path);

/* The same for TEXT, ended by a NUL and changed while it is read; FILE only names it. */
int spec_read_text(struct spec *spec, char *text, const char *file);
#else
static inline int spec_read_file(struct spec *spec, const char *path) { return (void)spec, (void)path, -1; }
#endif
#endif
