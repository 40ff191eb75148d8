/* SPDX-License-Identifier: GPL-2.0-only */
/* spec/check: what makes a specification whole, what contradicts itself, and the bounds of it all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include "spec.h"
#include "spec/unit.h"

static void completed(void **state)
{
	(void)state;
	WHOLE("/r");
	assert_string_equal(spec.argv[0], CONFIG_DEFAULT_COMMAND);
	assert_null(spec.argv[1]);
	assert_int_equal(spec.argc, 1);
	assert_false(spec.userns);
	assert_null(spec.env[spec.n_env]);
	reset();
	assert_int_equal(spec_check(&spec, true), -1);
	assert_string_equal(fail_text(), "ROOT: missing");
}

static void names(void **state)
{
	static const struct {
		const char *root, *name;
	} is[] = {
		{ "/srv/web", "web-%d" }, { "/srv/web///", "web-%d" }, { "/", "root-%d" }, { "/a/.hidden", "hidden-%d" }, { "/a/..", "root-%d" },
		{ "/a/x y/", "xy-%d" }, { "/a/\xc3\xa4", "root-%d" }, { "/a/a:b,c", "abc-%d" },
	};
	char name[SPEC_NAME + 1], big[301];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(is); i++) {
		WHOLE(is[i].root);
		str_fmt(name, sizeof(name), is[i].name, (int)getpid());
		assert_string_equal(spec.name, name);
		assert_false(spec.recorded);
	}
	memset(big, 'a', 300);
	big[0] = '/';
	big[300] = 0;
	WHOLE(big);
	assert_true(unit_name(spec.name));
	WHOLE("--name", "given", "/r");
	assert_true(spec.recorded);
	assert_string_equal(spec.name, "given");
}

static void contradictions(void **state)
{
	(void)state;
	CONTRADICTS("--net: its namespace is the host's, or joined", "--share", "net", "--net", "veth", "/r");
	CONTRADICTS("--ip: its namespace is the host's, or joined", "--ip=127.0.0.2/8", "--net=host", "/r");
	CONTRADICTS("--gateway: 10.0.0.1: needs an --ip of its family", "--net=veth", "--gateway=10.0.0.1", "--ip", "fd00::2/64", "/r");
	CONTRADICTS("--gateway: fd00::1: needs an --ip of its family", "--net=veth", "--gateway=fd00::1", "--ip", "10.0.0.2/8", "/r");
	CONTRADICTS("--net: its namespace is the host's, or joined", "--net=macvlan:a", "--net", "host", "/r");
	CONTRADICTS("--vlan: a veth needs a --bridge", "--net=veth", "--vlan=5", "/r");
	CONTRADICTS("--mac: an ipvlan has its interface's", "--net=ipvlan:a", "--mac=02:00:00:00:00:01", "/r");
	CONTRADICTS("--ifname: lo: is taken", "--net=veth", "--ifname=lo", "/r");
	CONTRADICTS("--ifname: a: is taken", "--net=veth", "--ifname=a", "--net=veth", "--ifname=a", "/r");
	CONTRADICTS("--tty: not with --detach", "-dt", "/r");
	CONTRADICTS("--boottime: its namespace is the host's, or joined", "--share=time", "--boottime=1", "/r");
	CONTRADICTS("--monotonic: its namespace is the host's, or joined", "--share=time", "--monotonic=-1", "/r");
	CONTRADICTS("--hostname: its namespace is the host's, or joined", "--share=uts", "--hostname", "a", "/r");
	CONTRADICTS("--domainname: its namespace is the host's, or joined", "--share=uts", "--domainname", "a", "/r");
	CONTRADICTS("--hostname: not up to 64 bytes without blanks", "--hostname", "", "/r");
	CONTRADICTS("--hostname: not up to 64 bytes without blanks", "--hostname", "12345678901234567890123456789012345678901234567890123456789012345", "/r");
	CONTRADICTS("--domainname: not up to 64 bytes without blanks", "--domainname", "12345678901234567890123456789012345678901234567890123456789012345", "/r");
	CONTRADICTS("--hostname: not up to 64 bytes without blanks", "--hostname", "a\nb", "/r");
	CONTRADICTS("--domainname: not up to 64 bytes without blanks", "--domainname", "a b", "/r");
	CONTRADICTS("--workdir: tmp: not an absolute path", "-w", "tmp", "/r");
	CONTRADICTS("--overlay-size: no overlay in memory", "--overlay-size=1M", "/r");
	CONTRADICTS("--overlay-size: no overlay in memory", "--overlay-size=1M", "--overlay=/o", "/r");
	CONTRADICTS("--uid-map: none and a range", "--uid-map=none", "--uid-map=0:0:1", "/r");
	CONTRADICTS("--gid-map: needs --uid-map", "--gid-map=0:0:1", "/r");
	CONTRADICTS("--user: no id is mapped (--uid-map none)", "--uid-map=none", "-u", "5", "/r");
	CONTRADICTS("--bind: /a: idmap: no user namespace", "-b", "/s:/a:idmap", "/r");
	CONTRADICTS("--bind: /a: idmap: no user namespace", "-b", "/s:/a:idmap", "--uid-map=none", "/r");
	CONTRADICTS("--sysctl: net/ipv4/ip_forward=1: its namespace is the host's, or joined", "--sysctl=net.ipv4.ip_forward=1", "--net=host", "/r");
	CONTRADICTS("--sysctl: kernel/sem=1: its namespace is the host's, or joined", "--sysctl=kernel/sem=1", "--share=ipc", "/r");
	WHOLE("--sysctl=net.ipv4.ip_forward=1", "--share=ipc", "-b", "/s:/a:idmap", "--userns", "/r");
	WHOLE("--hostname", "1234567890123456789012345678901234567890123456789012345678901234", "-b", "/../s:/..a/b..", "-w", "/../x", "--overlay",
	      "--overlay-size=1M", "/r");
}

static void inside_names(void **state)
{
	static const char *const wanted[] = { "eth2", "eth1", "eth3", "eth4", "wan" };

	(void)state;
	WHOLE("--net=veth", "--ifname=eth2", "--net=macvlan:a", "--net=veth", "--net=veth", "--ifname=eth4", "--net=phys:b", "--ifname=wan", "/r");
	for (unsigned i = 0; i < ARRAY_SIZE(wanted); i++)
		assert_string_equal(spec.links[i + 1].ifname, wanted[i]);
	WHOLE("--net=veth", "/r");
	assert_string_equal(spec.links[1].ifname, "eth0");
}

static void user_namespaces(void **state)
{
	(void)state;
	WHOLE_AS(false, "/r");
	assert_true(spec.userns && spec.build_in_userns);
	WHOLE("--userns", "/r");
	assert_true(spec.build_in_userns);
	/* Root without a map builds outside of it; a plain user cannot. */
	WHOLE("--uid-map=none", "/r");
	assert_true(spec.userns && !spec.build_in_userns);
	WHOLE_AS(false, "--uid-map=none", "/r");
	assert_true(spec.build_in_userns);
	/* A map is for one, whatever was said before or after. */
	WHOLE("--uid-map=0:1:1", "--userns=no", "/r");
	assert_true(spec.userns && spec.build_in_userns);
	/* Said in so many words: --userns=no does not make a plain user root. */
	WHOLE_AS(false, "--userns=no", "/r");
	assert_true(spec.build_in_userns);
}

