// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of options of `husk run`. One row a line, and only what scripts/options.awk reads too:
 *   GROUP("heading")    OPT(SYMBOL, letter or 0, "key", "ARG", kind, field, "help")    SYMBOL without CONFIG_
 */
#include "spec/option.h"
#include <limits.h>
#include <string.h>
#include "base/log.h"
#include "base/str.h"
#include "base/text.h"
#include "spec/hint.h"
#include "spec/kind.h"

/* What is there only where a symbol is on; as an element of a table. */
#define WHEN_0(...)
#define WHEN_1(...) __VA_ARGS__
#define WHEN(on, ...) WHEN_(on, __VA_ARGS__)
#define WHEN_(on, ...) WHEN_##on(__VA_ARGS__)
#define ENTRY(on, ...) WHEN(on, __VA_ARGS__, )

#define LINK (OPTION_ORDERED | OPTION_LINK)

/* The kinds of argument: the symbol of what needs it, its name, its flags. set_NAME reads it. */
#define KINDS(KIND) \
	KIND(CMD_RUN, name, 0) KIND(CMD_RUN, text, 0) KIND(CMD_RUN, mode, 0) KIND(CMD_RUN, user, 0) KIND(CMD_RUN, flag, 0) KIND(CMD_RUN, size, 0) \
	KIND(CMD_RUN, file, 0) KIND(CMD_RUN, timeout, 0) KIND(CMD_RUN, signal, 0) KIND(CMD_RUN, env, OPTION_REPEAT) \
	KIND(CMD_RUN_CONFIG, config, OPTION_ACTION | OPTION_NO_FILE) KIND(CMD_RUN_DUMP, action, OPTION_ACTION) \
	KIND(CMD_RUN, words, OPTION_ORDERED) /* --share net and --net none undo each other */ \
	KIND(CMD_RUN, count, 0) KIND(CMD_RUN, number, OPTION_SIGNED) KIND(CMD_RUN, link_number, LINK | OPTION_NOT_LO) \
	KIND(NS_TIME_OFFSETS, offset, 0) KIND(NS_USER, map, OPTION_REPEAT) KIND(NS_JOIN, join, OPTION_REPEAT) \
	KIND(ROOT_OVERLAY, overlay, 0) KIND(ROOT_WITH, with, OPTION_REPEAT) \
	KIND(MNT_DEVICE, device, OPTION_REPEAT) KIND(MNT_BIND, bind, OPTION_ORDERED) KIND(MNT_TMPFS, tmpfs, OPTION_ORDERED) \
	KIND(MNT_MASK_MORE, path, OPTION_REPEAT) KIND(MNT_SYSCTL, sysctl, OPTION_REPEAT) KIND(MNT_DNS, dns, OPTION_REPEAT) KIND(MNT_DNS, search, OPTION_REPEAT) \
	KIND(CMD_RUN, net, OPTION_ORDERED) KIND(NET_IP, ip, LINK) KIND(NET_IP, gateway, LINK | OPTION_NOT_LO) KIND(NET_ROUTE, route, LINK | OPTION_NOT_LO) \
	KIND(NET_LINK, mac, LINK | OPTION_NOT_LO) KIND(NET_LINK, ifname, LINK | OPTION_NOT_LO) KIND(NET_VETH, bridge, LINK | OPTION_VETH) \
	KIND(NET_IP, host_ip, LINK | OPTION_VETH) \
	KIND(CG, cpus, 0) KIND(CG, cpuset, 0) KIND(CG, cgroup, 0) KIND(CG, swap, 0) KIND(CG, net_class, 0) KIND(CG, knob, OPTION_REPEAT) \
	KIND(GUARD_RLIMIT, rlimit, OPTION_REPEAT) KIND(GUARD_CAPS, caps, OPTION_ORDERED) KIND(GUARD_PERSONALITY, personality, 0)
#define set_action set_flag
#define set_bridge set_ifname
/* A number between the bounds that ARG says. */
#define set_count(spec, field, value) set_bounded(option, field, value)
#define set_number set_count
#define set_link_number set_count

#define NUMBER_OF(symbol, name, flags) ENTRY(CFG_##symbol, KIND_##name)
#define FLAGS_OF(symbol, name, flags) ENTRY(CFG_##symbol, flags)
/* (Each is called in one place, and so inlined.) */
#define CASE_OF(symbol, name, flags) WHEN(CFG_##symbol, case KIND_##name: return set_##name(spec, field, value);)
enum { KINDS(NUMBER_OF) N_KINDS };
static const unsigned char kind_flags[] = { KINDS(FLAGS_OF) };

