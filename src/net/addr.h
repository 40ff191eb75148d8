/* SPDX-License-Identifier: GPL-2.0-only */
/* Addresses and the default route of a link, added to a batch. Errors name IFNAME or "gateway", and the address. */
#ifndef NET_ADDR_H
#define NET_ADDR_H
#include "net/nl.h"
#include "spec/spec.h"

void addr_add(struct nl *nl, int index, const char *ifname, const struct addr *addr);

/* The default route of the gateway's family. A gateway that no address of the link reaches is the kernel's error. */
void addr_default_route(struct nl *nl, int index, const struct addr *gateway);
#endif
