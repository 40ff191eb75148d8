/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The floor: the least that an honest container start does (namespaces, a root of its own, /proc, /dev, lo, capabilities, no_new_privs),
 * and nothing else. It checks what it does, takes no hostile root into account, and is what husk is measured against.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/rtnetlink.h>
#include <linux/sched.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#define KEPT_CAPS 0x5fb /* husk's default: chown dac_override fowner fsetid kill setgid setuid setpcap net_bind_service */
#define LAST_CAP 40
#define CGROUPS "/sys/fs/cgroup/"

/* One file that holds a limit; on v1 the controller's name is the directory of its hierarchy. */
struct knob {
	const char *controller, *file, *value;
	int optional;
};

static const struct knob v1[] = {
	{ "memory", "memory.limit_in_bytes", "67108864", 0 },
	{ "memory", "memory.memsw.limit_in_bytes", "67108864", 1 }, /* absent without swap accounting */
	{ "pids", "pids.max", "64", 0 },
	{ "cpu", "cpu.cfs_quota_us", "50000", 0 },
};
static const struct knob v2[] = {
	{ "", "memory.max", "67108864", 0 },
	{ "", "memory.swap.max", "0", 1 },
	{ "", "pids.max", "64", 0 },
	{ "", "cpu.max", "50000 100000", 0 },
};
static const char *const v1_controllers[] = { "memory", "pids", "cpu" };

static uint64_t flags = CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWPID | CLONE_NEWNET;
static const char *group, *host_end, *address;
static int group_fd = -1;     /* v2: what clone3 takes */
static int tasks_fd[3] = { -1, -1, -1 }; /* v1: what the child writes 0 to */

static void die(const char *what)
{
	fprintf(stderr, "limit: %s: %s\n", what, strerror(errno));
	_exit(125);
}

static void must(long result, const char *what)
{
	if (result < 0)
		die(what);
}

static int put(int dir, const char *file, const char *text)
{
	int fd = openat(dir, file, O_WRONLY | O_CLOEXEC);
	int result = fd < 0 ? -1 : (int)write(fd, text, strlen(text));

	if (fd >= 0)
		close(fd);
	return result;
}

/* Limits */

static const char *group_path(char *path, size_t size, const char *controller)
{
	snprintf(path, size, CGROUPS "%s%s%s", controller, *controller ? "/" : "", group);
	return path;
}

static int make_group(const char *controller, const struct knob *knobs)
{
	char path[256];
	int dir, i;

	group_path(path, sizeof(path), controller);
	must(mkdir(path, 0755), path);
	dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	must(dir, path);
	for (i = 0; i < 4; i++)
		if (!strcmp(knobs[i].controller, controller) && put(dir, knobs[i].file, knobs[i].value) < 0 &&
		    !knobs[i].optional)
			die(knobs[i].file);
	return dir;
}

static int has_v2(void)
{
	return access(CGROUPS "cgroup.controllers", F_OK) == 0;
}

static void make_groups(void)
{
	int i, dir;

	if (has_v2()) {
		must(put(AT_FDCWD, CGROUPS "cgroup.subtree_control", "+memory +pids +cpu"), "subtree_control");
		group_fd = make_group("", v2);
		return;
	}
	for (i = 0; i < 3; i++) {
		dir = make_group(v1_controllers[i], v1);
		tasks_fd[i] = openat(dir, "tasks", O_WRONLY | O_CLOEXEC);
		must(tasks_fd[i], "tasks");
		close(dir);
	}
}

static void remove_groups(void)
{
	char path[256];
	int i;

	for (i = 0; i < (has_v2() ? 1 : 3); i++) {
		group_path(path, sizeof(path), has_v2() ? "" : v1_controllers[i]);
		while (rmdir(path) < 0 && errno == EBUSY)
			usleep(500);
	}
}

/* Network: one message at a time, each acknowledged. */

static struct {
	struct nlmsghdr head;
	char body[512];
} request;

static void *begin(int type, int more_flags, size_t size)
{
	memset(&request, 0, sizeof(request));
	request.head.nlmsg_len = NLMSG_LENGTH(size);
	request.head.nlmsg_type = (uint16_t)type;
	request.head.nlmsg_flags = (uint16_t)(NLM_F_REQUEST | NLM_F_ACK | more_flags);
	return request.body;
}

static struct rtattr *attribute(int type, const void *data, size_t size)
{
	struct rtattr *a = (struct rtattr *)((char *)&request + request.head.nlmsg_len);

	a->rta_type = (uint16_t)type;
	a->rta_len = (uint16_t)RTA_LENGTH(size);
	if (size)
		memcpy(RTA_DATA(a), data, size);
	request.head.nlmsg_len += RTA_SPACE(size);
	return a;
}

static void end(struct rtattr *nest)
{
	nest->rta_len = (uint16_t)((char *)&request + request.head.nlmsg_len - (char *)nest);
}

static void transact(int fd, const char *what)
{
	struct {
		struct nlmsghdr head;
		struct nlmsgerr error;
		char rest[1024];
	} answer;

	must(send(fd, &request, request.head.nlmsg_len, 0), what);
	must(recv(fd, &answer, sizeof(answer), 0), what);
	errno = -answer.error.error;
	if (answer.head.nlmsg_type != NLMSG_ERROR || errno)
		die(what);
}

static int netlink(void)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

	must(fd, "netlink");
	return fd;
}

