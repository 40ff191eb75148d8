/* SPDX-License-Identifier: GPL-2.0-only */
/* Links of the calling thread's network namespace, or of the one that FD, nl_open's, was opened in. Every error's text names the link. */
#ifndef NET_LINK_H
#define NET_LINK_H
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include "net/nl.h"
#include "spec/spec.h"

/*
 * How long the kernel takes to tear a namespace down: 13 to 48 ms after its last process. So long a name may stay taken, and an interface be away.
 */
#define LINK_TRIES 40
#define LINK_TRY_MS 5

/* Is this one the interface itself, moved in and given back? All others are made in the container's namespace, and end with it. */
static inline bool link_is_moved(const struct link_spec *link)
{
	return CFG_NET_PHYS && link->kind == LINK_PHYS && !link->vlan;
}

/*
 * Asks for one link: never a dump. By INDEX, or where that is 0 by NAME, which the error names in any case. Returns its index, or -1;
 * ENODEV where there is none. The answer is valid until the next nl_send.
 */
int link_get(int fd, int index, const char *name);

/* The index of the link NAME alone: one system call. As link_get, but leaves no answer. */
int link_index(int fd, const char *name);

/* Of what link_get was answered the attribute IFLA_TYPE; where the link has none, 32 bytes of 0. */
const void *link_attr(int type);
const char *link_kind(void);	     /* "veth", "bridge", ...; "" for hardware */
const void *link_bridge_attr(int type); /* IFLA_BR_TYPE; as link_attr */

/*
 * Creates LINK in one message, born inside the network namespace of process PID (0: here). A veth's other end is here: HOST, with MTU, or the
 * link's, or (0) the kernel's. Any other kind is made of the interface with the index BASE, which stays here, and the interface itself
 * (link_is_moved) is taken away. EEXIST: the name or VLAN is taken. The link is down.
 */
int link_create(int fd, const struct link_spec *link, const char *host, int base, uint32_t mtu, pid_t pid);

/* The same for any link: its name, address, MTU and namespace, for the message that was begun. */
void link_put_inside(const struct link_spec *link, uint32_t mtu, pid_t pid);

/* Adds to the batch: begins to set the link up, or down. Attributes may follow. */
void link_set(int index, const char *name, bool up);

/* As link_set, up, but by NAME where INDEX is 0; marks the link as container OWNER's and lets it join the bridge (0: none). */
void link_claim(int index, const char *name, const char *owner, int bridge);

/* Adds to the batch: the port INDEX of a bridge leaves the bridge's default VLAN (0: none) for VLAN, which is untagged there. */
void link_port_vlan(int index, const char *name, unsigned before, unsigned vlan);

/* Sets KEY of the link's sysctls for IPv6, where the kernel has that. */
int link_set_ipv6(const char *name, const char *key, const char *value);

/* The proof that the link asked for last is container OWNER's: it is a veth and its alias is `husk:OWNER`. */
bool link_is_claimed(const char *owner);

/* Deletes a link, with its peer. One that is gone already counts as deleted. */
int link_delete(int fd, int index, const char *name);
#endif
