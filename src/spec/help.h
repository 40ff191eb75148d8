/* SPDX-License-Identifier: GPL-2.0-only */
/* Usage, out of the option table. */
#ifndef SPEC_HELP_H
#define SPEC_HELP_H
#include "base/text.h"
#include "spec/spec.h"

#if CFG_CMD_HELP
/* Prints the usage of `husk run`, its options in their groups, on FD. */
void spec_help(int fd);
#else
static inline void spec_help(int fd) { text_print(TEXT_RUN, fd); }
#endif
#endif
