/* SPDX-License-Identifier: GPL-2.0-only */
/* Names that are derived from a container's, so that they are the same at every start. Pure. */
#ifndef NET_NAME_H
#define NET_NAME_H
#include <stdint.h>

#define NET_NAME 16 /* IFNAMSIZ: 15 bytes and a NUL */

/*
 * The name of a container's N-th host end. The first, 0: h-NAME, or where that exceeds 15 bytes h-, the name's first 4 letters and 8 hex digits
 * of its hash. Another is the same of NAME+N, which no container can be called.
 */
void net_host_name(char host[NET_NAME], const char *name, unsigned n);
#endif
