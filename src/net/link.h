/* SPDX-License-Identifier: GPL-2.0-only */
/* Links of the calling thread's network namespace. FD is nl_open's; every error's text names the link. */
#ifndef NET_LINK_H
#define NET_LINK_H
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include "net/nl.h"

/* The link that was asked for last. */
extern struct link_info {
	int index;
	uint32_t mtu;
	const char *kind;  /* "veth", "bridge", ...; "" where the link has none (hardware). Valid until the next nl_send */
	const char *alias; /* "" where it has none. As long as that */
} link_info;

/* Asks for one link by name: never a dump. Returns its index and fills link_info, or -1; ENODEV where there is none. */
int link_get(int fd, const char *name);

/*
 * Creates a veth pair in one message: HOST here, and eth0 born in the network namespace of process PID (0: here too). MTU 0 is the
 * kernel's default. EEXIST: the name is taken. Both ends are down.
 */
int link_create_veth(int fd, const char *host, pid_t pid, uint32_t mtu);

/* Adds to the batch: sets the link up. */
void link_up(int index, const char *name);

/* As link_up, marks the link as container OWNER's and lets it join the bridge (0: none). */
void link_claim(int index, const char *name, const char *owner, int bridge);

/* The proof that link_info is container OWNER's: it is a veth and its alias is `husk:OWNER`. */
bool link_is_claimed(const char *owner);

/* Deletes the link of link_info, with its peer. One that is gone already counts as deleted. */
int link_delete(int fd, const char *name);
#endif
