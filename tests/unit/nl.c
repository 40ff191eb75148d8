/* SPDX-License-Identifier: GPL-2.0-only */
/* net/nl: the bytes of a batch, its bounds, and what the kernel's answers are taken for. No socket is opened. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <string.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include "base/log.h"
#include "net/nl.h"
#include <cmocka.h> /* last: it has a macro fail() */

static const struct ifinfomsg body = { .ifi_family = AF_UNSPEC, .ifi_index = 7 };
static struct nl nl;

static int begin(void **state)
{
	(void)state;
	memset(&nl, 0xee, sizeof(nl)); /* whatever was in it must not show */
	nl_begin(&nl);
	return 0;
}

static void message(const char *object, const char *detail)
{
	nl_message(&nl, RTM_NEWLINK, NLM_F_EXCL, &body, sizeof(body), object, detail);
}

static struct nlmsghdr head_at(size_t at)
{
	struct nlmsghdr head;

	memcpy(&head, nl.buf + at, sizeof(head));
	return head;
}

static struct rtattr attr_at(size_t at)
{
	struct rtattr attr;

	memcpy(&attr, nl.buf + at, sizeof(attr));
	return attr;
}

static void test_message(void **state)
{
	struct nlmsghdr head;

	(void)state;
	message("h-web", NULL);
	head = head_at(0);
	assert_int_equal(nl.used, 32);
	assert_int_equal(head.nlmsg_len, 32);
	assert_int_equal(head.nlmsg_type, RTM_NEWLINK);
	assert_int_equal(head.nlmsg_flags, NLM_F_REQUEST | NLM_F_EXCL);
	assert_int_equal(head.nlmsg_seq, 1);
	assert_int_equal(head.nlmsg_pid, 0);
	assert_memory_equal(nl.buf + 16, &body, sizeof(body));
}

static void test_attributes_are_aligned(void **state)
{
	static const unsigned char padding[3];

	(void)state;
	message("h-web", NULL);
	nl_attr_text(&nl, IFLA_IFNAME, "h-web"); /* 4 + 6, padded to 12 */
	nl_attr(&nl, IFLA_ADDRESS, "abcde", 5);	 /* 4 + 5, padded to 12 */
	nl_attr_u32(&nl, IFLA_MTU, 1400);
	assert_int_equal(attr_at(32).rta_len, 10);
	assert_int_equal(attr_at(32).rta_type, IFLA_IFNAME);
	assert_string_equal((char *)nl.buf + 36, "h-web");
	assert_memory_equal(nl.buf + 42, padding, 2);
	assert_int_equal(attr_at(44).rta_len, 9);
	assert_memory_equal(nl.buf + 53, padding, 3);
	assert_int_equal(attr_at(56).rta_len, 8);
	assert_int_equal(nl.used, 64);
	assert_int_equal(head_at(0).nlmsg_len, 64);
}

static void test_number_in_host_order(void **state)
{
	uint32_t value;

	(void)state;
	message("h-web", NULL);
	nl_attr_u32(&nl, IFLA_MTU, 0x01020304);
	memcpy(&value, nl.buf + 36, sizeof(value));
	assert_int_equal(value, 0x01020304);
}

static void test_nesting(void **state)
{
	size_t outer, inner;

	(void)state;
	message("h-web", NULL);
	outer = nl_nest(&nl, IFLA_LINKINFO);
	nl_attr_text(&nl, IFLA_INFO_KIND, "veth");
	inner = nl_nest(&nl, IFLA_INFO_DATA);
	nl_raw(&nl, &body, sizeof(body));
	nl_nest_end(&nl, inner);
	nl_nest_end(&nl, outer);
	nl_attr_u32(&nl, IFLA_MTU, 1);
	assert_int_equal(attr_at(32).rta_type, IFLA_LINKINFO);
	assert_int_equal(attr_at(32).rta_len, 4 + 12 + 4 + 16);
	assert_int_equal(attr_at(36).rta_type, IFLA_INFO_KIND);
	assert_int_equal(attr_at(48).rta_type, IFLA_INFO_DATA);
	assert_int_equal(attr_at(48).rta_len, 4 + 16);
	assert_int_equal(attr_at(68).rta_type, IFLA_MTU);
	assert_int_equal(head_at(0).nlmsg_len, nl.used);
}

static void test_batch(void **state)
{
	(void)state;
	message("a", NULL);
	nl_attr_text(&nl, IFLA_IFNAME, "x");
	message("b", NULL);
	assert_int_equal(head_at(0).nlmsg_len, 40);
	assert_int_equal(head_at(40).nlmsg_len, 32);
	assert_int_equal(head_at(40).nlmsg_seq, 2);
}

