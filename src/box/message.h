/* SPDX-License-Identifier: GPL-2.0-only */
/* What parent and child say to each other over a SOCK_SEQPACKET pair, from the clone to the exec. End of file after READY: it is done. */
#ifndef BOX_MESSAGE_H
#define BOX_MESSAGE_H
#include "base/log.h"

enum message_kind {
	MESSAGE_GO = 1, /* parent: attach() is done everywhere */
	MESSAGE_TTY,	/* child: with the two ends of its terminal (SCM_RIGHTS) */
	MESSAGE_COMMAND, /* child: with --init, its pid on the host in `text`; waits for MESSAGE_GO */
	MESSAGE_READY,	/* child: nothing is left but execve */
	MESSAGE_FAILED, /* child: set-up failed, `text` says where; 125 */
	MESSAGE_EXEC,	/* child: execve failed; 126 or 127 by `error` */
};

struct message {
	int kind;
	int error; /* errno */
	char text[LOG_TEXT]; /* sent as far as it is used */
};
#endif
