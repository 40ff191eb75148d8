/* SPDX-License-Identifier: GPL-2.0-only */
/* spec/argv and the option table: what the command line sets, what it refuses and says, and where it stops being read. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include "spec.h"

static void defaults(void **state)
{
	(void)state;
	unsetenv("TERM");
	GOOD("/r");
	assert_string_equal(spec.root, "/r");
	assert_int_equal(spec.argc, 0);
	assert_int_equal(spec.umask, 022);
	assert_int_equal(spec.n_links, 1);
	assert_int_equal(spec.n_env, 1);
	assert_string_equal(spec.env[0], "PATH=" CONFIG_DEFAULT_PATH);
	assert_int_equal(spec.share | spec.tolerate | spec.read_only | spec.userns, 0);
	setenv("TERM", "vt102", 1);
	GOOD("/r");
	assert_string_equal(spec.env[1], "TERM=vt102");
}

static void forms(void **state)
{
	(void)state;
	GOOD("--name=a", "--env", "K=V", "-rn", "b", "-eX=", "-w", "/tmp", "/r");
	assert_string_equal(spec.name, "b"); /* the last one counts */
	assert_true(spec.read_only);
	assert_string_equal(spec.workdir, "/tmp");
	assert_string_equal(str_env(spec.env, "K"), "V");
	assert_string_equal(str_env(spec.env, "X"), "");
	GOOD("--env=K==a=b", "/r");
	assert_string_equal(str_env(spec.env, "K"), "=a=b");
	GOOD("--read-only=no", "/r");
	assert_false(spec.read_only);
	GOOD("--read-only", "--read-only=off", "-r", "/r");
	assert_true(spec.read_only);
	assert_int_equal(READ("--help"), 1);
	assert_int_equal(READ("-r", "-h", "/r"), 1);
}

static void ends_at_root(void **state)
{
	(void)state;
	GOOD("/r", "cmd", "-r", "--name", "x", "--help");
	assert_false(spec.read_only);
	assert_int_equal(spec.argc, 5);
	assert_string_equal(spec.argv[0], "cmd");
	assert_string_equal(spec.argv[4], "--help");
	GOOD("/r", "--", "-r", "--");
	assert_int_equal(spec.argc, 2);
	assert_string_equal(spec.argv[0], "-r");
	assert_string_equal(spec.argv[1], "--");
	GOOD("/r", "--read-only");
	assert_false(spec.read_only);
	assert_string_equal(spec.argv[0], "--read-only");
	GOOD("--", "/-r", "x");
	assert_string_equal(spec.root, "/-r");
	/* A lone dash is no option. */
	GOOD("-", "x");
	assert_string_equal(spec.root + strlen(spec.root) - 2, "/-");
}

/* A root from a file, as set_config leaves it. */
static void root_of_a_file(void **state)
{
	char text[] = "root /from-file\ncommand old args\n";

	(void)state;
	assert_int_equal(spec_read_text(&spec, text, "f"), 0);
	assert_int_equal(more((const char *const[]){ "-r", "--", "new", NULL }), 0);
	assert_string_equal(spec.root, "/from-file");
	assert_int_equal(spec.argc, 1);
	assert_string_equal(spec.argv[0], "new");
	assert_true(spec.read_only);

	reset();
	strcpy(text, "root /from-file\ncommand old args\n");
	assert_int_equal(spec_read_text(&spec, text, "f"), 0);
	assert_int_equal(more((const char *const[]){ "/other", NULL }), 0);
	assert_string_equal(spec.root, "/other");
	assert_int_equal(spec.argc, 2); /* the file's stays */
	assert_string_equal(spec.argv[0], "old");
}

static void unknown(void **state)
{
	(void)state;
	BAD("--memry=16M: unknown option (did you mean memory?)", "--memry=16M", "/r");
	BAD("--nonsense: unknown option", "--nonsense", "/r");
	assert_int_equal(READ("--=x", "/r"), -1);
	BAD("-Z: unknown option", "-rZ", "/r");
	/* A prefix is no abbreviation. */
	assert_int_equal(READ("--memor", "1M", "/r"), -1);
	BAD("--name: needs an argument", "--name");
	BAD("--name: needs an argument", "-n");
	BAD("--name: needs an argument", "-rn");
}