static void test_find(void **state)
{
	const void *value;
	size_t len;

	(void)state;
	message("a", NULL);
	nl_attr_text(&nl, IFLA_IFNAME, "x");
	nl_attr_text(&nl, IFLA_IFALIAS, "yz");
	value = nl_find(nl.buf + 32, nl.used - 32, IFLA_IFALIAS, &len);
	assert_non_null(value);
	assert_int_equal(len, 3);
	assert_string_equal(value, "yz");
	assert_null(nl_find(nl.buf + 32, nl.used - 32, IFLA_MTU, &len));
	assert_null(nl_find(nl.buf + 32, 0, IFLA_IFNAME, &len));
	/* An attribute that claims more than is there. */
	assert_null(nl_find(nl.buf + 32, 5, IFLA_IFNAME, &len));
	memset(nl.buf + 32, 0, 2); /* and one that claims less than its own head: no endless loop */
	assert_null(nl_find(nl.buf + 32, nl.used - 32, IFLA_IFALIAS, &len));
}

static void refused(void)
{
	assert_true(nl.full);
	assert_true(nl.used <= NL_SIZE);
	errno = 0;
	assert_int_equal(nl_send(-1, &nl), -1); /* not EBADF: nothing was sent */
	assert_int_equal(errno, EMSGSIZE);
}

static void test_too_long_an_attribute(void **state)
{
	static char text[NL_SIZE + 1];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	message("a", NULL);
	nl_attr_text(&nl, IFLA_IFALIAS, text);
	assert_int_equal(nl.used, 32);
	refused();
}

static void test_length_that_wraps(void **state)
{
	(void)state;
	message("a", NULL);
	nl_raw(&nl, &body, SIZE_MAX);
	refused();
	begin(NULL);
	message("a", NULL);
	nl_attr(&nl, IFLA_IFALIAS, &body, SIZE_MAX - 2);
	refused();
}

static void test_too_many_attributes(void **state)
{
	unsigned i;

	(void)state;
	message("a", NULL);
	for (i = 0; i < NL_SIZE; i++)
		nl_attr_u32(&nl, IFLA_MTU, i);
	assert_int_equal(nl.used, NL_SIZE); /* the last one that fits ends on the last byte */
	nl_nest_end(&nl, nl_nest(&nl, IFLA_LINKINFO));
	refused();
}

static void test_too_many_messages(void **state)
{
	unsigned i;

	(void)state;
	for (i = 0; i < NL_MSGS; i++)
		message("a", NULL);
	assert_false(nl.full);
	message("a", NULL);
	refused();
}

static void test_empty_batch(void **state)
{
	(void)state;
	errno = 0;
	assert_int_equal(nl_send(-1, &nl), -1);
	assert_int_equal(errno, EMSGSIZE);
}

/* The kernel's answer to message SEQ: ERR, and where WHY is not NULL its explanation, as with NETLINK_CAP_ACK and NETLINK_EXT_ACK. */
static size_t answer(unsigned char *to, uint32_t seq, int err, const char *why)
{
	struct nlmsghdr head = { .nlmsg_type = NLMSG_ERROR, .nlmsg_flags = NLM_F_CAPPED, .nlmsg_seq = seq };
	struct nlmsgerr e = { .error = -err };
	struct rtattr attr = { .rta_type = NLMSGERR_ATTR_MSG };
	size_t len = sizeof(head) + sizeof(e);

	if (why) {
		attr.rta_len = (uint16_t)(sizeof(attr) + strlen(why) + 1);
		memcpy(to + len, &attr, sizeof(attr));
		strcpy((char *)to + len + sizeof(attr), why);
		len += RTA_ALIGN(attr.rta_len);
		head.nlmsg_flags |= NLM_F_ACK_TLVS;
	}
	head.nlmsg_len = (uint32_t)len;
	memcpy(to, &head, sizeof(head));
	memcpy(to + sizeof(head), &e, sizeof(e));
	return len;
}

static void test_verdict(void **state)
{
	unsigned char buf[512] = { 0 };

	(void)state;
	message("eth0", NULL);
	message("eth0", "10.0.0.2/24");
	assert_int_equal(nl_verdict(&nl, buf, answer(buf, 1, 0, NULL)), 0);
	assert_int_equal(nl_verdict(&nl, buf, answer(buf, 2, 0, NULL)), 1);
	assert_int_equal(nl_verdict(&nl, buf, 0), 0);
}

