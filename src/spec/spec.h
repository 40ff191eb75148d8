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

/* Namespaces, and what else --tolerate names. */
enum {
	NS_USER = 1 << 0, /* not of --share and --tolerate */
	NS_UTS = 1 << 1,
	NS_IPC = 1 << 2,
	NS_PID = 1 << 3,
	NS_NET = 1 << 4,
	NS_CGROUP = 1 << 5,
	NS_TIME = 1 << 6,
	TOLERATE_IDMAP = 1 << 7,  /* a mount that cannot be idmapped: not by this kernel (5.12), not by its file system */
	TOLERATE_SYSCTL = 1 << 8, /* a --sysctl that this kernel does not have */
	TOLERATE_STOP = 1 << 9,   /* no certain way to end all processes: --share pid without a group */
	TOLERATE_SECCOMP = 1 << 10, /* no filter: guard/filter.h */
	TOLERATE_LIMITS = 1 << 11, /* `cgroup`: a limit's controller is missing */
};

/* What --join names, by the bits of NS_*: all but the mount namespace, which is always new. */
#define SPEC_JOINS 7
extern const char spec_joins[SPEC_JOINS][7]; /* as in /proc/PID/ns: kind_box.c */

#define SPEC_RLIMITS 16 /* RLIM_NLIMITS of every architecture */
extern const unsigned char spec_rlimits[SPEC_RLIMITS]; /* their numbers, in the order of TEXT_RLIMITS: kind_rlimit.c */

/* A time: seconds, downwards, and the nanoseconds to it, below 10^9. */
struct span {
	int32_t sec;
	uint32_t nsec;
};

static inline bool spec_is_span(struct span span) { return span.sec || span.nsec; }

/* A small number that may be negative, and whether it was given. */
struct number {
	bool given;
	short value;
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
	MOUNT_IDMAP = 1 << 7, /* ids on disk are the container's, not the host's: a user namespace, 5.12 */
};

/* A bind (src is the host's absolute path) or a tmpfs (src is NULL). dst is absolute, in the container, without "." and ".." and empty parts. */
struct mount_spec {
	const char *src, *dst;
	unsigned flags;
	uint64_t size; /* tmpfs: bytes, 0 = the default */
	unsigned mode; /* tmpfs */
};

/* What a container may do with a device: the bits are the kernel's BPF_DEVCG_ACC_* (<linux/bpf.h>). */
enum { DEVICE_MKNOD = 1, DEVICE_READ = 2, DEVICE_WRITE = 4 };

/* A device of the host's: its node's absolute path, the same inside. */
struct device_spec {
	const char *path;
	unsigned access; /* DEVICE_* */
};

/* Words, in the order given. */
struct word_list {
	unsigned n;
	const char *word[CONFIG_MAX_WORDS];
};

/* An address of either family; `text` is what the user wrote, for the dump and for messages. */
struct addr {
	const char *text;
	uint8_t family; /* AF_INET or AF_INET6; 0: none given */
	uint8_t prefix; /* network bits */
	uint8_t bytes[16];
};

enum link_kind { LINK_LO, LINK_VETH, LINK_MACVLAN, LINK_IPVLAN, LINK_PHYS };

/* A route of a link's: to dst, by way of a neighbour or (via.family is 0) straight on. */
struct route_spec {
	struct addr dst, via; /* via: prefix unused */
};

/* One network link. links[0] is always lo, so that --ip before any --net lands there. */
struct link_spec {
	enum link_kind kind;
	const char *hostif; /* veth: the host end's name, NULL: derived from the container's name; others: the interface, never NULL */
	const char *ifname; /* its name inside; never NULL once checked */
	const char *bridge; /* veth; NULL: none */
	uint8_t mac[6];
	bool has_mac;  /* else it is the kernel's choice */
	uint32_t vlan; /* 0: none; a veth has it at its port of the bridge, any other is then a VLAN device of hostif */
	uint32_t mtu;  /* 0: the bridge's or the kernel's */
	unsigned n_ip, n_routes;
	struct addr gateway[2], host_ip[2]; /* one of IPv4, one of IPv6; the prefix of a gateway is unused */
	struct addr ip[CONFIG_NET_ADDRS];
	struct route_spec routes[CONFIG_NET_ADDRS];
};

/* A limit that can be given several times, each for an object of its own. */
enum knob_kind { KNOB_IO, KNOB_HUGETLB, KNOB_PRIO, KNOB_RAW };

struct knob {
	const char *key; /* io: a block device's path or MAJ:MIN; hugetlb: the size as unit_size_text has it; prio: a link; raw: the file */
	const char *value; /* raw */
	uint64_t n[4]; /* io: rbps, wbps, riops, wiops, 0 where not given; else the limit in n[0] */
	enum knob_kind kind;
};

/* An option as it was given, for the dump: its row, and its argument or NULL. */
struct given {
	const char *value;
	unsigned short option;
};

/* Bytes of a dump at most, and so of a config file: a quote becomes four of them, and each word has a key or quotes around it. */
#define SPEC_FILE (4 * CONFIG_SPEC_TEXT + 32 * (CONFIG_MAX_OPTIONS + CONFIG_MAX_ARGS))

