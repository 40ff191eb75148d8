/* SPDX-License-Identifier: GPL-2.0-only */
/* The kinds of argument: each in the file that its group names. */
#ifndef SPEC_KIND_H
#define SPEC_KIND_H
#include "spec/option.h"

/* A show() that a build without --dump does not carry. */
#define SHOW(function) (CFG_CMD_RUN_DUMP ? (function) : NULL)

/* kind.c: of general use */
extern const struct kind kind_flag, kind_action, kind_text, kind_path, kind_size, kind_count, kind_mode, kind_cpus, kind_cpuset, kind_cgroup;
/* kind_box.c: identity and namespaces */
extern const struct kind kind_name, kind_env, kind_user, kind_namespaces, kind_tolerate, kind_map, kind_config;
/* kind_caps.c */
extern const struct kind kind_caps;
/* kind_file.c: what it sees */
extern const struct kind kind_overlay, kind_bind, kind_tmpfs;
/* kind_net.c: links and addresses */
extern const struct kind kind_net, kind_ip, kind_gateway, kind_host_ip, kind_bridge;

/*
 * Copies LEN bytes of TEXT into the specification's own store. Returns the copy, or NULL with the error's text where the store's
 * bound (CONFIG_SPEC_TEXT) is reached.
 */
const char *spec_keep(struct spec *spec, const char *text, size_t len);

/* As spec_keep, with the caller's directory before a relative path. */
const char *spec_keep_path(struct spec *spec, const char *path, size_t len);
#endif
