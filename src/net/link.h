/* SPDX-License-Identifier: GPL-2.0-only */
/* Links of the calling thread's network namespace. FD is nl_open's; every error's text names the link. */
#ifndef NET_LINK_H
#define NET_LINK_H
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include "net/nl.h"

#define LINK_ALIAS 256 /* IFALIASZ */
#define LINK_KIND 16

struct link_info {
	int index;
	uint32_t mtu;
	char kind[LINK_KIND];	/* "veth", "bridge", ...; "" where the link has none (hardware) */
	char alias[LINK_ALIAS]; /* "" where it has none */
};

/* Asks for one link by name: never a dump. ENODEV where there is none. */
int link_get(int fd, const char *name, struct link_info *info);

/*
 * Creates a veth pair in one message: HOST here, and INSIDE born in the network namespace of process PID (0: here too). MTU 0 is the
 * kernel's default. EEXIST: the name is taken. Both ends are down.
 */
int link_create_veth(int fd, const char *host, const char *inside, pid_t pid, uint32_t mtu);

/* Adds to the batch: sets the link up. */
void link_up(struct nl *nl, int index, const char *name);

/* Adds to the batch: marks the link as container OWNER's, lets it join the bridge (0: none) and sets it up. */
void link_claim(struct nl *nl, int index, const char *name, const char *owner, int bridge, const char *bridge_name);

/* The proof that a link is a container's: it is a veth and its alias is `husk:OWNER`; OWNER NULL: any container's. */
bool link_is_claimed(const struct link_info *info, const char *owner);

/* Deletes the link, with its peer. One that is gone already counts as deleted. */
int link_delete(int fd, int index, const char *name);
#endif