_Static_assert(offsetof(struct spec, links[1]) <= UINT16_MAX, "struct option has 16 bits for a field");

/* Headings, words and help texts are the awk script's. */
#define OPT(symbol, letter, key, arg, kind, field, help) ENTRY(CFG_##symbol, { offsetof(struct spec, field), letter, KIND_##kind })
#define GROUP(heading)
/* clang-format off */
const struct option options[] = {
GROUP("General")
OPT(BOX_NAME, 'n', "name", "NAME", name, name, "name of the container (default: made of ROOT and the pid)")
OPT(CMD_RUN_CONFIG, 'c', "config", "FILE", config, name, "read options from FILE; later ones win")
OPT(BOX_DETACH, 'd', "detach", "", flag, detach, "return once COMMAND runs; a supervisor stays")
OPT(BOX_PIDFILE, 0, "pidfile", "FILE", file, pidfile, "write COMMAND's pid to FILE")
OPT(BOX_TTY, 't', "tty", "", flag, tty, "a terminal of its own for COMMAND")
OPT(BOX_INIT, 'i', "init", "", flag, init, "husk stays as process 1, reaps and forwards signals")
OPT(CMD_RUN, 'e', "env", "K[=V]", env, env, "set a variable, or keep the caller's")
OPT(CMD_RUN, 'w', "workdir", "DIR", text, workdir, "working directory of COMMAND (default: /)")
OPT(CMD_RUN, 0, "umask", "OCTAL", mode, umask, "umask of COMMAND (default: 022)")
OPT(GUARD_USER, 'u', "user", "UID[:GID][,GID...]", user, user, "user of the container to run COMMAND as")
OPT(BOX_STOP, 0, "stop-signal", "NAME|NUMBER|RTMIN+N", signal, stop_signal, "what COMMAND gets for TERM (default: TERM)")
OPT(BOX_STOP, 0, "stop-timeout", "TIME[ms|s|m|h]", timeout, stop_timeout, "from there to KILL (default: 10s)")
OPT(BOX_TOLERATE, 0, "tolerate", "uts,ipc,pid,net,cgroup,time,idmap,sysctl,stop,seccomp", words, tolerate, "go on without, with a warning")
OPT(CMD_RUN_DUMP, 0, "dump", "", action, dump, "print the specification as a config file, run nothing")
GROUP("Namespaces")
OPT(CMD_RUN, 0, "share", "uts,ipc,pid,net,cgroup,time", words, share, "keep the host's")
OPT(NS_JOIN, 0, "join", "NS=PATH|PID|NAME", join, joined, "enter an existing one")
OPT(NS_USER, 0, "userns", "", flag, userns, "new user namespace (implied for a plain user)")
OPT(NS_USER, 0, "uid-map", "IN:OUT:N|none", map, uid_map, "map N user ids from IN inside to OUT outside")
OPT(NS_USER, 0, "gid-map", "IN:OUT:N", map, gid_map, "the same for groups (default: as --uid-map)")
OPT(NS_UTS, 0, "hostname", "NAME", text, hostname, "host name inside")
OPT(NS_UTS, 0, "domainname", "NAME", text, domainname, "NIS domain name inside")
OPT(NS_TIME_OFFSETS, 0, "boottime", "TIME[ms|s|m|h]", offset, boottime, "the boot clock is that much ahead, or behind (-TIME)")
OPT(NS_TIME_OFFSETS, 0, "monotonic", "TIME[ms|s|m|h]", offset, monotonic, "the same for the monotonic clock")
GROUP("Files")
OPT(ROOT_READONLY, 'r', "read-only", "", flag, read_only, "the root is read-only")
OPT(ROOT_OVERLAY, 0, "overlay", "[DIR]", overlay, overlay, "writes go to DIR/upper, or without DIR to memory")
OPT(ROOT_OVERLAY, 0, "overlay-size", "BYTES[K|M|G]", size, overlay_size, "bound of an overlay in memory")
OPT(ROOT_WITH, 0, "with", "PATH", with, with, "PATH of the host at the same place, read-only, and what it needs to start")
OPT(MNT_BIND, 'b', "bind", "SRC:DST[:FLAGS]", bind, mounts, "SRC of the host at DST; FLAGS: ro,rec,suid,dev,noexec,noatime,slave,idmap")
OPT(MNT_TMPFS, 0, "tmpfs", "DST[:size=S,mode=M,FLAGS]", tmpfs, mounts, "a file system in memory")
OPT(MNT_DEVICE, 0, "device", "PATH[:rwm]", device, devices, "a device of the host, at the same PATH")
OPT(MNT_MASK_MORE, 0, "mask", "PATH", path, masks, "PATH is empty inside, and read-only")
OPT(MNT_MASK_MORE, 0, "unmask", "PATH", path, unmasks, "leave a path open that is masked or read-only by default")
OPT(MNT_SYSCTL, 0, "sysctl", "K=V", sysctl, sysctls, "a setting of the container's namespaces")
GROUP("Network")
OPT(CMD_RUN, 0, "net", "none|host|veth[:HOSTIF]|macvlan:IF|ipvlan:IF|phys:IF", net, links, "a link; none: only lo (default)")
OPT(NET_IP, 0, "ip", "ADDR/LEN", ip, links, "address inside, of the --net before it")
OPT(NET_IP, 0, "gateway", "ADDR", gateway, links[0].gateway, "default route of the --net before it")
OPT(NET_ROUTE, 0, "route", "DST[,via=GW]", route, links, "route of the --net before it")
OPT(NET_VETH, 0, "bridge", "IF", bridge, links[0].bridge, "bridge that the host end joins")
OPT(NET_IP, 0, "host-ip", "ADDR/LEN", host_ip, links[0].host_ip, "address of the host end")
OPT(NET_LINK, 0, "mac", "XX:XX:XX:XX:XX:XX", mac, links[0].mac, "hardware address inside")
OPT(NET_LINK, 0, "mtu", "68...65535", link_number, links[0].mtu, "longest packet, in bytes")
OPT(NET_LINK, 0, "ifname", "NAME", ifname, links[0].ifname, "name inside (default: eth0, eth1, ...)")
OPT(NET_VLAN, 0, "vlan", "1...4094", link_number, links[0].vlan, "the bridge port's untagged VLAN, else a VLAN device of IF")
OPT(MNT_DNS, 0, "dns", "ADDR", dns, dns, "name server, in a resolv.conf of its own")
OPT(MNT_DNS, 0, "search", "DOMAIN", search, search, "domain to look names up in")
GROUP("Limits")
OPT(CG_MEMORY, 0, "memory", "BYTES[K|M|G]", size, memory, "memory; no swap beside it")
OPT(CG_MEMORY, 0, "memory-swap", "BYTES[K|M|G]|unlimited", swap, memory_swap, "memory and swap together")
OPT(CG_MEMORY, 0, "memory-high", "BYTES[K|M|G]", size, memory_high, "memory beyond which it is taken back")
OPT(CG_CPU, 0, "cpus", "0.001...1000", cpus, cpu_quota, "CPU time: 0.2 is a fifth of one CPU")
OPT(CG_CPU, 0, "cpu-weight", "1...10000", count, cpu_weight, "share of CPU time; others have 100")
OPT(CG_CPUSET, 0, "cpuset", "CPU[-CPU],...", cpuset, cpuset, "CPUs to run on")
OPT(CG_CPUSET, 0, "mems", "NODE[-NODE],...", cpuset, mems, "memory nodes to use")
OPT(CG_PIDS, 0, "pids", "1...4194304", count, pids, "processes and threads")
OPT(CG_IO, 0, "io-weight", "1...10000", count, io_weight, "share of disk time; others have 100")
OPT(CG_IO, 0, "io-max", "DEV:[rbps=|wbps=|riops=|wiops=]N,...", knob, knobs[KNOB_IO], "bytes, operations a second of a disk")
OPT(CG_HUGETLB, 0, "hugetlb", "SIZE:BYTES[K|M|G]", knob, knobs[KNOB_HUGETLB], "huge pages of SIZE")
OPT(CG_NET, 0, "net-class", "0xAAAABBBB|A:B", net_class, net_class, "class of what is sent (v1)")
OPT(CG_NET, 0, "net-prio", "IF:N", knob, knobs[KNOB_PRIO], "priority of what is sent by IF (v1)")
OPT(CG, 0, "cgroup", "PATH", cgroup, cgroup_parent, "make the container's group below PATH (default: husk)")
OPT(CG_RAW, 0, "cgroup-set", "FILE=VALUE", knob, knobs[KNOB_RAW], "any file of the group")
OPT(GUARD_RLIMIT, 0, "rlimit", "NAME=SOFT[:HARD]", rlimit, rlimit, "resource limit, as nofile=1024")
OPT(GUARD_NICE, 0, "nice", "-20...19", number, nice, "priority (default: 0); 19 is the lowest")
OPT(GUARD_OOM, 0, "oom-score", "-1000...1000", number, oom_score, "1000 is killed first when memory runs out")
GROUP("Guard")
OPT(GUARD_CAPS, 0, "cap-add", "CAP,...|all", caps, cap_add, "capabilities beside the default ones")
OPT(GUARD_CAPS, 0, "cap-drop", "CAP,...|all", caps, cap_drop, "capabilities to take away; all: but for --cap-add's")
OPT(GUARD_AMBIENT, 0, "ambient", "CAP,...|all", caps, cap_ambient, "what COMMAND keeps as another user")
OPT(GUARD_NNP, 0, "allow-new-privs", "", flag, allow_new_privs, "set-user-id programs count")
OPT(GUARD_PERSONALITY, 0, "personality", "linux|linux32", personality, personality, "what uname tells")
};
/* clang-format on */