/* The host's end goes up, its peer is born in the child's namespace. */
static void make_veth(pid_t child)
{
	int fd = netlink();
	uint32_t pid = (uint32_t)child;
	struct ifinfomsg *link = begin(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, sizeof(*link));
	struct rtattr *info, *data, *peer;

	link->ifi_flags = link->ifi_change = IFF_UP;
	attribute(IFLA_IFNAME, host_end, strlen(host_end) + 1);
	info = attribute(IFLA_LINKINFO, NULL, 0);
	attribute(IFLA_INFO_KIND, "veth", 5);
	data = attribute(IFLA_INFO_DATA, NULL, 0);
	peer = attribute(VETH_INFO_PEER, NULL, 0);
	request.head.nlmsg_len += sizeof(struct ifinfomsg);
	attribute(IFLA_IFNAME, "eth0", 5);
	attribute(IFLA_NET_NS_PID, &pid, sizeof(pid));
	end(peer);
	end(data);
	end(info);
	transact(fd, "veth");
	close(fd);
}

static void eth0_up(void)
{
	int fd = netlink();
	struct ifinfomsg *link;
	struct ifaddrmsg *addr;
	struct in_addr ip;

	put(AT_FDCWD, "/proc/sys/net/ipv6/conf/eth0/disable_ipv6", "1");
	link = begin(RTM_NEWLINK, 0, sizeof(*link));
	link->ifi_flags = link->ifi_change = IFF_UP;
	attribute(IFLA_IFNAME, "eth0", 5);
	transact(fd, "eth0");
	if (address) {
		must(inet_pton(AF_INET, address, &ip) - 1, address);
		addr = begin(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, sizeof(*addr));
		*addr = (struct ifaddrmsg){ .ifa_family = AF_INET, .ifa_prefixlen = 24, .ifa_index = if_nametoindex("eth0") };
		attribute(IFA_LOCAL, &ip, sizeof(ip));
		attribute(IFA_ADDRESS, &ip, sizeof(ip));
		transact(fd, address);
	}
	close(fd);
}

static void lo_up(void)
{
	struct ifreq lo = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	must(fd, "socket");
	must(ioctl(fd, SIOCSIFFLAGS, &lo), "lo");
	close(fd);
}

/* The root */

static void node(const char *path, unsigned minor)
{
	must(mknod(path, S_IFCHR | 0666, makedev(1, minor)), path);
}

static void enter_root(const char *root)
{
	must(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "private");
	must(mount(root, root, NULL, MS_BIND | MS_REC, NULL), root);
	must(chdir(root), root);
	must(mount("proc", "proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL), "proc");
	must(mount("dev", "dev", "tmpfs", MS_NOSUID, "size=64k,mode=755"), "dev");
	umask(0);
	node("dev/null", 3);
	node("dev/zero", 5);
	node("dev/urandom", 9);
	umask(022);
	must(syscall(SYS_pivot_root, ".", "."), "pivot_root");
	must(umount2(".", MNT_DETACH), "umount");
	must(chdir("/"), "/");
}

static void drop_caps(void)
{
	struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct caps[2] = { { KEPT_CAPS, KEPT_CAPS, 0 } };
	int cap;

	for (cap = 0; cap <= LAST_CAP; cap++)
		if (!(cap < 32 && KEPT_CAPS >> cap & 1))
			must(prctl(PR_CAPBSET_DROP, cap, 0, 0, 0), "bounding set");
	must(syscall(SYS_capset, &head, caps), "capset");
	must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs");
}

static void inside(int go, const char *root, char **command)
{
	char *const env[] = { "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/", NULL };
	char byte;
	int i;

	for (i = 0; i < 3 && tasks_fd[i] >= 0; i++)
		must(write(tasks_fd[i], "0", 1), "tasks");
	enter_root(root);
	must(sethostname("limit", 5), "hostname");
	if (flags & CLONE_NEWNET)
		lo_up();
	if (host_end) {
		if (read(go, &byte, 1) != 1)
			_exit(125);
		eth0_up();
	}
	drop_caps();
	execve(command[0], command, env);
	die(command[0]);
}

static pid_t start(void)
{
	struct clone_args args = { .flags = flags, .exit_signal = SIGCHLD };

	if (group_fd >= 0) {
		args.flags |= CLONE_INTO_CGROUP;
		args.cgroup = (uint64_t)group_fd;
	}
	return (pid_t)syscall(SYS_clone3, &args, sizeof(args));
}

static int usage(void)
{
	fputs("usage: limit [-n] [-c GROUP] [-v HOSTIF [-i ADDR]] ROOT COMMAND [ARG]...\n"
	      "  -n  the host's network   -c  with limits, in a new cgroup\n"
	      "  -v  a veth pair          -i  eth0's address (a /24)\n", stderr);
	return 125;
}

int main(int argc, char **argv)
{
	int go[2] = { -1, -1 }, opt, status;
	pid_t child;

	while ((opt = getopt(argc, argv, "+nc:v:i:")) > 0) {
		if (opt == 'n')
			flags &= ~(uint64_t)CLONE_NEWNET;
		else if (opt == 'c')
			group = optarg;
		else if (opt == 'v')
			host_end = optarg;
		else if (opt == 'i')
			address = optarg;
		else
			return usage();
	}
	if (argc - optind < 2)
		return usage();
	if (group)
		make_groups();
	if (host_end)
		must(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, go), "socketpair");
	child = start();
	must(child, "clone3");
	if (child == 0) {
		if (host_end)
			close(go[0]); /* so that a dead parent reads as the end */
		inside(go[1], argv[optind], argv + optind + 1);
	}
	if (host_end) {
		make_veth(child);
		must(write(go[0], "x", 1), "go");
	}
	must(waitpid(child, &status, 0), "wait");
	if (group)
		remove_groups();
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
