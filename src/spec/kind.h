/* SPDX-License-Identifier: GPL-2.0-only */
/* The kinds of argument: each in the file that its group names. */
#ifndef SPEC_KIND_H
#define SPEC_KIND_H
#include "spec/option.h"

/* kind.c: of general use */
option_set_fn set_flag, set_text, set_size, set_mode, set_timeout, set_offset;
option_set_fn set_file; /* a path of the host's, not empty; the caller's directory comes before a relative one */
/* kind_limit.c: limits */
option_set_fn set_cpus, set_cpuset, set_cgroup, set_swap, set_net_class, set_knob;
/* kind_box.c: identity and namespaces */
option_set_fn set_name, set_env, set_user, set_words, set_join, set_map, set_config, set_personality, set_signal;
/* kind_caps.c */
option_set_fn set_caps;
/* kind_rlimit.c */
option_set_fn set_rlimit;
/* kind_file.c: what it sees */
option_set_fn set_overlay, set_with, set_bind, set_tmpfs, set_device;
/* kind_list.c: lists of words */
option_set_fn set_path, set_sysctl, set_dns, set_search;
/* kind_net.c: links and addresses */
option_set_fn set_net, set_ip, set_gateway, set_route, set_host_ip, set_mac, set_ifname;

/*
 * Copies LEN bytes of TEXT into the specification's own store. Returns the copy; an empty one where the store is full, which from then on
 * spec_is_full says: whoever sets an option, or adds a word, asks that.
 */
const char *spec_keep(struct spec *spec, const char *text, size_t len);
bool spec_is_full(const struct spec *spec);

/* Says that it is full, for WHAT. Returns -1. */
int spec_fail_full(const char *what);

/* The other kind of path. Takes "." and empty parts out of PATH, an absolute one in the container, in place. Returns as a setter. */
int spec_tidy_path(const char *path);

/* ROOT: the word none, or as set_file; PATH may lie anywhere. */
int spec_set_root(struct spec *spec, const char *path);
#endif