static void overlaps(void **state)
{
	(void)state;
	WHOLE("--uid-map=0:100:10", "--uid-map=10:90:10", "--uid-map=20:110:10", "--gid-map=0:100:10", "/r");
	WHOLE("--uid-map=0:100:10", "--uid-map=4294967294:4294967294:1", "/r");
	WHOLE("--uid-map=4294967294:0:1", "--uid-map=0:1:4294967294", "/r");
	CONTRADICTS("--uid-map: 9:300:1: overlaps another", "--uid-map=0:100:10", "--uid-map=9:300:1", "/r");
	CONTRADICTS("--uid-map: 0:100:10: overlaps another", "--uid-map=9:300:1", "--uid-map=0:100:10", "/r");
	CONTRADICTS("--uid-map: 50:91:10: overlaps another", "--uid-map=0:100:10", "--uid-map=50:91:10", "/r");
	CONTRADICTS("--uid-map: 5:2:1: overlaps another", "--uid-map=5:1:1", "--uid-map=5:2:1", "/r");
	CONTRADICTS("--uid-map: 4294967294:7:1: overlaps another", "--uid-map=0:0:4294967295", "--uid-map=4294967294:7:1", "/r");
	CONTRADICTS("--gid-map: 2:1:1: overlaps another", "--uid-map=0:0:1", "--gid-map=0:0:1", "--gid-map=1:1:1", "--gid-map=2:1:1", "/r");
}

