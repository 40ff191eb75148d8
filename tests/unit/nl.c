/* SPDX-License-Identifier: GPL-2.0-only */
/* net/nl: the bytes of a batch, its bounds, and what the kernel's answers are taken for. No socket is opened. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include "base/log.h"
#include "net/nl.h"
#undef fail
#include <cmocka.h> /* last: it has a macro fail() */

static const struct ifinfomsg body = { .ifi_family = AF_UNSPEC, .ifi_index = 7 };

static int begin(void **state)
{
	(void)state;
	memset(&nl, 0xee, sizeof(nl)); /* whatever was in it must not show */
	nl_begin();
	return 0;
}

static void message(const char *about)
{
	nl_message(RTM_NEWLINK, NLM_F_EXCL, &body, sizeof(body), about);
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
	message("h-web");
	head = head_at(0);
	assert_int_equal(nl.used, 32);
	assert_int_equal(head.nlmsg_len, 32);
	assert_int_equal(head.nlmsg_type, RTM_NEWLINK);
	assert_int_equal(head.nlmsg_flags, NLM_F_REQUEST | NLM_F_EXCL);
	assert_int_equal(head.nlmsg_seq, nl.base + 1);
	assert_int_equal(head.nlmsg_pid, 0);
	assert_memory_equal(nl.buf + 16, &body, sizeof(body));
}

static void test_attributes_are_aligned(void **state)
{
	(void)state;
	message("h-web");
	nl_attr_text(IFLA_IFNAME, "h-web"); /* 4 + 6, padded to 12 */
	nl_attr(IFLA_ADDRESS, "abcde", 5);	 /* 4 + 5, padded to 12 */
	nl_attr_u32(IFLA_MTU, 1400);
	assert_int_equal(attr_at(32).rta_len, 10);
	assert_int_equal(attr_at(32).rta_type, IFLA_IFNAME);
	assert_string_equal((char *)nl.buf + 36, "h-web");
	assert_int_equal(attr_at(44).rta_len, 9);
	assert_int_equal(attr_at(56).rta_len, 8);
	assert_int_equal(nl.used, 64);
	assert_int_equal(head_at(0).nlmsg_len, 64);
}

static void test_number_in_host_order(void **state)
{
	uint32_t value;

	(void)state;
	message("h-web");
	nl_attr_u32(IFLA_MTU, 0x01020304);
	memcpy(&value, nl.buf + 36, sizeof(value));
	assert_int_equal(value, 0x01020304);
}

static void test_nesting(void **state)
{
	unsigned outer, inner;

	(void)state;
	message("h-web");
	outer = nl_nest(IFLA_LINKINFO);
	nl_attr_text(IFLA_INFO_KIND, "veth");
	inner = nl_nest(IFLA_INFO_DATA);
	nl_raw(&body, sizeof(body));
	nl_nest_end(inner);
	nl_nest_end(outer);
	nl_attr_u32(IFLA_MTU, 1);
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
	message("a");
	nl_attr_text(IFLA_IFNAME, "x");
	message("b");
	assert_int_equal(head_at(0).nlmsg_len, 40);
	assert_int_equal(head_at(40).nlmsg_len, 32);
	assert_int_equal(head_at(40).nlmsg_seq, nl.base + 2);
}

static void test_find(void **state)
{
	const struct rtattr *attr;

	(void)state;
	message("a");
	nl_attr_text(IFLA_IFNAME, "x");
	nl_attr_text(IFLA_IFALIAS, "yz");
	attr = nl_find(nl.buf + 32, (int)nl.used - 32, IFLA_IFALIAS);
	assert_non_null(attr);
	assert_int_equal(RTA_PAYLOAD(attr), 3);
	assert_string_equal(RTA_DATA(attr), "yz");
	assert_null(nl_find(nl.buf + 32, (int)nl.used - 32, IFLA_MTU));
	assert_null(nl_find(nl.buf + 32, 0, IFLA_IFNAME));
	assert_null(nl_find(nl.buf + 32, -16, IFLA_IFNAME)); /* an answer too short for its head */
	/* An attribute that claims more than is there. */
	assert_null(nl_find(nl.buf + 32, 5, IFLA_IFNAME));
	memset(nl.buf + 32, 0, 2); /* and one that claims less than its own head: no endless loop */
	assert_null(nl_find(nl.buf + 32, (int)nl.used - 32, IFLA_IFALIAS));
}

