/* SPDX-License-Identifier: GPL-2.0-only */
/* Which machine uname(2) tells of: --personality. */
#ifndef GUARD_PERSONALITY_H
#define GUARD_PERSONALITY_H
#include "spec/spec.h"

#if CFG_GUARD_PERSONALITY
int personality_enter(const struct spec *spec); /* step, child */
#else
#define personality_enter NULL
#endif
#endif
