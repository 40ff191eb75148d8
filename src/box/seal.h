/* SPDX-License-Identifier: GPL-2.0-only */
/* A copy of husk that nobody can write, for containers that see the host's processes. */
#ifndef BOX_SEAL_H
#define BOX_SEAL_H
#include "autoconf.h"

#if CFG_BOX_SEAL
/*
 * Goes on as a sealed copy of this program in memory (memfd_create(2), 3.17), from its start, with ARGV; returns 0 where this is such a copy. A
 * process of a container in the host's pid namespace reaches husk's own file as /proc/PID/exe: what it writes there once husk has ended, the next
 * run of husk would execute as the host's root (CVE-2019-5736). Returns -1 with the error's text.
 */
int seal_self(char **argv);
#else
static inline int seal_self(char **argv) { return (void)argv, 0; }
#endif
#endif
