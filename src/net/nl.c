// SPDX-License-Identifier: GPL-2.0-only
/* rtnetlink(7): builds a batch, sends it, reads what the kernel says to it. */
#include "net/nl.h"
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include "base/code.h"
#include "base/log.h"

struct nl nl;
union nl_answer nl_answer;

void nl_begin(void)
{
	nl.base += nl.n;
	nl.used = nl.n = 0;
	nl.full = false;
}

void nl_raw(const void *data, size_t len)
{
	uint32_t total;

	if (nl.full || len > NL_SIZE - nl.used) {
		nl.full = true;
		return;
	}
	memcpy(nl.buf + nl.used, data, len);
	nl.used += NLMSG_ALIGN((unsigned)len); /* nobody reads the padding */
	total = nl.used - nl.msg;
	memcpy(nl.buf + nl.msg, &total, sizeof(total)); /* nlmsg_len */
}

void nl_message(int type, int flags, const void *body, size_t len, const char *about)
{
	struct nlmsghdr head = { .nlmsg_type = (uint16_t)type, .nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags) };

	if (nl.n == NL_MSGS) {
		nl.full = true;
		return;
	}
	nl.about[nl.n] = about;
	head.nlmsg_seq = nl.base + ++nl.n;
	nl.msg = nl.used;
	nl_raw(&head, sizeof(head));
	nl_raw(body, len);
}

void nl_attr(int type, const void *data, size_t len)
{
	struct rtattr head = { .rta_len = (uint16_t)RTA_LENGTH(len), .rta_type = (uint16_t)type };

	nl_raw(&head, sizeof(head));
	nl_raw(data, len); /* a length of more than 16 bits does not fit */
}

void nl_attr_u32(int type, uint32_t value)
{
	nl_attr(type, &value, sizeof(value));
}

void nl_attr_text(int type, const char *text)
{
	nl_attr(type, text, strlen(text) + 1);
}

OUTLINED unsigned nl_nest(int type)
{
	unsigned nest = nl.used;

	nl_attr(type, "", 0);
	return nest;
}

void nl_nest_end(unsigned nest)
{
	uint16_t len = (uint16_t)(nl.used - nest);

	if (!nl.full)
		memcpy(nl.buf + nest, &len, sizeof(len)); /* rta_len */
}

int nl_open(void)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE), on = 1;

	if (fd < 0)
		return fail_sys("netlink");
	/* Without it (4.12) an error is only a number. */
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
	return fd;
}

int nl_verdict(size_t len)
{
	const struct nlmsghdr *head = &nl_answer.head;
	const struct nlmsgerr *error = &nl_answer.error.error;
	const struct rtattr *why = NULL;
	unsigned which = head->nlmsg_seq - nl.base - 1;
	size_t skip;

	if (head->nlmsg_type != NLMSG_ERROR)
		return 1;
	if (len < sizeof(nl_answer.error) || which >= nl.n) /* an earlier batch's, of which more than one message failed */
		return 0;
	if (!error->error)
		return which == nl.n - 1;
	/* It repeats the message. (NETLINK_CAP_ACK would spare that, for a system call at each start.) */
	skip = (size_t)((const char *)&error->msg - nl_answer.bytes) + NLMSG_ALIGN(error->msg.nlmsg_len);
	if (head->nlmsg_flags & NLM_F_ACK_TLVS && skip < len)
		why = nl_find(nl_answer.bytes + skip, (int)(len - skip), NLMSGERR_ATTR_MSG);
	errno = -error->error;
	return fail_hint(why ? RTA_DATA(why) : NULL, "%s", nl.about[which]);
}

int nl_send(int fd)
{
	struct sockaddr_nl from;
	socklen_t size = sizeof(from);
	struct nlmsghdr head;
	ssize_t len;
	int verdict;

	errno = EMSGSIZE;
	if (nl.full)
		return fail_sys("netlink");
	memcpy(&head, nl.buf + nl.msg, sizeof(head));
	if (head.nlmsg_type != RTM_GETLINK) {
		head.nlmsg_flags |= NLM_F_ACK;
		memcpy(nl.buf + nl.msg, &head, sizeof(head));
	}
	len = send(fd, nl.buf, nl.used, 0);
	do {
		/* The kernel answers within send(2): what is not there then will never come, and waiting for it could last forever. */
		if (len >= 0)
			len = recvfrom(fd, &nl_answer, sizeof(nl_answer) - 1, MSG_DONTWAIT, (struct sockaddr *)&from, &size);
		if (len < 0)
			return fail_sys("netlink");
		nl_answer.bytes[len] = 0;
		/* Who may administer the container's network may write to others' sockets in there: the kernel's port is 0. */
		verdict = from.nl_pid ? 0 : nl_verdict((size_t)len);
	} while (!verdict);
	return verdict < 0 ? -1 : (int)len;
}

const struct rtattr *nl_find(const void *attrs, int len, int type)
{
	for (const struct rtattr *a = attrs; RTA_OK(a, len); a = RTA_NEXT(a, len))
		if ((a->rta_type & NLA_TYPE_MASK) == type)
			return a;
	return NULL;
}
