/* SPDX-License-Identifier: GPL-2.0-only */
/* spec/argv and the option table: what the command line sets, what it refuses and says, and where it stops being read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
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
	BAD("-n: needs an argument", "-n");
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
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_int_equal(READ("--cgroup", bad[i], "/r"), -1);
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
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		if (READ("-u", bad[i], "/r") != -1)
			fail_msg("\"%s\" passed as a user", bad[i]);
}

static void maps(void **state)
{
	static const char *const bad[] = { "", "0", "0:1", "0:1:0", "0:1:2:3", "a:0:1", "0:0:-1", "0:4294967295:1", "0:4294967294:2", "4294967294:0:2",
					   "0:0:4294967296", "0:0:1 ", "0::1", "none:0:1", "None" };

	(void)state;
	GOOD("--uid-map", "0:100000:65536", "--uid-map=1:0:1", "--gid-map", "0:4294967294:1", "/r");
	assert_true(spec.userns);
	assert_int_equal(spec.n_uid_map, 2);
	assert_int_equal(spec.uid_map[0].outside, 100000);
	assert_int_equal(spec.uid_map[0].n, 65536);
	assert_int_equal(spec.uid_map[1].inside, 1);
	assert_int_equal(spec.n_gid_map, 1);
	assert_int_equal(spec.gid_map[0].outside, 4294967294u);
	GOOD("--uid-map=none", "/r");
	assert_true(spec.map_none && spec.userns && !spec.n_uid_map);
	BAD("--gid-map: none: not IN:OUT:N", "--gid-map=none", "/r");
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		if (READ("--uid-map", bad[i], "/r") != -1)
			fail_msg("\"%s\" passed as a map", bad[i]);
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
	for (size_t i = 0; i < ARRAY_SIZE(bind); i++)
		if (READ("-b", bind[i], "/r") != -1)
			fail_msg("\"%s\" passed as a bind", bind[i]);
	for (size_t i = 0; i < ARRAY_SIZE(tmpfs); i++)
		if (READ("--tmpfs", tmpfs[i], "/r") != -1)
			fail_msg("\"%s\" passed as a tmpfs", tmpfs[i]);
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
		{ "kernel.msgmnb=", "kernel/msgmnb=" }, { "kernel.sem=1 2 3 4", "kernel/sem=1 2 3 4" }, { "fs.mqueue.msg_max=/../x", "fs/mqueue/msg_max=/../x" },
	};
	static const char *const bad[] = { "", "=", "net", "net=", "net.=1", "net..x=1", "net/../kernel/core_pattern=|/x", "net/..=1", "net/./x=1", "/net/x=1",
					   "net.a b=1", "kernel.core_pattern=x", "kernel.hostname=x", "kernel.domainname=x", "kernel.sem_next_id=1", "vm.swappiness=1",
					   "fs.file-max=1", "user.max_user_namespaces=1", "netx.y=1", "net.netfilter.nf_conntrack_max=1", "net.nf_conntrack_max=1" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		GOOD("--sysctl", good[i][0], "/r");
		assert_string_equal(spec.sysctls.word[0], good[i][1]);
	}
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		if (READ("--sysctl", bad[i], "/r") != -1)
			fail_msg("\"%s\" passed as a sysctl", bad[i]);
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
	     "/r");
	assert_int_equal(spec.n_links, 2);
	assert_int_equal(l[0].n_ip, 1);
	assert_int_equal(l[1].n_ip, 2);
	assert_string_equal(l[1].hostif, "h0");
	assert_string_equal(l[1].bridge, "br0");
	assert_string_equal(l[1].gateway.text, "10.0.0.1");
	assert_int_equal(l[1].host_ip.prefix, 24);
	GOOD("--net=host", "/r");
	assert_int_equal(spec.share, NS_NET);
	GOOD("--net=host", "--net=none", "/r");
	assert_int_equal(spec.share, 0);
	BAD("--net: wlan: not none|host|veth[:HOSTIF]", "--net", "wlan", "/r");
	BAD("--bridge: br0: no --net veth before it", "--bridge", "br0", "--net", "veth", "/r");
	BAD("--net: veth,mac=1: a key is not ip=, gateway=, bridge= or host-ip=", "--net", "veth,mac=1", "/r");
	assert_int_equal(READ("--net", "veth:", "/r"), -1);
	assert_int_equal(READ("--net", "veth:a/b", "/r"), -1);
	assert_int_equal(READ("--net", "veth:1234567890123456", "/r"), -1);
	assert_int_equal(READ("--net", "veth,ip", "/r"), -1);
	assert_int_equal(READ("--net", "vet", "/r"), -1);
	assert_int_equal(READ("--net", "host,ip=10.0.0.1/8", "/r"), -1);
	assert_int_equal(READ("--net", "veth", "--net", "veth:b", "/r"), -1);
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

#define TEST(f) cmocka_unit_test_setup(f, begin)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(defaults), TEST(forms), TEST(ends_at_root), TEST(root_of_a_file), TEST(unknown), TEST(refused), TEST(accepted), TEST(cgroups), TEST(users),
		TEST(maps), TEST(environment), TEST(mounts), TEST(bad_mounts), TEST(words), TEST(sysctls), TEST(overlays), TEST(network), TEST(capabilities),
	};

	return cmocka_run_group_tests_name("spec_argv", tests, NULL, NULL);
}