/* The form that the table gives is what the user is told. */
static void refused(void **state)
{
	(void)state;
	BAD("--memory: x: not BYTES[K|M|G]", "--memory", "x", "/r");
	BAD("--cpus: 0: not 0.001...1000", "--cpus=0", "/r");
	BAD("--pids: 0: not 1...4194304", "--pids", "0", "/r");
	BAD("--pids: 4194305: not 1...4194304", "--pids", "4194305", "/r");
	BAD("--cpuset: 2-1: not CPU[-CPU],...", "--cpuset", "2-1", "/r");
	BAD("--umask: 0778: not OCTAL", "--umask", "0778", "/r");
	BAD("--umask: 1000: not OCTAL", "--umask", "1000", "/r");
	BAD("--read-only: maybe: not yes or no", "--read-only=maybe", "/r");
	BAD("--share: uts,mnt: not uts,ipc,pid,net,cgroup,time", "--share", "uts,mnt", "/r");
	BAD("--share: : not uts,ipc,pid,net,cgroup,time", "--share", "", "/r");
	BAD("--env: =x: not K[=V]", "-e", "=x", "/r");
	BAD("--name: ../x: not [A-Za-z0-9][A-Za-z0-9._-]..., at most 63 bytes", "-n", "../x", "/r");
	BAD("--bind: x: not SRC:DST[:FLAGS]", "--bind=x", "/r");
	BAD("ROOT: empty path", "");
}

static void accepted(void **state)
{
	(void)state;
	GOOD("--memory", "16M", "--cpus=.2", "--pids", "12", "--cpuset=0-1", "--umask", "0", "--cgroup", "//a/b", "--share=uts,time", "--tolerate",
	     "cgroup,time", "/r");
	assert_int_equal(spec.memory, 16 << 20);
	assert_int_equal(spec.cpu_quota, 200000);
	assert_int_equal(spec.pids, 12);
	assert_string_equal(spec.cpuset, "0-1");
	assert_int_equal(spec.umask, 0);
	assert_string_equal(spec.cgroup_parent, "a/b");
	assert_int_equal(spec.share, NS_UTS | NS_TIME);
	assert_int_equal(spec.tolerate, NS_CGROUP | TOLERATE_LIMITS | NS_TIME);
}

static void cgroups(void **state)
{
	static const char *const bad[] = { "", "/", "a/", "a//b", "..", "a/../b", "./a", "a/.", " a", "a/\nb" };

	(void)state;
	ALL_BAD("--cgroup", bad);
}

static void users(void **state)
{
	static const char *const good[] = { "0", "33:33", "www", "www:video,3", "0,1,2", "4294967294" };
	static const char *const bad[] = { "", ":", "0:", ":0", "0,", "-1", "+1", "01", "4294967295", "4294967296", "1a", "a:b:c", "a/b", "a b", "a:b,,c", "0:-1",
					   "123456789012345678901234567890123" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		GOOD("-u", good[i], "/r");
		assert_string_equal(spec.user, good[i]);
	}
	ALL_BAD("-u", bad);
}

static void maps(void **state)
{
	static const char *const bad[] = { "", "0", "0:1", "0:1:0", "0:1:2:3", "a:0:1", "0:0:-1", "0:4294967295:1", "0:4294967294:2", "4294967294:0:2",
					   "0:0:4294967296", "1:0:4294967295", "0:1:4294967295", "0:0:04294967295", "0:0:1 ", "0::1", "none:0:1", "None" };

	(void)state;
	GOOD("--uid-map", "0:100000:65536", "--uid-map=1:0:1", "--gid-map", "0:4294967294:1", "/r");
	assert_int_equal(spec.n_uid_map, 2);
	assert_int_equal(spec.uid_map[0].outside, 100000);
	assert_int_equal(spec.uid_map[0].n, 65536);
	assert_int_equal(spec.uid_map[1].inside, 1);
	assert_int_equal(spec.n_gid_map, 1);
	assert_int_equal(spec.gid_map[0].outside, 4294967294u);
	GOOD("--uid-map=0:0:4294967295", "--gid-map=4294967294:4294967294:1", "/r");
	assert_true(spec.uid_map[0].n == UINT32_MAX && spec.gid_map[0].inside == UINT32_MAX - 1);
	GOOD("--uid-map=none", "/r");
	assert_true(spec.map_none && !spec.n_uid_map);
	BAD("--gid-map: none: not IN:OUT:N", "--gid-map=none", "/r");
	ALL_BAD("--uid-map", bad);
}