const size_t n_options = ARRAY_SIZE(options);

unsigned option_flags(const struct option *option)
{
	return kind_flags[option->kind];
}

static char words[TEXT_MESSAGE]; /* of one row: its key, and behind that its ARG */

/* Is KEY the key of row I, or, where LEN is 0, whatever it is? Reads its words. */
static bool read_words(size_t i, const char *key, size_t len)
{
	text_row(TEXT_WORDS, (unsigned)i, key, len, words);
	return !len || str_is(key, len, words);
}

const char *option_key(const struct option *option)
{
	read_words((size_t)(option - options), "", 0);
	return words;
}

const char *option_arg(const struct option *option)
{
	return strchr(option_key(option), 0) + 1;
}

bool option_needs_arg(const struct option *option)
{
	char first = *option_arg(option);

	return first && first != '[';
}

const struct option *option_find(const char *key, size_t len)
{
	for (size_t i = 0; i < n_options; i++)
		if (len && read_words(i, key, len))
			return &options[i];
	return NULL;
}

const struct option *option_letter(char letter)
{
	for (size_t i = 0; i < n_options; i++)
		if (options[i].letter && options[i].letter == letter)
			return &options[i];
	return NULL;
}

/* Reads a number that may be negative. Returns what is behind it, or NULL. */
static const char *read_number(const char *s, int *n)
{
	bool minus = *s == '-';
	uint64_t v;

	s = str_number(s + minus, 10, INT_MAX, &v);
	*n = minus ? -(int)v : (int)v;
	return s;
}

