/* SPDX-License-Identifier: GPL-2.0-only */
/* spec/dump: the specification as a config file, which gives the same specification. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "spec.h"

static struct spec before;

/* TEXT of the specification as it was: all text lies in it. */
static const char *was(const char *text)
{
	return before.text + (text - spec.text);
}

/* The dump of what is given; it is read, checked and dumped once more: the same text, and the same container. */
static const char *round_trip(const char *const *args)
{
	static char *first; /* no arrays: all of the program must be within 1 MiB (-mcmodel=tiny of 64 bit ARM) */
	const char *dump;
	char *copy;

	if (read_args(args) != 0 || spec_check(&spec, true) < 0 || !(dump = dumped()))
		fail_msg("%s", fail_text());
	free(first);
	first = strdup(dump);
	copy = strdup(dump);
	assert_true(first && copy);
	before = spec;
	reset();
	if (spec_read_text(&spec, copy, "dump") < 0 || spec_check(&spec, true) < 0)
		fail_msg("%s\n%s", fail_text(), first);
	free(copy);
	assert_string_equal(dumped(), first);

	assert_string_equal(spec.root, was(before.root));
	assert_int_equal(spec.argc, before.argc);
	for (unsigned i = 0; i < spec.argc; i++)
		assert_string_equal(spec.argv[i], was(before.argv[i]));
	assert_int_equal(spec.n_env, before.n_env);
	for (unsigned i = 0; i < spec.n_env; i++)
		assert_string_equal(spec.env[i], was(before.env[i]));
	assert_int_equal(spec.n_mounts, before.n_mounts);
	for (unsigned i = 0; i < spec.n_mounts; i++) {
		assert_string_equal(spec.mounts[i].dst, was(before.mounts[i].dst));
		assert_int_equal(spec.mounts[i].flags, before.mounts[i].flags);
	}
	assert_int_equal(spec.n_links, before.n_links);
	assert_int_equal(spec.links[spec.n_links - 1].n_ip, before.links[spec.n_links - 1].n_ip);
	assert_true(spec.memory == before.memory && spec.cpu_quota == before.cpu_quota && spec.pids == before.pids);
	assert_true(spec.memory_swap == before.memory_swap && spec.memory_high == before.memory_high && spec.cpu_weight == before.cpu_weight);
	assert_true(spec.io_weight == before.io_weight && spec.net_class == before.net_class && spec.n_devices == before.n_devices);
	assert_int_equal(spec.n_knobs, before.n_knobs);
	for (unsigned i = 0; i < spec.n_knobs; i++) {
		assert_string_equal(spec.knobs[i].key, was(before.knobs[i].key));
		assert_memory_equal(spec.knobs[i].n, before.knobs[i].n, sizeof(before.knobs[i].n));
	}
	assert_true(spec.cap_add == before.cap_add && spec.cap_drop == before.cap_drop);
	assert_true(spec.share == before.share && spec.tolerate == before.tolerate && spec.umask == before.umask);
	assert_true(spec.read_only == before.read_only && spec.overlay == before.overlay && spec.overlay_size == before.overlay_size);
	assert_true(spec.userns == before.userns && spec.map_none == before.map_none && spec.n_uid_map == before.n_uid_map);
	return first;
}
#define SAME(...) round_trip((const char *const[]){ __VA_ARGS__, NULL })

static void texts(void **state)
{
	(void)state;
	assert_string_equal(SAME("/r"), "root /r\ncommand " CONFIG_DEFAULT_COMMAND "\n");
	assert_string_equal(SAME("-n", "web", "-rb", "/s:/d:ro", "--net=veth", "--ip=10.0.0.2/24", "/r", "httpd", "-f"),
			    "root /r\nname web\nread-only\nbind /s:/d:ro\nnet veth\nip 10.0.0.2/24\ncommand httpd -f\n");
	/* The last one of what counts once, in the table's order; every one of what counts each. */
	assert_string_equal(SAME("--memory=1M", "-eB=1", "--name=x", "-eA=1", "--memory=2M", "--read-only=no", "/r", "x"),
			    "root /r\nname x\nenv B=1\nenv A=1\nmemory 2M\ncommand x\n");
	assert_string_equal(SAME("-r", "--read-only=no", "--read-only=yes", "/r", "x"), "root /r\nread-only\ncommand x\n");
}