static void environment(void **state)
{
	(void)state;
	setenv("CALLERS", "v=1", 1);
	unsetenv("NONE");
	GOOD("-e", "CALLERS", "-e", "NONE", "-e", "PATH=/x", "-e", "A=1", "-e", "AB=2", "-e", "A=3", "/r");
	assert_string_equal(str_env(spec.env, "CALLERS"), "v=1");
	assert_null(str_env(spec.env, "NONE"));
	assert_string_equal(spec.env[0], "PATH=/x");
	assert_string_equal(str_env(spec.env, "A"), "3");
	assert_string_equal(str_env(spec.env, "AB"), "2");
	/* PATH, TERM, CALLERS, A, AB: each once */
	assert_int_equal(spec.n_env, 5);
}

static void mounts(void **state)
{
	const struct mount_spec *m = spec.mounts;

	(void)state;
	GOOD("-b", "/s:/d", "-b", "/s\\:x:/d\\:y:ro,rec,noexec", "--tmpfs", "/t:size=4M,mode=1777,noexec", "--tmpfs=/u", "-b", "/a:/b:ro,rw,suid,dev,slave", "/r");
	assert_int_equal(spec.n_mounts, 5);
	assert_string_equal(m[0].src, "/s");
	assert_string_equal(m[0].dst, "/d");
	assert_int_equal(m[0].flags, 0);
	assert_string_equal(m[1].src, "/s:x");
	assert_string_equal(m[1].dst, "/d:y");
	assert_int_equal(m[1].flags, MOUNT_RO | MOUNT_REC | MOUNT_NOEXEC);
	assert_null(m[2].src);
	assert_int_equal(m[2].size, 4 << 20);
	assert_int_equal(m[2].mode, 01777);
	assert_int_equal(m[2].flags, MOUNT_NOEXEC);
	assert_int_equal(m[3].size, 0);
	assert_int_equal(m[3].mode, 0755);
	assert_int_equal(m[4].flags, MOUNT_SUID | MOUNT_DEV | MOUNT_SLAVE);
	GOOD("-b", "/s/../t:/./d//e/.:idmap,private", "--tmpfs=//tmp/", "-b", "/s:/..a/.b", "/r");
	assert_string_equal(m[0].src, "/s/../t");
	assert_string_equal(m[0].dst, "/d/e");
	assert_int_equal(m[0].flags, MOUNT_IDMAP);
	assert_string_equal(m[1].dst, "/tmp");
	assert_string_equal(m[2].dst, "/..a/.b");
}

static void bad_mounts(void **state)
{
	static const char *const bind[] = { "", ":", "/s", "/s:", ":/d", "/s:d", "/s:/", "/s:///", "/s:/d:nonsense", "/s:/d:ro,,rw", "/s:/d:,", "/s:/d:RO",
					    "/s:/d:size=1M", "/s:/d:ro:rw", "/s\\:/d", "/s:/.", "/s:/./.", "/s:/a/../b", "/s:/..", "/s:/d:noidmap" };
	static const char *const tmpfs[] = { "", "t", "/", ":", "/t:size=0", "/t:size=", "/t:mode=8", "/t:mode=10000", "/t:nonsense", "/t:size=1M,,ro" };

	(void)state;
	ALL_BAD("-b", bind);
	ALL_BAD("--tmpfs", tmpfs);
}