static void test_error_names_its_message(void **state)
{
	unsigned char buf[512] = { 0 };

	(void)state;
	message("eth0", NULL);
	message("gateway", "10.0.0.1");
	assert_int_equal(nl_verdict(&nl, buf, answer(buf, 1, EPERM, NULL)), -1);
	assert_int_equal(errno, EPERM);
	assert_string_equal(fail_text(), "eth0: Operation not permitted");
	assert_int_equal(nl_verdict(&nl, buf, answer(buf, 2, EINVAL, "Nexthop has invalid gateway")), -1);
	assert_int_equal(errno, EINVAL);
	assert_string_equal(fail_text(), "gateway: 10.0.0.1: Invalid argument (Nexthop has invalid gateway)");
	/* A sequence number that was never sent is nobody's. */
	assert_int_equal(nl_verdict(&nl, buf, answer(buf, 9, EPERM, NULL)), -1);
	assert_string_equal(fail_text(), "netlink: Operation not permitted");
}

/* A kernel without NETLINK_CAP_ACK repeats the whole request before its explanation. */
static void test_explanation_behind_the_request(void **state)
{
	unsigned char plain[512] = { 0 }, buf[1024] = { 0 };
	struct nlmsghdr head;
	size_t len, echo;

	(void)state;
	message("eth0", NULL);
	nl_attr_text(&nl, IFLA_IFNAME, "x");
	len = answer(plain, 1, EINVAL, "because");
	memcpy(&head, plain, sizeof(head));
	echo = nl.used - sizeof(head); /* of the request, behind its head */
	memcpy(buf, plain, 20);
	memcpy(buf + 20, nl.buf, nl.used);
	memcpy(buf + 20 + nl.used, plain + 36, len - 36);
	head.nlmsg_flags = NLM_F_ACK_TLVS;
	head.nlmsg_len = (uint32_t)(len + echo);
	memcpy(buf, &head, sizeof(head));
	assert_int_equal(nl_verdict(&nl, buf, len + echo), -1);
	assert_string_equal(fail_text(), "eth0: Invalid argument (because)");
	/* Cut short, it still has its number. */
	head.nlmsg_len = 20 + 16;
	memcpy(buf, &head, sizeof(head));
	assert_int_equal(nl_verdict(&nl, buf, 36), -1);
	assert_string_equal(fail_text(), "eth0: Invalid argument");
}

static void test_long_explanation_is_cut(void **state)
{
	unsigned char buf[1024] = { 0 };
	char why[301];

	(void)state;
	memset(why, 'w', sizeof(why) - 1);
	why[sizeof(why) - 1] = 0;
	message("eth0", NULL);
	assert_int_equal(nl_verdict(&nl, buf, answer(buf, 1, EINVAL, why)), -1);
	assert_true(strlen(fail_text()) < 200);
}

static void test_damaged_answers(void **state)
{
	unsigned char buf[512] = { 0 };
	struct nlmsghdr head;
	size_t len;

	(void)state;
	message("eth0", NULL);
	len = answer(buf, 1, EPERM, NULL);
	assert_int_equal(nl_verdict(&nl, buf, len - 1), 0); /* longer than what came */
	memcpy(&head, buf, sizeof(head));
	head.nlmsg_len = 0;
	memcpy(buf, &head, sizeof(head));
	assert_int_equal(nl_verdict(&nl, buf, len), 0); /* no endless loop */
	head.nlmsg_len = sizeof(head);
	memcpy(buf, &head, sizeof(head));
	assert_int_equal(nl_verdict(&nl, buf, sizeof(head)), 0); /* an error without its number */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_message, begin),
		cmocka_unit_test_setup(test_attributes_are_aligned, begin),
		cmocka_unit_test_setup(test_number_in_host_order, begin),
		cmocka_unit_test_setup(test_nesting, begin),
		cmocka_unit_test_setup(test_batch, begin),
		cmocka_unit_test_setup(test_find, begin),
		cmocka_unit_test_setup(test_too_long_an_attribute, begin),
		cmocka_unit_test_setup(test_length_that_wraps, begin),
		cmocka_unit_test_setup(test_too_many_attributes, begin),
		cmocka_unit_test_setup(test_too_many_messages, begin),
		cmocka_unit_test_setup(test_empty_batch, begin),
		cmocka_unit_test_setup(test_verdict, begin),
		cmocka_unit_test_setup(test_error_names_its_message, begin),
		cmocka_unit_test_setup(test_explanation_behind_the_request, begin),
		cmocka_unit_test_setup(test_long_explanation_is_cut, begin),
		cmocka_unit_test_setup(test_damaged_answers, begin),
	};

	return cmocka_run_group_tests_name("nl", tests, NULL, NULL);
}
