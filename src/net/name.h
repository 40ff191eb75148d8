/* SPDX-License-Identifier: GPL-2.0-only */
/* Names and addresses that are derived from a container's name, so that they are the same at every start. Pure. */
#ifndef NET_NAME_H
#define NET_NAME_H
#include <stdint.h>

#define NET_NAME 16 /* IFNAMSIZ: 15 bytes and a NUL */
#define NET_MAC 6

/*
 * The name of a container's N-th host end. The first, 0: h-NAME, or where that exceeds 15 bytes h-, the name's first 4 letters and 8 hex digits
 * of its hash. Another is the same of NAME+N, which no container can be called.
 */
void net_host_name(char host[NET_NAME], const char *name, unsigned n);

/*
 * The host end's address. It begins with fe, higher than any vendor's: a bridge takes the lowest address among its ports, and must
 * not change it when a container comes. The rest is a hash of the end's name, which is unique on the host.
 */
void net_host_mac(uint8_t mac[NET_MAC], const char *host);
#endif