static void refused(void)
{
	assert_true(nl.full);
	assert_true(nl.used <= NL_SIZE);
	errno = 0;
	assert_int_equal(nl_send(-1), -1); /* not EBADF: nothing was sent */
	assert_int_equal(errno, EMSGSIZE);
}

static void test_too_long_an_attribute(void **state)
{
	static char text[NL_SIZE + 1];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	message("a");
	nl_attr_text(IFLA_IFALIAS, text);
	refused();
}

static void test_length_that_wraps(void **state)
{
	(void)state;
	message("a");
	nl_raw(&body, SIZE_MAX);
	refused();
	begin(NULL);
	message("a");
	nl_attr(IFLA_IFALIAS, &body, SIZE_MAX - 2);
	refused();
}

static void test_too_many_attributes(void **state)
{
	unsigned i;

	(void)state;
	message("a");
	for (i = 0; i < NL_SIZE; i++)
		nl_attr_u32(IFLA_MTU, i);
	assert_int_equal(nl.used, NL_SIZE); /* the last one that fits ends on the last byte */
	nl_nest_end(nl_nest(IFLA_LINKINFO));
	refused();
}

static void test_too_many_messages(void **state)
{
	unsigned i;

	(void)state;
	for (i = 0; i < NL_MSGS; i++)
		message("a");
	assert_false(nl.full);
	message("a");
	refused();
}

#define REPEATED 33 /* bytes behind a message's header, as the answer has them */

/* The kernel's answer to message SEQ of this batch: ERR, and where WHY is not NULL its explanation, as with NETLINK_EXT_ACK. */
static size_t answer(uint32_t seq, int err, const char *why)
{
	struct rtattr attr = { .rta_type = NLMSGERR_ATTR_MSG };
	size_t len = sizeof(nl_answer.error);

	memset(&nl_answer, 0, sizeof(nl_answer));
	nl_answer.error.head = (struct nlmsghdr){ .nlmsg_type = NLMSG_ERROR, .nlmsg_seq = nl.base + seq };
	nl_answer.error.error.error = -err;
	if (err) {
		nl_answer.error.error.msg.nlmsg_len = sizeof(struct nlmsghdr) + REPEATED;
		memset(nl_answer.bytes + len, 4, REPEATED);
		len += NLMSG_ALIGN(REPEATED);
	}
	if (why) {
		attr.rta_len = (uint16_t)(sizeof(attr) + strlen(why) + 1);
		memcpy(nl_answer.bytes + len, &attr, sizeof(attr));
		strcpy(nl_answer.bytes + len + sizeof(attr), why);
		len += RTA_ALIGN(attr.rta_len);
		nl_answer.head.nlmsg_flags |= NLM_F_ACK_TLVS;
	}
	nl_answer.head.nlmsg_len = (uint32_t)len;
	return len;
}

static void test_verdict(void **state)
{
	(void)state;
	message("eth0");
	message("10.0.0.2/24");
	assert_int_equal(nl_verdict(answer(1, 0, NULL)), 0);
	assert_int_equal(nl_verdict(answer(2, 0, NULL)), 1);
	answer(2, EPERM, NULL);
	assert_int_equal(nl_verdict(0), 0); /* an error without its number */
	assert_int_equal(nl_verdict(sizeof(struct nlmsghdr)), 0);
	answer(2, EPERM, NULL);
	nl_answer.head.nlmsg_type = RTM_NEWLINK;
	assert_int_equal(nl_verdict(sizeof(nl_answer.link)), 1);
}

