/* SPDX-License-Identifier: GPL-2.0-only */
/* Addresses and the default route of a link, added to the batch. Errors name the address. */
#ifndef NET_ADDR_H
#define NET_ADDR_H
#include "net/nl.h"
#include "spec/spec.h"

void addr_add(int index, const struct addr *addr);

/* The default route of the gateway's family. A gateway that no address of the link reaches is the kernel's error. */
void addr_default_route(int index, const struct addr *gateway);
#endif