/* ARG is "MIN...MAX". */
static int set_bounded(const struct option *option, void *field, const char *value)
{
	int n, min, max;
	const char *end = read_number(value, &n);

	read_number(read_number(option_arg(option), &min) + strlen("..."), &max);
	if (!end || *end || n < min || n > max)
		return MALFORMED;
	if (option_flags(option) & OPTION_SIGNED)
		*(struct number *)field = (struct number){ true, (short)n };
	else if (option_flags(option) & OPTION_LINK)
		*(uint32_t *)field = (uint32_t)n;
	else
		*(uint64_t *)field = (uint64_t)n;
	return 0;
}

int option_apply(struct spec *spec, const struct option *option, const char *value)
{
	char *field = (char *)spec + option->field;
	unsigned flags = option_flags(option);

	if (CFG_NS_NET && flags & OPTION_LINK) {
		const struct link_spec *link = &spec->links[spec->n_links - 1];

		if (flags & (link->kind == LINK_LO ? OPTION_NOT_LO | OPTION_VETH : link->kind == LINK_VETH ? 0 : OPTION_VETH))
			return fail("no --net %s before it", flags & OPTION_VETH ? "veth" : "with a link");
		field += (const char *)link - (const char *)spec->links;
	}
	switch (option->kind) {
		KINDS(CASE_OF)
	}
	return 0;
}

int option_set(struct spec *spec, const struct option *option, const char *value)
{
	int why = FULL;

	if (value)
		value = spec_keep(spec, value, strlen(value));
	if (spec->n_given < CONFIG_MAX_OPTIONS && !spec_is_full(spec)) {
		if (CFG_CMD_RUN_DUMP)
			spec->given[spec->n_given++] = (struct given){ value, (unsigned short)(option - options) };
		why = option_apply(spec, option, value);
		if (spec_is_full(spec))
			why = FULL;
	}
	if (!option_judge(why, option_arg(option)))
		return 0;
	/* A value without end would push the reason out of the line. */
	return value && why != TOLD && strlen(value) < 200 ? fail_in("%s", value) : -1;
}

int option_unknown(const char *key, size_t len)
{
	const struct option *near = NULL;
	unsigned best = 3;

	for (const struct option *o = options; o < options + n_options; o++) {
		unsigned d = hint_distance(key, len, option_key(o));

		if (d < best) {
			best = d;
			near = o;
		}
	}
	return near ? fail("unknown option (did you mean %s?)", option_key(near)) : fail("unknown option");
}
