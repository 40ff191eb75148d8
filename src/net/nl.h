/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rtnetlink(7) without a library: messages are put into one buffer, sent as one batch, and what the kernel refuses is said in its own
 * words. Knows nothing of links or addresses.
 */
#ifndef NET_NL_H
#define NET_NL_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "autoconf.h"

/* The longest batch sets up every link with every address: 64 bytes hold any of its messages, and the rest the creation of a pair. */
#define NL_MSGS ((CONFIG_NET_LINKS + 1) * (CONFIG_NET_ADDRS + 2))
#define NL_SIZE (512 + 64 * NL_MSGS)
_Static_assert(NL_SIZE < 65536, "an attribute's length has 16 bits");

/* What a message is about, for its error: "OBJECT: DETAIL", or "OBJECT" where detail is NULL. Both pointers stay the caller's. */
struct nl_about {
	const char *object, *detail;
};

/* A batch. Host byte order and 4-byte alignment throughout, as the kernel reads it. Not to be copied. */
struct nl {
	_Alignas(4) unsigned char buf[NL_SIZE];
	size_t used; /* bytes of buf; always a multiple of 4 */
	size_t msg;  /* where the last message begins */
	unsigned n;  /* messages; the K-th has sequence number K, from 1 */
	bool full;   /* something did not fit: nl_send refuses */
	struct nl_about about[NL_MSGS];
};

/* Empties a batch: the first thing to do with one. */
void nl_begin(struct nl *nl);

/* Begins a message. BODY is the type's fixed part (struct ifinfomsg, ...). FLAGS: NLM_F_* beside NLM_F_REQUEST. */
void nl_message(struct nl *nl, int type, int flags, const void *body, size_t len, const char *object, const char *detail);

/* Adds an attribute to the last message. */
void nl_attr(struct nl *nl, int type, const void *data, size_t len);
void nl_attr_u32(struct nl *nl, int type, uint32_t value);
void nl_attr_text(struct nl *nl, int type, const char *text); /* with its NUL */

/* Attributes between the two are inside the attribute of TYPE; the first returns what the second takes. */
size_t nl_nest(struct nl *nl, int type);
void nl_nest_end(struct nl *nl, size_t nest);

/* Adds bytes that are no attribute (a peer's struct ifinfomsg). */
void nl_raw(struct nl *nl, const void *data, size_t len);

/* A socket for the calling thread's network namespace; close-on-exec. */
int nl_open(void);

/*
 * Sends the batch and waits for its end. The kernel works on every message even where an earlier one failed; the first failure is the one
 * reported, with the message's object and the kernel's explanation (4.12). Only the last message asks for an acknowledgement: a failing
 * one is always answered. Returns -1 with errno and the error's text set.
 */
int nl_send(int fd, struct nl *nl);

/* Sends the one message of NL and reads its answer (not a dump) into REPLY. Returns its bytes, or -1 with errno and the text set. */
int nl_ask(int fd, struct nl *nl, void *reply, size_t size);

/*
 * The pure part of nl_send: judges one datagram of answers. 1: the last message was acknowledged; 0: nothing of interest; -1: one failed.
 */
int nl_verdict(const struct nl *nl, const void *answer, size_t len);

/* Finds the attribute of TYPE among LEN bytes of them; its value's bytes go to *VALUE_LEN. NULL where it is not there. */
const void *nl_find(const void *attrs, size_t len, int type, size_t *value_len);
#endif