static void joins(void **state)
{
	(void)state;
	WHOLE("--join=pid=1", "--join=net=x", "--share=uts", "/r");
	assert_int_equal(spec.share, NS_PID | NS_NET | NS_UTS);
	assert_false(spec.userns);
	WHOLE("--join=user=1", "/r");
	assert_true(spec.userns && spec.build_in_userns && spec.share == NS_USER);
	CONTRADICTS("--join: of a shared namespace", "--join=net=x", "--net=host", "/r");
	CONTRADICTS("--join: of a shared namespace", "--share=uts,pid", "--join=pid=1", "/r");
	CONTRADICTS("--uid-map: the user namespace is joined", "--join=user=1", "--uid-map=0:0:1", "/r");
	CONTRADICTS("--uid-map: the user namespace is joined", "--join=user=1", "--uid-map=none", "/r");
	CONTRADICTS("--net: its namespace is the host's, or joined", "--join=net=x", "--net=veth", "/r");
	CONTRADICTS("--hostname: its namespace is the host's, or joined", "--join=uts=x", "--hostname=x", "/r");
}

static void order(void **state)
{
	static const char *const wanted[] = { "/a", "/c", "/b", "/a/b", "/a/b/c" };

	(void)state;
	WHOLE("--tmpfs=/a/b/c", "-b", "/1:/a", "-b/2:/a/b", "-b", "/3:/c", "--tmpfs=/b", "/r");
	for (unsigned i = 0; i < ARRAY_SIZE(wanted); i++)
		assert_string_equal(spec.mounts[i].dst, wanted[i]);
}

/* N times the option FORMAT, whose %u counts, then ROOT. */
static int many(unsigned n, const char *format)
{
	static char words[1100][32];
	static const char *args[1102];

	for (unsigned i = 0; i < n; i++) {
		str_fmt(words[i], sizeof(words[i]), format, i);
		args[i] = words[i];
	}
	args[n] = "/r";
	args[n + 1] = NULL;
	reset();
	return spec_read_argv(&spec, (char **)args);
}

static void bounds(void **state)
{
	(void)state;
	setenv("TERM", "x", 1);
	assert_int_equal(many(CONFIG_MAX_ENV, "--env=V%u=1"), 0);
	assert_int_equal(spec_check(&spec, true), 0);
	assert_null(spec.env[spec.n_env]);
	assert_true(spec.n_env + 2 <= ARRAY_SIZE(spec.env)); /* HOME, and the end */
	assert_int_equal(many(CONFIG_MAX_ENV + 1, "--env=V%u=1"), -1);
	assert_non_null(str_find(fail_text(), "more than this build takes"));
	assert_int_equal(many(CONFIG_MAX_ENV + 1, "--env=V=%u"), 0); /* one and the same */
	assert_int_equal(many(CONFIG_MAX_MOUNTS, "--bind=/s:/d%u"), 0);
	assert_int_equal(many(CONFIG_MAX_MOUNTS + 1, "--bind=/s:/d%u"), -1);
	assert_non_null(str_find(fail_text(), "more than this build takes"));
	assert_int_equal(many(CONFIG_MAX_MOUNTS + 1, "--tmpfs=/d%u"), -1);
	assert_int_equal(many(CONFIG_MAX_MAPS, "--uid-map=%u:1:1"), 0);
	assert_int_equal(many(CONFIG_MAX_MAPS + 1, "--uid-map=%u:1:1"), -1);
	assert_non_null(str_find(fail_text(), "more than this build takes"));
	assert_int_equal(many(CONFIG_MAX_MAPS + 1, "--gid-map=%u:1:1"), -1);
	assert_int_equal(many(CONFIG_NET_ADDRS, "--ip=127.0.1.%u/8"), 0);
	assert_int_equal(many(CONFIG_NET_ADDRS + 1, "--ip=127.0.1.%u/8"), -1);
	assert_int_equal(many(CONFIG_NET_LINKS, "--net=veth:a%u"), 0);
	assert_int_equal(many(CONFIG_NET_LINKS + 1, "--net=veth:a%u"), -1);
	assert_non_null(str_find(fail_text(), "more than this build takes"));
	assert_int_equal(many(CONFIG_MAX_OPTIONS, "--read-only"), 0);
	assert_int_equal(many(CONFIG_MAX_OPTIONS + 1, "--read-only"), -1);
	assert_non_null(str_find(fail_text(), "more than this build takes"));
}