static void words(void **state)
{
	(void)state;
	GOOD("--mask=/a//b/", "--mask", "/c", "--unmask=/proc/kcore", "--dns", "10.0.0.1", "--dns=fd00::1", "--search=a.b", "--search", ".", "/r");
	assert_int_equal(spec.masks.n, 2);
	assert_string_equal(spec.masks.word[0], "/a/b");
	assert_string_equal(spec.unmasks.word[0], "/proc/kcore");
	assert_string_equal(spec.dns.word[1], "fd00::1");
	assert_string_equal(spec.search.word[1], ".");
	BAD("--mask: a: not a path below /, without \"..\"", "--mask=a", "/r");
	BAD("--mask: /../a: not a path below /, without \"..\"", "--mask=/../a", "/r");
	BAD("--unmask: /: not a path below /, without \"..\"", "--unmask=/", "/r");
	BAD("--dns: dns.example: not ADDR", "--dns=dns.example", "/r");
	BAD("--dns: 10.0.0.1/8: not ADDR", "--dns=10.0.0.1/8", "/r");
	assert_int_equal(READ("--search", "", "/r"), -1);
	assert_int_equal(READ("--search", "a b", "/r"), -1);
	assert_int_equal(READ("--search", "a\nnameserver 10.0.0.1", "/r"), -1);
	GOOD("--dns=::1", "/r");
	for (unsigned i = 1; i < CONFIG_MAX_WORDS; i++)
		assert_int_equal(more((const char *const[]){ "--dns=::1", NULL }), 0);
	assert_int_equal(more((const char *const[]){ "--dns=::1", NULL }), -1);
}

static void sysctls(void **state)
{
	static const char *const good[][2] = {
		{ "net.ipv4.ip_forward=1", "net/ipv4/ip_forward=1" }, { "net/ipv4/conf/eth0.5/forwarding=0", "net/ipv4/conf/eth0.5/forwarding=0" },
		{ "net.ipv4.conf.eth0/5.forwarding=0", "net/ipv4/conf/eth0.5/forwarding=0" }, { "kernel.shmmax=1", "kernel/shmmax=1" },
		{ "kernel.msgmnb=2", "kernel/msgmnb=2" }, { "kernel.sem=1 2 3 4", "kernel/sem=1 2 3 4" }, { "fs.mqueue.msg_max=/../x", "fs/mqueue/msg_max=/../x" },
	};
	static const char *const bad[] = { "", "=", "net", "net=", "net.ipv4.ip_forward=", "net.=1", "net..x=1", "net/../kernel/core_pattern=|/x", "net/..=1", "net/./x=1", "/net/x=1",
					   "net.a b=1", "kernel.core_pattern=x", "kernel.hostname=x", "kernel.domainname=x", "kernel.sem_next_id=1", "vm.swappiness=1",
					   "fs.file-max=1", "user.max_user_namespaces=1", "netx.y=1", "net.netfilter.nf_conntrack_max=1", "net.nf_conntrack_max=1",
					   "net.netfilter.nf_hooks_lwtunnel=1" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		GOOD("--sysctl", good[i][0], "/r");
		assert_string_equal(spec.sysctls.word[0], good[i][1]);
	}
	ALL_BAD("--sysctl", bad);
}

static void overlays(void **state)
{
	(void)state;
	GOOD("--overlay", "/r");
	assert_int_equal(spec.overlay, OVERLAY_TMPFS);
	GOOD("--overlay=/o", "/r");
	assert_int_equal(spec.overlay, OVERLAY_DIR);
	assert_string_equal(spec.overlay_dir, "/o");
	GOOD("--overlay", "--overlay=no", "/r");
	assert_int_equal(spec.overlay, OVERLAY_NONE);
	assert_int_equal(READ("--overlay=o", "/r"), -1);
	assert_int_equal(READ("--overlay=", "/r"), -1);
}