static void test_error_names_its_message(void **state)
{
	(void)state;
	message("eth0");
	message("10.0.0.1");
	assert_int_equal(nl_verdict(answer(1, EPERM, NULL)), -1);
	assert_int_equal(errno, EPERM);
	assert_string_equal(fail_text(), "eth0: Operation not permitted");
	assert_int_equal(nl_verdict(answer(2, EINVAL, "Nexthop has invalid gateway")), -1);
	assert_int_equal(errno, EINVAL);
	assert_string_equal(fail_text(), "10.0.0.1: Invalid argument (Nexthop has invalid gateway)");
	/* The second failure of an earlier batch, which nobody has read, and what was never sent, are of no interest. */
	assert_int_equal(nl_verdict(answer(0, EPERM, NULL)), 0);
	assert_int_equal(nl_verdict(answer(9, EPERM, NULL)), 0);
}

/* Without the explanation's flag nothing behind the number counts: an old kernel repeats the request there. */
static void test_no_explanation(void **state)
{
	size_t len;

	(void)state;
	message("eth0");
	len = answer(1, EINVAL, "because");
	nl_answer.head.nlmsg_flags = 0;
	assert_int_equal(nl_verdict(len), -1);
	assert_string_equal(fail_text(), "eth0: Invalid argument");
	/* Cut short, it still has its number. */
	answer(1, EINVAL, "because");
	for (size_t cut = len - 1; cut >= sizeof(nl_answer.error); cut--) {
		assert_int_equal(nl_verdict(cut), -1);
		assert_string_equal(fail_text(), "eth0: Invalid argument");
	}
	/* And where it says that more is repeated than there is. */
	nl_answer.error.error.msg.nlmsg_len = UINT32_MAX - 7;
	assert_int_equal(nl_verdict(len), -1);
	assert_string_equal(fail_text(), "eth0: Invalid argument");
}

static void test_long_explanation_is_cut(void **state)
{
	char why[2001];

	(void)state;
	memset(why, 'w', sizeof(why) - 1);
	why[sizeof(why) - 1] = 0;
	message("eth0");
	assert_int_equal(nl_verdict(answer(1, EINVAL, why)), -1);
	assert_true(strlen(fail_text()) < LOG_TEXT);
}

/* The answers of which the socket has two: one from the port FORGER, then the kernel's. */
static uint32_t forger;
static unsigned received;

ssize_t __wrap_send(int fd, const void *buf, size_t len, int flags)
{
	(void)fd, (void)buf, (void)flags;
	received = 0;
	return (ssize_t)len;
}

ssize_t __wrap_recvfrom(int fd, void *buf, size_t len, int flags, struct sockaddr *from, socklen_t *size)
{
	struct sockaddr_nl sender = { .nl_family = AF_NETLINK, .nl_pid = received++ ? 0 : forger };

	(void)fd, (void)flags;
	assert_ptr_equal(buf, &nl_answer);
	assert_in_range(*size, sizeof(sender), len);
	memcpy(from, &sender, sizeof(sender));
	return (ssize_t)answer(1, received == 1 ? EPERM : 0, NULL);
}

static void test_only_the_kernel_answers(void **state)
{
	(void)state;
	message("eth0");
	forger = 7;
	assert_in_range(nl_send(3), sizeof(nl_answer.error), sizeof(nl_answer));
	assert_int_equal(received, 2);
	forger = 0;
	assert_int_equal(nl_send(3), -1);
	assert_int_equal(errno, EPERM);
	assert_int_equal(received, 1);
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
		cmocka_unit_test_setup(test_verdict, begin),
		cmocka_unit_test_setup(test_error_names_its_message, begin),
		cmocka_unit_test_setup(test_no_explanation, begin),
		cmocka_unit_test_setup(test_long_explanation_is_cut, begin),
		cmocka_unit_test_setup(test_only_the_kernel_answers, begin),
	};

	return cmocka_run_group_tests_name("nl", tests, NULL, NULL);
}
