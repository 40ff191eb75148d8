/* SPDX-License-Identifier: GPL-2.0-only */
/* rtnetlink(7): builds a batch, sends it, reads what the kernel says to it. */
#include "net/nl.h"
#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>
#include "base/fd.h"
#include "base/log.h"

/* An answer repeats the request where the kernel knows no NETLINK_CAP_ACK (before 4.3). */
#define ANSWER_SIZE (NL_SIZE + 512)
#define EXPLANATION 128

/* LEN more bytes, zeroed and padded to the next message's or attribute's alignment; NULL where they do not fit. */
static void *grow(struct nl *nl, size_t len)
{
	size_t padded = NLMSG_ALIGN(len);
	unsigned char *room = nl->buf + nl->used;
	uint32_t total;

	if (nl->full || len > NL_SIZE || padded > NL_SIZE - nl->used) {
		nl->full = true;
		return NULL;
	}
	memset(room, 0, padded);
	nl->used += padded;
	total = (uint32_t)(nl->used - nl->msg);
	memcpy(nl->buf + nl->msg + offsetof(struct nlmsghdr, nlmsg_len), &total, sizeof(total));
	return room;
}

void nl_begin(struct nl *nl)
{
	nl->used = 0;
	nl->msg = 0;
	nl->n = 0;
	nl->full = false;
}

void nl_message(struct nl *nl, int type, int flags, const void *body, size_t len, const char *object, const char *detail)
{
	struct nlmsghdr head = { .nlmsg_len = NLMSG_HDRLEN, .nlmsg_type = (uint16_t)type };
	void *room;

	if (nl->n == NL_MSGS) {
		nl->full = true;
		return;
	}
	nl->about[nl->n++] = (struct nl_about){ object, detail };
	head.nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags);
	head.nlmsg_seq = nl->n;
	nl->msg = nl->used;
	room = grow(nl, sizeof(head));
	if (room)
		memcpy(room, &head, sizeof(head));
	nl_raw(nl, body, len);
}

void nl_raw(struct nl *nl, const void *data, size_t len)
{
	void *room = grow(nl, len);

	if (room)
		memcpy(room, data, len);
}

void nl_attr(struct nl *nl, int type, const void *data, size_t len)
{
	struct rtattr head = { .rta_len = (uint16_t)RTA_LENGTH(len), .rta_type = (uint16_t)type };
	/* A length that RTA_LENGTH takes past 16 bits, or past 0, does not fit. */
	unsigned char *room = grow(nl, len > NL_SIZE ? len : RTA_LENGTH(len));

	if (!room)
		return;
	memcpy(room, &head, sizeof(head));
	if (len)
		memcpy(room + RTA_LENGTH(0), data, len);
}

void nl_attr_u32(struct nl *nl, int type, uint32_t value)
{
	nl_attr(nl, type, &value, sizeof(value));
}

void nl_attr_text(struct nl *nl, int type, const char *text)
{
	nl_attr(nl, type, text, strlen(text) + 1);
}

size_t nl_nest(struct nl *nl, int type)
{
	size_t nest = nl->used;

	nl_attr(nl, type, NULL, 0);
	return nest;
}

void nl_nest_end(struct nl *nl, size_t nest)
{
	uint16_t len = (uint16_t)(nl->used - nest);

	if (!nl->full)
		memcpy(nl->buf + nest + offsetof(struct rtattr, rta_len), &len, sizeof(len));
}

int nl_open(void)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	int on = 1;

	if (fd < 0)
		return fail_sys("netlink");
	/* Without them (4.3, 4.12) an error is only a number. */
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
	return fd;
}

/* The kernel's explanation behind the struct nlmsgerr at ERROR, of LEN bytes with it; empty where it gives none. */
static void explanation(char *text, const unsigned char *error, size_t len, unsigned flags)
{
	struct nlmsgerr e;
	const void *value;
	size_t skip = sizeof(e), value_len;

	text[0] = 0;
	if (!(flags & NLM_F_ACK_TLVS))
		return;
	memcpy(&e, error, sizeof(e));
	if (!(flags & NLM_F_CAPPED))
		skip = offsetof(struct nlmsgerr, msg) + NLMSG_ALIGN((size_t)e.msg.nlmsg_len);
	if (skip > len)
		return;
	value = nl_find(error + skip, len - skip, NLMSGERR_ATTR_MSG, &value_len);
	if (!value)
		return;
	if (value_len >= EXPLANATION)
		value_len = EXPLANATION - 1;
	memcpy(text, value, value_len);
	text[value_len] = 0;
}

