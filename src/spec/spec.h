/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a container is to be: plain data, made by the parsers, checked once, then only read. All text lies in `text`, so the
 * structure has no pointer into argv or a file; there is one per process, in .bss, and only the pages in use cost memory.
 */
#ifndef SPEC_SPEC_H
#define SPEC_SPEC_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "autoconf.h"

#define SPEC_NAME 63 /* bytes of a container's name: it is a file name and part of a cgroup's path */
#define SPEC_ALL UINT64_MAX

/* Namespaces, and what else --tolerate names. The order is the one of husk(8) and of `husk check`. */
enum {
	NS_MNT = 1 << 0,
	NS_UTS = 1 << 1,
	NS_IPC = 1 << 2,
	NS_PID = 1 << 3,
	NS_NET = 1 << 4,
	NS_CGROUP = 1 << 5,
	NS_TIME = 1 << 6,
	TOLERATE_IDMAP = 1 << 7,  /* a mount that cannot be idmapped: not by this kernel (5.12), not by its file system */
	TOLERATE_SYSCTL = 1 << 8, /* a --sysctl that this kernel does not have */
	TOLERATE_STOP = 1 << 9,   /* no certain way to end all processes: --share pid without a group */
	TOLERATE_LIMITS = 1 << 10, /* `cgroup`: a limit's controller is missing */
	NS_USER = 1 << 11,
};

/* One range of user or group ids: N ids from INSIDE are OUTSIDE... of the parent's namespace. N is never 0. */
struct idmap {
	uint32_t inside, outside, n;
};

enum mount_flag {
	/* each off by default; kind_file.c has their words in this order */
	MOUNT_RO = 1 << 0,
	MOUNT_REC = 1 << 1,   /* with the mounts below the source; always so in a user namespace (locked otherwise) */
	MOUNT_SUID = 1 << 2,
	MOUNT_DEV = 1 << 3,
	MOUNT_NOEXEC = 1 << 4,
	MOUNT_NOATIME = 1 << 5,
	MOUNT_SLAVE = 1 << 6, /* what the host mounts below it arrives; else private */
};

/* A bind (src is the host's absolute path) or a tmpfs (src is NULL). dst is absolute, in the container. */
struct mount_spec {
	const char *src, *dst;
	unsigned flags;
	uint64_t size; /* tmpfs: bytes, 0 = the default */
	unsigned mode; /* tmpfs */
};

/* An address of either family; `text` is what the user wrote, for the dump and for messages. */
struct addr {
	const char *text;
	uint8_t family; /* AF_INET or AF_INET6; 0: none given */
	uint8_t prefix; /* network bits */
	uint8_t bytes[16];
};

enum link_kind { LINK_LO, LINK_VETH };

/* One network link. links[0] is always lo, so that --ip before any --net lands there. */
struct link_spec {
	enum link_kind kind;
	const char *hostif; /* veth: the host end's name; NULL: derived from the container's name */
	const char *bridge; /* NULL: none */
	struct addr ip[CONFIG_NET_ADDRS];
	unsigned n_ip;
	struct addr gateway; /* prefix unused */
	struct addr host_ip;
};

/* An option as it was given, for the dump: its row, and its argument or NULL. */
struct given {
	const char *value;
	unsigned short option;
};

enum overlay_kind { OVERLAY_NONE, OVERLAY_TMPFS, OVERLAY_DIR };

struct spec {
	/* general */
	const char *name;  /* valid; never NULL once checked */
	bool name_derived; /* from ROOT and pid: not dumped, no record needed */
	const char *root;  /* absolute or relative to the caller's directory */
	unsigned argc;	   /* of argv, below */
	const char *env[CONFIG_MAX_ENV + 4]; /* "K=V", PATH and TERM first, each K once; room for HOME and a NULL behind the last one */
	unsigned n_env;
	const char *workdir; /* absolute, in the container */
	unsigned umask;
	const char *user; /* "UID[:GID][,GID]" or names, as given; NULL: 0, or the first mapped id */
	unsigned tolerate; /* NS_* | TOLERATE_* */
	bool dump;	   /* print, do not run */
	bool detach, tty, init;
	const char *pidfile; /* absolute; NULL: none */
	unsigned stop_signal; /* what TERM to husk becomes; 0: TERM */
	int64_t stop_timeout; /* ns from there to KILL; never negative */

	/* namespaces */
	unsigned share; /* NS_*: the host's */
	bool userns;
	bool map_none; /* --uid-map none */
	bool build_in_userns; /* set by the check: the root is built inside it; not so for root's --uid-map none */
	unsigned n_uid_map, n_gid_map;
	const char *hostname, *domainname;
	int64_t boottime, monotonic; /* ns that these clocks are ahead of the host's; may be negative */

	/* files */
	bool read_only;
	enum overlay_kind overlay;
	const char *overlay_dir;
	uint64_t overlay_size; /* bytes, 0 = the kernel's default (half of RAM) */
	unsigned n_mounts;

	/* network */
	struct link_spec links[CONFIG_NET_LINKS + 1];
	unsigned n_links; /* lo included: at least 1 */

	/* limits; 0 or NULL: not limited */
	uint64_t memory;  /* bytes; swap is not allowed beside it */
	uint64_t cpu_quota; /* microseconds of CPU in each second of time: --cpus 0.2 is 200000 */
	uint64_t pids;
	const char *cpuset;	   /* the kernel's list format, checked: "0-2,5" */
	const char *cgroup_parent; /* below the hierarchy's root, no leading slash, no ".."; NULL: "husk" */

	/* guard: bits by capability number; all ones is "all" */
	uint64_t cap_add, cap_drop;

	/* What is long comes last, the rarely used behind the rest: a page that is not touched costs no memory. */
	unsigned n_given;
	size_t text_used;
	const char *argv[CONFIG_MAX_ARGS + 1]; /* NULL-terminated; /bin/sh where nothing was given */
	struct given given[CONFIG_MAX_OPTIONS];
	struct mount_spec mounts[CONFIG_MAX_MOUNTS];
	struct idmap uid_map[CONFIG_MAX_MAPS], gid_map[CONFIG_MAX_MAPS];
	char text[CONFIG_SPEC_TEXT];
};
#endif