static void words_of_command(void **state)
{
	static const char *args[CONFIG_MAX_ARGS + 3];

	(void)state;
	args[0] = "/r";
	for (unsigned i = 1; i <= CONFIG_MAX_ARGS; i++)
		args[i] = "x";
	reset();
	assert_int_equal(spec_read_argv(&spec, (char **)args), 0);
	assert_int_equal(spec.argc, CONFIG_MAX_ARGS);
	assert_int_equal(spec_check(&spec, true), 0);
	assert_null(spec.argv[CONFIG_MAX_ARGS]);
	reset();
	args[CONFIG_MAX_ARGS + 1] = "x";
	assert_int_equal(spec_read_argv(&spec, (char **)args), -1);
	assert_string_equal(fail_text(), "command: more than this build takes (CONFIG_MAX_..., CONFIG_NET_..., CONFIG_SPEC_TEXT)");
}

/* One argument of 64 KiB, wherever it stands. */
static void text(void **state)
{
	static char big[CONFIG_SPEC_TEXT + 8];

	(void)state;
	memset(big, 'x', sizeof(big) - 1);
	assert_int_equal(READ("/r", big), -1);
	assert_int_equal(READ(big), -1);
	assert_int_equal(READ("-e", big, "/r"), -1);
	assert_int_equal(READ("-n", big, "/r"), -1);
	assert_int_equal(READ("--memory", big, "/r"), -1);
	assert_int_equal(READ("-u", big, "/r"), -1);
	assert_int_equal(READ("--config", big, "/r"), -1);
	memcpy(big, "/s:/", 4);
	assert_int_equal(READ("-b", big, "/r"), -1);
	assert_int_equal(READ("--tmpfs", big + 3, "/r"), -1);
	memcpy(big, "--xx", 4);
	assert_int_equal(READ(big, "/r"), -1);
	/* The reason is still read in a line of bounded length. */
	assert_true(strlen(fail_text()) < LOG_TEXT);
	/* A name that the kernel would cut is not taken for another one; nor is a value that fits, but is no name. */
	big[5000] = 0;
	assert_int_equal(READ("-n", big + 4, "/r"), -1);
	assert_int_equal(READ("-b", "/s:/x", "-w", big, "/r"), 0);
	memset(big, 'x', 5000);
	*big = '/';
	assert_int_equal(READ(big), -1);
	assert_non_null(str_find(fail_text(), "longer than"));
}

/* Up to the very last byte of the text. */
static void last_byte(void **state)
{
	static char big[CONFIG_SPEC_TEXT];
	size_t left;

	(void)state;
	GOOD("/r");
	left = sizeof(spec.text) - spec.text_used;
	memset(big, 'x', sizeof(big) - 1);
	big[left - 1] = 0;
	GOOD("/r", big);
	assert_int_equal(spec.text_used, sizeof(spec.text));
	assert_int_equal(strlen(spec.argv[0]), left - 1);
	/* And none for the command that is missing, nor for the name. */
	assert_int_equal(spec_check(&spec, true), -1);
	assert_true(str_starts(fail_text(), "ROOT: more than "));
	big[left - 1] = 'x';
	big[left] = 0;
	assert_int_equal(READ("/r", big), -1);
	/* A variable of the caller's is appended where its name lies. */
	big[left] = 'x';
	big[60000] = 0;
	setenv("BIG", big, 1);
	assert_int_equal(READ("-e", "BIG", "/r"), 0);
	assert_string_equal(str_env(spec.env, "BIG"), big);
	assert_int_equal(READ("-e", "BIG", "-e", "BIG", "/r"), -1);
	unsetenv("BIG");
}

#define TEST(f) cmocka_unit_test_setup(f, begin)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(completed), TEST(names), TEST(contradictions), TEST(inside_names), TEST(user_namespaces), TEST(overlaps), TEST(joins), TEST(order), TEST(bounds),
		TEST(words_of_command), TEST(text), TEST(last_byte),
	};

	return cmocka_run_group_tests_name("spec_check", tests, NULL, NULL);
}