static int refuse(const struct nl *nl, uint32_t seq, int err, const char *why)
{
	struct nl_about about = { "netlink", NULL };

	if (seq >= 1 && seq <= nl->n)
		about = nl->about[seq - 1];
	if (why[0])
		fail_hint(err, why, "%s%s%s", about.object, about.detail ? ": " : "", about.detail ? about.detail : "");
	else
		fail(err, "%s%s%s", about.object, about.detail ? ": " : "", about.detail ? about.detail : "");
	return -1;
}

int nl_verdict(const struct nl *nl, const void *answer, size_t len)
{
	const unsigned char *p = answer;
	char why[EXPLANATION];
	struct nlmsghdr head;
	struct nlmsgerr e;
	size_t step;

	for (; len >= sizeof(head); p += step, len -= step) {
		memcpy(&head, p, sizeof(head));
		if (head.nlmsg_len < sizeof(head) || head.nlmsg_len > len)
			break;
		step = NLMSG_ALIGN((size_t)head.nlmsg_len);
		if (step > len)
			step = len;
		if (head.nlmsg_type != NLMSG_ERROR || head.nlmsg_len < sizeof(head) + sizeof(e))
			continue;
		memcpy(&e, p + sizeof(head), sizeof(e));
		if (e.error) {
			explanation(why, p + sizeof(head), head.nlmsg_len - sizeof(head), head.nlmsg_flags);
			return refuse(nl, head.nlmsg_seq, -e.error, why);
		}
		if (head.nlmsg_seq == nl->n)
			return 1;
	}
	return 0;
}

static int transmit(int fd, struct nl *nl)
{
	if (nl->full || !nl->n)
		return fail(EMSGSIZE, "netlink: request");
	if (send(fd, nl->buf, nl->used, 0) < 0)
		return fail_sys("netlink: send");
	return 0;
}

/* The kernel answers within send(2): what is not there then will never come, and waiting for it could last forever. */
static ssize_t receive(int fd, void *buf, size_t size)
{
	ssize_t len = recv(fd, buf, size, MSG_DONTWAIT);

	if (len < 0)
		return fail_sys("netlink: no answer");
	return len;
}

/* What a failed batch still has to say must not answer the next one. Keeps errno. */
static void drain(int fd, void *buf, size_t size)
{
	int err = errno;

	while (recv(fd, buf, size, MSG_DONTWAIT) >= 0)
		;
	errno = err;
}

int nl_send(int fd, struct nl *nl)
{
	unsigned char answer[ANSWER_SIZE];
	uint16_t flags;
	int verdict = 0;

	if (!nl->full && nl->n) {
		memcpy(&flags, nl->buf + nl->msg + offsetof(struct nlmsghdr, nlmsg_flags), sizeof(flags));
		flags |= NLM_F_ACK;
		memcpy(nl->buf + nl->msg + offsetof(struct nlmsghdr, nlmsg_flags), &flags, sizeof(flags));
	}
	if (transmit(fd, nl) < 0)
		return -1;
	while (verdict == 0) {
		ssize_t len = receive(fd, answer, sizeof(answer));

		if (len < 0)
			return -1;
		verdict = nl_verdict(nl, answer, (size_t)len);
	}
	if (verdict > 0)
		return 0;
	drain(fd, answer, sizeof(answer));
	return -1;
}

int nl_ask(int fd, struct nl *nl, void *reply, size_t size)
{
	ssize_t len;

	if (transmit(fd, nl) < 0)
		return -1;
	len = receive(fd, reply, size);
	if (len < 0 || nl_verdict(nl, reply, (size_t)len) < 0)
		return -1;
	return (int)len;
}

const void *nl_find(const void *attrs, size_t len, int type, size_t *value_len)
{
	const unsigned char *p = attrs;
	struct rtattr a;
	size_t step;

	for (; len >= sizeof(a); p += step, len -= step) {
		memcpy(&a, p, sizeof(a));
		if (a.rta_len < sizeof(a) || a.rta_len > len)
			return NULL;
		if ((a.rta_type & NLA_TYPE_MASK) == type) {
			*value_len = a.rta_len - sizeof(a);
			return p + sizeof(a);
		}
		step = RTA_ALIGN((size_t)a.rta_len);
		if (step > len)
			step = len;
	}
	return NULL;
}