static void network(void **state)
{
	const struct link_spec *l = spec.links;

	(void)state;
	GOOD("--ip", "127.0.0.2/8", "--net", "veth:h0,ip=10.0.0.2/24", "--ip", "fd00::2/64", "--gateway", "10.0.0.1", "--bridge=br0", "--host-ip", "10.0.0.1/24",
	     "--mac", "02:00:00:00:0a:Ff", "--mtu=1400", "--ifname=wan0", "--vlan=7", "/r");
	assert_int_equal(spec.n_links, 2);
	assert_int_equal(l[0].n_ip, 1);
	assert_int_equal(l[1].n_ip, 2);
	assert_string_equal(l[1].hostif, "h0");
	assert_string_equal(l[1].bridge, "br0");
	assert_string_equal(l[1].gateway[0].text, "10.0.0.1");
	assert_int_equal(l[1].gateway[1].family, 0);
	assert_int_equal(l[1].host_ip[0].prefix, 24);
	assert_memory_equal(l[1].mac, "\x02\0\0\0\x0a\xff", 6);
	assert_int_equal(l[1].mtu, 1400);
	assert_string_equal(l[1].ifname, "wan0");
	assert_int_equal(l[1].vlan, 7);
	GOOD("--net=host", "/r");
	assert_int_equal(spec.share, NS_NET);
	GOOD("--net=host", "--net=none", "/r");
	assert_int_equal(spec.share, 0);
	BAD("--net: wlan: not none|host|veth[:HOSTIF]|macvlan:IF|ipvlan:IF|phys:IF", "--net", "wlan", "/r");
	BAD("--bridge: br0: no --net veth before it", "--bridge", "br0", "--net", "veth", "/r");
	BAD("--net: veth,memory=1M: not KEY=VALUE, or no link has that KEY", "--net", "veth,memory=1M", "/r");
	BAD("--net: veth,net=veth: not KEY=VALUE, or no link has that KEY", "--net", "veth,net=veth", "/r");
	assert_int_equal(READ("--net", "veth:", "/r"), -1);
	assert_int_equal(READ("--net", "veth:a/b", "/r"), -1);
	assert_int_equal(READ("--net", "veth:1234567890123456", "/r"), -1);
	assert_int_equal(READ("--net", "veth,ip", "/r"), -1);
	assert_int_equal(READ("--net", "vet", "/r"), -1);
	assert_int_equal(READ("--net", "host,ip=10.0.0.1/8", "/r"), -1);
	assert_int_equal(READ("--net", "macvlan", "/r"), -1);
	assert_int_equal(READ("--net", "phys:", "/r"), -1);
}

static void links(void **state)
{
	static const char *const loners[] = { "--gateway=10.0.0.1", "--route=10.0.0.0/8", "--mac=02:00:00:00:00:01", "--mtu=1400", "--ifname=a", "--vlan=5" };
	static const char *const wrong[] = {
		"--mac=01:00:00:00:00:01", "--mac=00:00:00:00:00:00", "--mac=02:00:00:00:00", "--mac=02:00:00:00:00:1", "--mac=02:00:00:00:00:001",
		"--mac=02-00-00-00-00-01", "--mac=02:00:00:00:00:01:", "--mac=", "--mtu=67", "--mtu=65536", "--mtu=", "--vlan=0", "--vlan=4095", "--vlan=1x",
		"--ifname=", "--ifname=a%d", "--ifname=0123456789abcdef", "--route=10.0.0.0", "--route=10.0.0.0/8,", "--route=10.0.0.0/8,via=",
		"--route=10.0.0.0/8,dev=a", "--route=10.0.0.0/8,via=fd00::1", "--route=fd00::/64,via=10.0.0.1", "--route=", "--route=,via=10.0.0.1",
		"--route=10.0.0.5/0", "--route=fd03::1/16", "--route=10.9.0.0/16,via=0.0.0.0", "--ip=0.0.0.0/24", "--ip=224.0.0.1/4",
		"--ip=255.255.255.255/32", "--ip=::/64", "--ip=ff02::1/64", "--gateway=0.0.0.0", "--host-ip=239.1.2.3/8",
	};
	const struct link_spec *l = spec.links;

	(void)state;
	GOOD("--net=veth", "--net", "macvlan:eth1,mtu=1300,ifname=lan,vlan=9", "--net=ipvlan:br-lan.2", "--net=phys:wan", "/r");
	assert_int_equal(spec.n_links, 5);
	assert_int_equal(l[2].kind, LINK_MACVLAN);
	assert_string_equal(l[2].hostif, "eth1");
	assert_int_equal(l[2].mtu, 1300);
	assert_int_equal(l[2].vlan, 9);
	assert_int_equal(l[3].kind, LINK_IPVLAN);
	assert_int_equal(l[4].kind, LINK_PHYS);
	/* A route's via is a key of its own in --net. */
	GOOD("--net", "veth,route=10.1.0.0/16,via=10.0.0.1,route=fd00::/8,via=fe80::1,ip=10.0.0.2/8", "--route=10.2.0.0/16,via=10.0.0.3", "--route=0.0.0.0/0", "/r");
	assert_int_equal(l[1].n_routes, 4);
	assert_string_equal(l[1].routes[0].dst.text, "10.1.0.0/16");
	assert_string_equal(l[1].routes[0].via.text, "10.0.0.1");
	assert_int_equal(l[1].routes[1].via.family, AF_INET6);
	assert_string_equal(l[1].routes[2].via.text, "10.0.0.3");
	assert_int_equal(l[1].routes[3].via.family, 0);
	assert_int_equal(l[1].n_ip, 1);
	assert_int_equal(READ("--net", "veth,via=10.0.0.1", "/r"), -1);
	/* A gateway of each family; the later one of the same. */
	GOOD("--net=veth", "--gateway=10.0.0.1", "--gateway=fd00::1", "--gateway=10.0.0.9", "/r");
	assert_string_equal(l[1].gateway[0].text, "10.0.0.9");
	assert_string_equal(l[1].gateway[1].text, "fd00::1");
	/* none begins anew. */
	GOOD("--net=veth", "--net=none", "--ip=127.0.0.2/8", "/r");
	assert_int_equal(spec.n_links, 1);
	assert_int_equal(l[0].n_ip, 1);
	for (unsigned i = 0; i < ARRAY_SIZE(loners); i++) {
		assert_int_equal(READ(loners[i], "--net=veth", "/r"), -1);
		assert_non_null(str_find(fail_text(), ": no --net with a link before it"));
		GOOD("--net=phys:eth1", loners[i], "/r");
	}
	for (unsigned i = 0; i < ARRAY_SIZE(wrong); i++)
		if (READ("--net=veth", wrong[i], "/r") != -1)
			fail_msg("%s", wrong[i]);
	BAD("--bridge: br0: no --net veth before it", "--net=macvlan:eth0", "--bridge", "br0", "/r");
	BAD("--host-ip: 10.0.0.1/8: no --net veth before it", "--net=phys:eth0", "--host-ip", "10.0.0.1/8", "/r");
}

