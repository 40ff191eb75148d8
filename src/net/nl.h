/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rtnetlink(7) without a library: messages are put into one buffer, sent as one batch, and what the kernel refuses is said in its own
 * words. Knows nothing of links or addresses. There is one batch a process.
 */
#ifndef NET_NL_H
#define NET_NL_H
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "autoconf.h"

/*
 * The longest batch sets up lo, and one link with all its addresses, routes and gateways: 80 bytes hold any of its messages, and the rest the
 * creation of a pair.
 */
#define NL_MSGS (2 * CONFIG_NET_ADDRS + 6)
#define NL_SIZE (512 + 80 * NL_MSGS)
_Static_assert(NL_SIZE < 65536, "an attribute's length has 16 bits");

/* The batch. Host byte order and 4-byte alignment throughout, as the kernel reads it. */
extern struct nl {
	_Alignas(4) unsigned char buf[NL_SIZE];
	unsigned used; /* bytes of buf; always a multiple of 4 */
	unsigned msg;  /* where the last message begins */
	unsigned n;    /* messages; the K-th, from 1, has sequence number BASE + K */
	unsigned base; /* messages of all batches before */
	bool full;     /* something did not fit: nl_send refuses */
	const char *about[NL_MSGS]; /* what each message is about, for its error; the caller's */
} nl;

/* Empties the batch. */
void nl_begin(void);

/* Begins a message. BODY is the type's fixed part (struct ifinfomsg, ...). FLAGS: NLM_F_* beside NLM_F_REQUEST. */
void nl_message(int type, int flags, const void *body, size_t len, const char *about);

/* Adds an attribute to the last message. */
void nl_attr(int type, const void *data, size_t len);
void nl_attr_u32(int type, uint32_t value);
void nl_attr_text(int type, const char *text); /* with its NUL */

/* Attributes between the two are inside the attribute of TYPE; the first returns what the second takes. */
unsigned nl_nest(int type);
void nl_nest_end(unsigned nest);

/* Adds bytes that are no attribute (a peer's struct ifinfomsg). */
void nl_raw(const void *data, size_t len);

/* A socket for the calling thread's network namespace; close-on-exec. */
int nl_open(void);

/* One datagram of the kernel's, valid until the next nl_send. Text in it ends with a NUL, at the latest behind its last byte. */
extern union nl_answer {
	struct nlmsghdr head;
	struct {
		struct nlmsghdr head;
		struct nlmsgerr error;
	} error;
	struct {
		struct nlmsghdr head;
		struct ifinfomsg body;
	} link;
	char bytes[4096]; /* a bridge's, the longest seen, is 1.5 KiB */
} nl_answer;

/*
 * Sends the batch and waits for its end. The kernel works on every message even where an earlier one failed; the first failure is the one
 * reported, with what the message is about and the kernel's explanation (4.12); others that follow are passed over by the next batch. Only
 * the last message asks for an acknowledgement: a failing one is always answered. What a RTM_GETLINK is answered with is left in nl_answer.
 * Returns the answer's bytes, or -1 with errno and the error's text set.
 */
int nl_send(int fd);

/* The pure part of it: judges LEN bytes in nl_answer. 1: the batch is done; 0: nothing of interest; -1: a message failed. */
int nl_verdict(size_t len);

/* Finds the attribute of TYPE among LEN bytes of them; NULL where it is not there. */
const struct rtattr *nl_find(const void *attrs, int len, int type);
#endif
