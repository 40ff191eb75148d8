/* SPDX-License-Identifier: GPL-2.0-only */
/* The child, from the clone to the exec. */
#ifndef BOX_INSIDE_H
#define BOX_INSIDE_H
#include <stdbool.h>
#include "spec/spec.h"

/* Never returns. SOCK: the child's end. MUST_WAIT: the parent says MESSAGE_GO first. */
_Noreturn void inside_main(const struct spec *spec, int sock, bool must_wait);
#endif