static void capabilities(void **state)
{
	(void)state;
	GOOD("--cap-add", "net_raw,CAP_SYS_ADMIN", "--cap-drop", "cap_chown", "/r");
	assert_true(spec.cap_add == (1ULL << 13 | 1ULL << 21) && spec.cap_drop == 1);
	/* The later one wins; "all" leaves single names alone. */
	GOOD("--cap-add=net_raw", "--cap-drop=net_raw", "/r");
	assert_true(!spec.cap_add && spec.cap_drop == 1ULL << 13);
	GOOD("--cap-drop=all", "--cap-add=chown", "/r");
	assert_true(spec.cap_add == 1 && spec.cap_drop == SPEC_ALL);
	GOOD("--cap-add=chown", "--cap-drop=ALL", "/r");
	assert_true(spec.cap_add == 1 && spec.cap_drop == SPEC_ALL);
	BAD("--cap-add: net_row: not CAP,...|all", "--cap-add", "net_row", "/r");
	assert_int_equal(READ("--cap-add", "", "/r"), -1);
	assert_int_equal(READ("--cap-add", "chown,", "/r"), -1);
	assert_int_equal(READ("--cap-add", "cap_cap_chown", "/r"), -1);
	assert_int_equal(READ("--cap-add", "a_name_that_is_longer_than_any_capability_has", "/r"), -1);
}

static void ambient(void **state)
{
	(void)state;
	/* Not what --cap-add and --cap-drop are to each other. */
	GOOD("--cap-add=net_raw", "--cap-drop=chown", "--ambient", "net_raw,CAP_CHOWN", "--ambient=sys_admin", "/r");
	assert_true(spec.cap_ambient == (1ULL << 13 | 1 | 1ULL << 21) && spec.cap_add == 1ULL << 13 && spec.cap_drop == 1);
	GOOD("--ambient=net_raw", "--cap-drop=net_raw", "--cap-add=chown", "--ambient=all", "/r");
	assert_true(spec.cap_ambient == SPEC_ALL && spec.cap_drop == 1ULL << 13 && spec.cap_add == 1);
	BAD("--ambient: net_row: not CAP,...|all", "--ambient", "net_row", "/r");
}