enum overlay_kind { OVERLAY_NONE, OVERLAY_TMPFS, OVERLAY_DIR };

struct spec {
	/* What the code names most comes first: up to 128 bytes away an instruction is shorter. General: */
	const char *name;  /* valid; never NULL once checked */
	const char *root;  /* absolute, or "none" */
	unsigned argc;	   /* of argv, below */
	unsigned n_env;
	unsigned tolerate; /* NS_* | TOLERATE_* */
	bool recorded;	   /* set by the check: named by the caller, or detached. So it has a record and, where there is a hierarchy, a group */
	bool dump;	   /* print, do not run */
	bool read_once;	   /* a pipe or a socket was among the config files */
	bool detach, tty, init;
	unsigned char null_streams; /* bits by descriptor: what the caller handed in is the host's null device */
	bool read_only;
	unsigned text_used;
	const char *workdir; /* absolute, in the container */
	const char *pidfile; /* absolute; NULL: none */

	/* namespaces */
	unsigned share; /* NS_*: not new: the host's, or once checked one of `join` */
	unsigned join;	/* NS_*: entered instead, by joined[] */
	bool userns;
	bool map_none;	      /* --uid-map none */
	bool build_in_userns; /* set by the check: the root is built inside it; not so for root's --uid-map none */
	bool devices_listed;  /* set by the check: only the usual devices, and devices[], may be used */
	unsigned n_uid_map, n_gid_map;

	/* files, network, limits */
	enum overlay_kind overlay;
	unsigned n_mounts, n_devices, n_with;
	unsigned n_links; /* of links, below; lo included: at least 1 */
	unsigned n_knobs;
	uint64_t cap_add; /* bits by capability number; all ones is "all" */
	uint64_t memory;  /* bytes, 0: not limited; swap is not allowed beside it but for memory_swap */

	/* The rest. General and namespaces: */
	const char *user; /* "UID[:GID][,GID]" or names, as given; NULL: 0, or the first mapped id */
	unsigned umask;
	unsigned stop_signal; /* what TERM to husk becomes; 0: TERM */
	const char *hostname, *domainname;

	/* files */
	const char *overlay_dir;
	uint64_t overlay_size; /* bytes, 0 = the kernel's default (half of RAM) */

	/* limits; 0 or NULL: not limited */
	uint64_t memory_swap; /* bytes of memory and swap together; SPEC_ALL: not limited */
	uint64_t memory_high; /* bytes; beyond them the kernel reclaims */
	uint64_t cpu_quota; /* microseconds of CPU in each second of time: --cpus 0.2 is 200000 */
	uint64_t cpu_weight, io_weight; /* 1 to 10000, as v2 has it: 100 is what everybody has */
	uint64_t pids;
	uint64_t net_class; /* as tc writes it, 32 bits */
	const char *cpuset, *mems; /* the kernel's list format, checked: "0-2,5" */
	const char *cgroup_parent; /* below the hierarchy's root, no leading slash, no ".."; NULL: "husk" */
	struct number nice, oom_score;

	/* guard: as cap_add */
	uint64_t cap_drop, cap_ambient;
	bool allow_new_privs;
	unsigned char personality; /* PER_* of personality(2) and 1; 0: the caller's */
	unsigned rlimits;	   /* bits in the order of TEXT_RLIMITS */
	uint64_t rlimit[SPEC_RLIMITS][2]; /* soft, hard; UINT64_MAX: unlimited */

	/* What is long comes last: a page that is not touched costs no memory, and what is near the top shorter instructions. */
	unsigned n_given;
	struct span boottime, monotonic; /* what these clocks are ahead of the host's; may be negative */
	struct span stop_timeout; /* from there to KILL; never negative */
	const char *joined[SPEC_JOINS]; /* a path that begins with / or ., a pid, or a name; NULL: not joined */
	struct word_list masks, unmasks; /* absolute paths, as mount_spec's dst */
	struct word_list sysctls; /* "net/ipv4/ip_forward=1": begins with "net/", NS_NET's, or is NS_IPC's */
	struct word_list dns, search; /* numeric addresses; domains */
	const char *env[CONFIG_MAX_ENV + 4]; /* "K=V", PATH and TERM first, each K once; room for HOME and a NULL behind the last one */
	struct mount_spec mounts[CONFIG_MAX_MOUNTS];
	struct device_spec devices[CONFIG_MAX_DEVICES];
	const char *with[CONFIG_MAX_WITH]; /* absolute */
	struct knob knobs[CONFIG_MAX_KNOBS];
	struct idmap uid_map[CONFIG_MAX_MAPS], gid_map[CONFIG_MAX_MAPS];
	struct link_spec links[CONFIG_NET_LINKS + 1]; /* the last that the table of options points into */
	const char *argv[CONFIG_MAX_ARGS + 1]; /* NULL-terminated; /bin/sh where nothing was given */
	struct given given[CONFIG_MAX_OPTIONS];
	char text[CONFIG_SPEC_TEXT];
};
#endif
