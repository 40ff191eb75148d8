/* SPDX-License-Identifier: GPL-2.0-only */
/* Addresses and routes of a link, added to the batch. Errors name the address. AGAIN: what is there already, of a batch that failed, is no error. */
#ifndef NET_ADDR_H
#define NET_ADDR_H
#include "net/nl.h"
#include "spec/spec.h"

void addr_add(int index, const struct addr *addr, bool again);

/*
 * The route to DST (NULL: to everything) through the link INDEX, by way of VIA where its family is not 0. A neighbour that no address of LINK
 * reaches is taken to be on the link all the same (IPv6: 4.16).
 */
void addr_route(int index, const struct link_spec *link, const struct addr *dst, const struct addr *via, bool again);
#endif