static void order_counts(void **state)
{
	(void)state;
	assert_string_equal(SAME("--tmpfs=/a", "--cap-drop=all", "-b/s:/a/b", "--cap-add=chown", "--tmpfs=/a", "/r", "x"),
			    "root /r\ntmpfs /a\ncap-drop all\nbind /s:/a/b\ncap-add chown\ntmpfs /a\ncommand x\n");
	SAME("--cap-add=net_raw", "--cap-drop=net_raw", "--cap-add=net_raw", "/r");
	SAME("--cap-drop=net_raw", "--cap-add=net_raw", "--cap-drop=net_raw", "/r");
	SAME("--ip=127.0.0.2/8", "--net=veth:h0", "--ip=10.0.0.2/24", "--bridge=br0", "--host-ip=10.0.0.1/24", "--gateway=10.0.0.1", "/r");
	SAME("--net", "macvlan:eth1,route=10.1.0.0/16,via=10.0.0.1,vlan=5", "--net=veth", "--ip=10.0.0.2/24", "--route", "10.2.0.0/16,via=10.0.0.1", "--mtu=1400",
	     "--mac=02:00:00:00:00:01", "--ifname=wan", "--bridge=br0", "--vlan=7", "--net=ipvlan:a", "--net=phys:b", "/r");
	SAME("--net=host", "/r");
	SAME("--net=host", "--net=none", "/r");
	SAME("--net=none", "--share=net", "/r");
	SAME("--share=net", "--net=none", "/r");
}

static void quoting(void **state)
{
	(void)state;
	assert_string_equal(SAME("/r", "sh", "-c", "it's", "", "a b", "$X `y`", "#x", "\"", "\\", "a\tb", "''"),
			    "root /r\ncommand sh -c 'it'\\''s' '' 'a b' '$X `y`' '#x' '\"' '\\' 'a\tb' ''\\'''\\'''\n");
	SAME("-e", "K=it's $HOME", "-w", "/a b", "-b", "/s\\:x y:/d\\:y", "/r r/'q'");
	SAME("-e", "E=", "--hostname=a#b", "--overlay=/o p", "--cgroup=a/b c", "/r", "\x01\x7f\xff");
}

static void everything(void **state)
{
	(void)state;
	SAME("--name=n", "-u", "www:video,3", "--umask=077", "--tolerate=uts,cgroup", "--share=ipc", "--uid-map=0:100000:65536", "--uid-map=70000:0:1",
	     "--gid-map=0:1:2", "--hostname=h", "--domainname=d", "-r", "--overlay", "--overlay-size=4M", "--tmpfs=/t:size=1M,mode=700,ro", "--memory=16M",
	     "--cpus=.2", "--cpuset=0-1", "--pids=12", "--memory-swap=unlimited", "--memory-high=1M", "--cpu-weight=1", "--mems=0",
	     "--io-weight=2", "--io-max=8:0:rbps=1", "--io-max=/dev/a:wiops=2", "--hugetlb=2048K:4M", "--net-class=1:2", "--net-prio=eth0:3",
	     "--cgroup-set=a.b=c d", "--device=/dev/x:r", "--cgroup=/x/y", "--cap-add=sys_admin", "-w/w", "/r", "a");
	SAME("--uid-map=none", "--overlay=/o", "/r");
	SAME("--userns", "--overlay=no", "/r");
	SAME("--overlay", "--overlay-size=1M", "--overlay=no", "/r");
	SAME("--uid-map=0:1:1", "--userns=no", "/r");
	SAME("--userns=no", "--uid-map=none", "/r");
}

static void long_words(void **state)
{
	static char big[20000], *args[] = { "/r", "sh", "-c", big, NULL };

	(void)state;
	for (size_t n = 250; n < 262; n++) { /* pieces of a quoted word */
		memset(big, ' ', n);
		big[n] = 0;
		SAME("/r", big);
		big[n - 1] = '\'';
		SAME("/r", big);
	}
	memset(big, '\'', 5000);
	big[5000] = 0;
	round_trip((const char *const *)args);
	memset(big, 'a', 10000); /* no quotes: one word of more than a line's buffer */
	big[10000] = 0;
	round_trip((const char *const *)args);
}

/* A line break has no place in the file, wherever it came from. */
static void line_break(void **state)
{
	(void)state;
	GOOD("/r", "a\nread-only");
	assert_int_equal(spec_check(&spec, true), 0);
	assert_null(dumped());
	assert_string_equal(fail_text(), "--dump: a line break in an argument");
	GOOD("-e", "K=a\nb", "/r");
	assert_int_equal(spec_check(&spec, true), 0);
	assert_null(dumped());
}

#define TEST(f) cmocka_unit_test_setup(f, begin)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(texts), TEST(order_counts), TEST(quoting), TEST(everything), TEST(long_words), TEST(line_break),
	};

	return cmocka_run_group_tests_name("spec_dump", tests, NULL, NULL);
}
