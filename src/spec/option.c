// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of options of `husk run`. One row a line, and only what scripts/options.awk reads too:
 *   GROUP("heading")    OPT(SYMBOL, letter or 0, "key", "ARG", kind, field, "help")    SYMBOL without CONFIG_
 */
#include "spec/option.h"
#include <string.h>
#include "base/log.h"
#include "base/str.h"
#include "spec/hint.h"
#include "spec/kind.h"

/* A row whose symbol is off is not in the table at all. */
#define ROW_0(...)
#define ROW_1(...) { __VA_ARGS__ },
#define ROW(on, ...) ROW_(on, __VA_ARGS__)
#define ROW_(on, ...) ROW_##on(__VA_ARGS__)
#if CFG_CMD_HELP
#define HELP_TEXT(text) text
#else
#define HELP_TEXT(text) ""
#endif
#define OPT(symbol, letter, key, arg, kind, field, help) \
	ROW(CFG_##symbol, key "\0" arg "\0" HELP_TEXT(help), set_##kind, offsetof(struct spec, field), letter, FLAGS_##kind)
#define GROUP(heading) ROW(CFG_CMD_HELP, "\0\0" heading, NULL, 0, 0, 0)

/* How a kind of argument stands in the dump. */
enum {
	FLAGS_name = 0, FLAGS_text = 0, FLAGS_mode = 0, FLAGS_user = 0, FLAGS_flag = 0, FLAGS_overlay = 0, FLAGS_size = 0, FLAGS_cpus = 0,
	FLAGS_cpuset = 0, FLAGS_count = 0, FLAGS_cgroup = 0,
	FLAGS_env = OPTION_REPEAT, FLAGS_words = OPTION_REPEAT, FLAGS_map = OPTION_REPEAT, FLAGS_device = OPTION_REPEAT, FLAGS_with = OPTION_REPEAT,
	FLAGS_path = OPTION_REPEAT, FLAGS_sysctl = OPTION_REPEAT, FLAGS_dns = OPTION_REPEAT, FLAGS_search = OPTION_REPEAT,
	FLAGS_bind = OPTION_ORDERED, FLAGS_tmpfs = OPTION_ORDERED, FLAGS_net = OPTION_ORDERED, FLAGS_ip = OPTION_ORDERED,
	FLAGS_gateway = OPTION_ORDERED, FLAGS_bridge = OPTION_ORDERED, FLAGS_host_ip = OPTION_ORDERED, FLAGS_caps = OPTION_ORDERED,
	FLAGS_config = OPTION_ACTION, FLAGS_action = OPTION_ACTION,
};
#define set_action set_flag
/* clang-format off */
const struct option options[] = {
GROUP("General")
OPT(BOX_NAME, 'n', "name", "NAME", name, name, "name of the container (default: made of ROOT and the pid)")
OPT(CMD_RUN_CONFIG, 'c', "config", "FILE", config, name, "read options from FILE; later ones win")
OPT(CMD_RUN, 'e', "env", "K[=V]", env, env, "set a variable, or keep the caller's")
OPT(CMD_RUN, 'w', "workdir", "DIR", text, workdir, "working directory of COMMAND (default: /)")
OPT(CMD_RUN, 0, "umask", "OCTAL", mode, umask, "umask of COMMAND (default: 022)")
OPT(GUARD_USER, 'u', "user", "UID[:GID][,GID...]", user, user, "user of the container to run COMMAND as")
OPT(BOX_TOLERATE, 0, "tolerate", "uts,ipc,pid,net,cgroup,time,idmap,sysctl,stop", words, tolerate, "go on without, with a warning")
OPT(CMD_RUN_DUMP, 0, "dump", "", action, dump, "print the specification as a config file, run nothing")
GROUP("Namespaces")
OPT(CMD_RUN, 0, "share", "uts,ipc,pid,net,cgroup,time", words, share, "keep the host's")
OPT(NS_USER, 0, "userns", "", flag, userns, "new user namespace (implied for a plain user)")
OPT(NS_USER, 0, "uid-map", "IN:OUT:N|none", map, uid_map, "map N user ids from IN inside to OUT outside")
OPT(NS_USER, 0, "gid-map", "IN:OUT:N", map, gid_map, "the same for groups (default: as --uid-map)")
OPT(NS_UTS, 0, "hostname", "NAME", text, hostname, "host name inside")
OPT(NS_UTS, 0, "domainname", "NAME", text, domainname, "NIS domain name inside")
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
OPT(CMD_RUN, 0, "net", "none|host|veth[:HOSTIF]", net, links, "none: only lo (default)")
OPT(NET_IP, 0, "ip", "ADDR/LEN", ip, links, "address inside, of the --net before it")
OPT(NET_IP, 0, "gateway", "ADDR", gateway, links, "default route of the --net before it")
OPT(NET_VETH, 0, "bridge", "IF", bridge, links, "bridge that the host end joins")
OPT(NET_IP, 0, "host-ip", "ADDR/LEN", host_ip, links, "address of the host end")
OPT(MNT_DNS, 0, "dns", "ADDR", dns, dns, "name server, in a resolv.conf of its own")
OPT(MNT_DNS, 0, "search", "DOMAIN", search, search, "domain to look names up in")
GROUP("Limits")
OPT(CG_MEMORY, 0, "memory", "BYTES[K|M|G]", size, memory, "memory; no swap beside it")
OPT(CG_CPU, 0, "cpus", "0.001...1000", cpus, cpu_quota, "CPU time: 0.2 is a fifth of one CPU")
OPT(CG_CPUSET, 0, "cpuset", "CPU[-CPU],...", cpuset, cpuset, "CPUs to run on")
OPT(CG_PIDS, 0, "pids", "1...4194304", count, pids, "processes and threads")
OPT(CG, 0, "cgroup", "PATH", cgroup, cgroup_parent, "make the container's group below PATH (default: husk)")
GROUP("Guard")
OPT(GUARD_CAPS, 0, "cap-add", "CAP,...|all", caps, cap_add, "capabilities beside the default ones")
OPT(GUARD_CAPS, 0, "cap-drop", "CAP,...|all", caps, cap_drop, "capabilities to take away; all: but for --cap-add's")
};
/* clang-format on */

const char option_malformed[] = "?";
const size_t n_options = ARRAY_SIZE(options);

const char *option_arg(const struct option *option)
{
	return option->text + strlen(option->text) + 1;
}

const char *option_help(const struct option *option)
{
	const char *arg = option_arg(option);

	return arg + strlen(arg) + 1;
}

bool option_needs_arg(const struct option *option)
{
	char first = *option_arg(option);

	return first && first != '[';
}

const struct option *option_find(const char *key, size_t len)
{
	for (size_t i = 0; i < n_options; i++)
		if (len && str_is(key, len, options[i].text))
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

int option_set(struct spec *spec, const struct option *option, const char *value)
{
	const char *why = spec_full;

	if (spec->n_given < CONFIG_MAX_OPTIONS && (!value || (value = spec_keep(spec, value, strlen(value))))) {
		if (CFG_CMD_RUN_DUMP)
			spec->given[spec->n_given++] = (struct given){ value, (unsigned short)(option - options) };
		why = option->set(spec, (char *)spec + option->field, value);
	}
	if (!why || !*why)
		return why ? -1 : 0;
	if (why == option_malformed)
		fail(0, "not %s", *option_arg(option) ? option_arg(option) : "yes or no");
	else
		fail(0, "%s", why);
	/* A value without end would push the reason out of the line. */
	return value && strlen(value) < 200 ? fail_in("%s", value) : -1;
}

int option_unknown(const char *key, size_t len)
{
	const char *near = NULL;
	unsigned best = 3;

	for (size_t i = 0; i < n_options; i++) {
		unsigned d = *options[i].text ? hint_distance(key, len, options[i].text) : best;

		if (d < best) {
			best = d;
			near = options[i].text;
		}
	}
	return near ? fail(0, "unknown option (did you mean %s?)", near) : fail(0, "unknown option");
}