static void joins(void **state)
{
	static const char *const bad[] = { "", "net", "net=", "=", "=1" };

	(void)state;
	GOOD("--join", "net=/run/netns/x", "--join=pid=17", "--join=user=web", "--join=net=./y", "/r");
	assert_int_equal(spec.join, NS_NET | NS_PID | NS_USER);
	assert_string_equal(spec.joined[4], "./y");
	assert_string_equal(spec.joined[3], "17");
	assert_string_equal(spec.joined[0], "web");
	assert_null(spec.joined[1]);
	GOOD("--join=uts=a=b", "--join=ipc=1", "--join=cgroup=1", "--join=time=1", "/r");
	assert_int_equal(spec.join, NS_UTS | NS_IPC | NS_CGROUP | NS_TIME);
	assert_string_equal(spec.joined[1], "a=b");
	ALL_BAD("--join", bad);
	BAD("--join: mnt=1: NS is uts, ipc, pid, net, cgroup, time or user", "--join=mnt=1", "/r");
	BAD("--join: ne=1: NS is uts, ipc, pid, net, cgroup, time or user", "--join=ne=1", "/r");
	BAD("--join: nett=1: NS is uts, ipc, pid, net, cgroup, time or user", "--join=nett=1", "/r");
}

static void resource_limits(void **state)
{
	static const char *const names[] = { "as", "core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice", "nofile", "nproc", "rss", "rtprio",
					     "rttime", "sigpending", "stack" };
	static const char *const bad[] = { "", "nofile", "nofile=", "=1", "nofile=x", "nofile=1:", "nofile=:1", "nofile=1:2:3", "nofile=-2", "nofile=1T",
					   "nofile= 1", "nofile=-1:5", "nofile=-10" };
	char arg[24];

	(void)state;
	for (unsigned i = 0; i < ARRAY_SIZE(names); i++) {
		str_fmt(arg, sizeof(arg), "%s=%u:1K", names[i], i);
		GOOD("--rlimit", arg, "/r");
		for (unsigned k = 0; k < SPEC_RLIMITS; k++)
			if (spec.rlimits == 1u << k) {
				assert_string_equal(text_word(TEXT_RLIMITS, k), names[i]);
				assert_true(spec.rlimit[k][0] == i && spec.rlimit[k][1] == 1024);
			}
		assert_true(spec.rlimits && !(spec.rlimits & (spec.rlimits - 1)));
	}
	GOOD("--rlimit=nofile=7", "--rlimit=core=unlimited", "--rlimit=stack=0:-1", "/r");
	assert_true(spec.rlimit[9][0] == 7 && spec.rlimit[9][1] == 7);
	assert_true(spec.rlimit[1][0] == UINT64_MAX && spec.rlimit[1][1] == UINT64_MAX);
	assert_true(!spec.rlimit[15][0] && spec.rlimit[15][1] == UINT64_MAX);
	ALL_BAD("--rlimit", bad);
	BAD("--rlimit: nofile=2:1: SOFT above HARD", "--rlimit=nofile=2:1", "/r");
	BAD("--rlimit: fd=1: no such limit", "--rlimit=fd=1", "/r");
}

static void small_numbers(void **state)
{
	(void)state;
	GOOD("/r");
	assert_true(!spec.nice.given && !spec.oom_score.given && !spec.personality);
	GOOD("--nice", "-20", "--oom-score", "1000", "/r");
	assert_true(spec.nice.given && spec.nice.value == -20 && spec.oom_score.given && spec.oom_score.value == 1000);
	GOOD("--nice=19", "--oom-score=-1000", "/r");
	assert_true(spec.nice.value == 19 && spec.oom_score.value == -1000);
	BAD("--nice: 20: not -20...19", "--nice=20", "/r");
	BAD("--nice: -21: not -20...19", "--nice=-21", "/r");
	BAD("--nice: --1: not -20...19", "--nice=--1", "/r");
	BAD("--oom-score: 1001: not -1000...1000", "--oom-score=1001", "/r");
	BAD("--oom-score: -: not -1000...1000", "--oom-score=-", "/r");
	GOOD("--personality=linux", "--allow-new-privs", "/r");
	assert_true(spec.personality == 1 && spec.allow_new_privs);
	GOOD("--personality=linux32", "/r");
	assert_int_equal(spec.personality, 9);
	BAD("--personality: linux3: not linux|linux32", "--personality=linux3", "/r");
	BAD("--personality: linux322: not linux|linux32", "--personality=linux322", "/r");
}

