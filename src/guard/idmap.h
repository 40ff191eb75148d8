/* SPDX-License-Identifier: GPL-2.0-only */
/* The user namespace: who is who in it (user_namespaces(7)). */
#ifndef GUARD_IDMAP_H
#define GUARD_IDMAP_H
#include <stdbool.h>
#include <stdint.h>
#include "spec/trace.h"

#if CFG_NS_USER
/*
 * Step. plan: the maps that the specification leaves to husk: a plain caller becomes root inside; root's container gets root's range
 * of /etc/subuid and /etc/subgid, else CONFIG_SUBID_FIRST. attach: writes them to /proc/PID, by the helpers (subid.h) where the caller may not. enter: the
 * child becomes the inside's root (or the first mapped id), without any group, before it makes a file or opens one; in a joined namespace as well, which
 * it is in already.
 */
int idmap_plan(const struct spec *spec, struct trace *trace);
int idmap_attach(const struct spec *spec, struct trace *trace);
int idmap_enter(const struct spec *spec);

/* --uid-map none: the last user namespace, without a map, made by a process that keeps no id of the host's root. */
int idmap_enter_unmapped(const struct spec *spec);

/* Has COMMAND, in a user namespace, the id of a caller who owns control groups: root's, or a plain user's who set limits? In a joined one it may. */
bool idmap_has_caller(const struct spec *spec);

/* Ids that a container with these maps has: the inside's end of the range with id 0 (its size), else 0. 2^32-1 without a namespace. */
uint32_t idmap_gids_from_0(const struct spec *spec);

/* The ids COMMAND has where --user says nothing: 0 where it is mapped, else the first mapped one. */
uint32_t idmap_default_uid(const struct spec *spec);
uint32_t idmap_default_gid(const struct spec *spec);
#else
#define idmap_plan NULL
#define idmap_attach NULL
#define idmap_enter NULL
static inline int idmap_enter_unmapped(const struct spec *spec) { return (void)spec, 0; }
static inline bool idmap_has_caller(const struct spec *spec) { return (void)spec, true; }
static inline uint32_t idmap_gids_from_0(const struct spec *spec) { return (void)spec, UINT32_MAX; }
static inline uint32_t idmap_default_uid(const struct spec *spec) { return (void)spec, 0; }
static inline uint32_t idmap_default_gid(const struct spec *spec) { return (void)spec, 0; }
#endif
#endif