static void stopping(void **state)
{
	static const struct {
		const char *s;
		unsigned number;
	} good[] = {
		{ "TERM", SIGTERM }, { "SIGTERM", SIGTERM }, { "15", 15 }, { "1", 1 }, { "USR1", SIGUSR1 }, { "SIGUSR2", SIGUSR2 }, { "SYS", SIGSYS }, { "IO", SIGIO },
		{ "HUP", SIGHUP }, { "VTALRM", SIGVTALRM }, { "RTMIN", 34 }, { "SIGRTMIN+3", 37 }, { "RTMIN+0", 34 }, { "RTMIN+30", 64 }, { "64", 64 },
	};
	char last[16], above[16], rt_last[16], rt_above[16]; /* 64, and on MIPS 127 */
	static const char *const bad[] = { "", "0", "128", "TER", "TERMS", "term", "SIG", "SIG15", "RTMIN+", "RTMIN+94", "RTMIN-1", "RTMIN+TERM", "-1", "9x", "1,2", "HUP,INT" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		GOOD("--stop-signal", good[i].s, "/r");
		assert_int_equal(spec.stop_signal, good[i].number);
	}
	ALL_BAD("--stop-signal", bad);
	str_fmt(last, sizeof(last), "%u", _NSIG - 1);
	str_fmt(rt_last, sizeof(rt_last), "RTMIN+%u", _NSIG - 1 - 34);
	GOOD("--stop-signal", last, "/r");
	assert_int_equal(spec.stop_signal, _NSIG - 1);
	GOOD("--stop-signal", rt_last, "/r");
	assert_int_equal(spec.stop_signal, _NSIG - 1);
	str_fmt(above, sizeof(above), "%u", _NSIG);
	str_fmt(rt_above, sizeof(rt_above), "RTMIN+%u", _NSIG - 34);
	ALL_BAD("--stop-signal", ((const char *const[]){ above, rt_above }));
	GOOD("/r");
	assert_true(spec.stop_signal == 0 && spec.stop_timeout.sec == CONFIG_STOP_TIMEOUT && !spec.stop_timeout.nsec);
	GOOD("--stop-timeout", "0", "/r");
	assert_false(spec_is_span(spec.stop_timeout));
	GOOD("--stop-timeout", "1000000", "/r");
	BAD("--stop-timeout: 1000001: not TIME[ms|s|m|h]", "--stop-timeout", "1000001", "/r");
	BAD("--stop-timeout: -1: not TIME[ms|s|m|h]", "--stop-timeout=-1", "/r");
	GOOD("--boottime=-1.5", "--monotonic", "2h", "/r");
	assert_true(spec.boottime.sec == -2 && spec.boottime.nsec == 500000000 && spec.monotonic.sec == 7200 && !spec.monotonic.nsec);
	GOOD("-dti", "--pidfile", "/x", "/r");
	assert_true(spec.detach && spec.tty && spec.init);
	assert_string_equal(spec.pidfile, "/x");
}

#define TEST(f) cmocka_unit_test_setup(f, begin)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(defaults), TEST(forms), TEST(ends_at_root), TEST(root_of_a_file), TEST(unknown), TEST(refused), TEST(accepted), TEST(cgroups), TEST(users),
		TEST(maps), TEST(environment), TEST(mounts), TEST(bad_mounts), TEST(words), TEST(sysctls), TEST(overlays), TEST(network), TEST(links),
		TEST(capabilities),
		TEST(ambient), TEST(joins), TEST(resource_limits), TEST(small_numbers), TEST(stopping),
	};

	return cmocka_run_group_tests_name("spec_argv", tests, NULL, NULL);
}
