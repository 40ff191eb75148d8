/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * --tty: COMMAND's own pseudo-terminal, of the container's devpts, and the relay between it and husk's standard streams. husk's own terminal is
 * raw meanwhile, and as before when COMMAND has ended, however it did.
 */
#ifndef BOX_TTY_H
#define BOX_TTY_H
#include <poll.h>
#include <sys/types.h>
#include "spec/spec.h"

#if CFG_BOX_TTY
#define TTY_FDS 3

/*
 * Steps, child. The first opens both ends in the container's /dev/pts before anything of the container's lies above it, by descriptor (TIOCGPTPEER,
 * 4.13; else by its number), takes one as its standard streams and sends both to the parent. The second makes it COMMAND's, of the session too.
 */
int tty_open(const struct spec *spec);
int tty_enter(const struct spec *spec);

/* Parent: recv(2), which takes the ends that come with a message, and from then on husk's terminal is raw. */
ssize_t tty_recv(int sock, void *buf, size_t size);

/*
 * Parent: what to wait for, and how many they are: TTY_FDS or, without a terminal, none; for how many ms at most (-1: for ever). And what to do then.
 */
unsigned tty_poll(struct pollfd *fds);
int tty_timeout(void);
void tty_relay(const struct pollfd *fds);

/* The size of husk's terminal has changed (SIGWINCH), or husk goes on after a stop (SIGCONT). False where SIG goes on to COMMAND. */
bool tty_signal(int sig);

/* COMMAND has ended: passes on what it has written and gives the terminal back. */
void tty_end(void);
#else
#include <sys/socket.h>
#define TTY_FDS 0
#define tty_open NULL
#define tty_enter NULL
static inline ssize_t tty_recv(int sock, void *buf, size_t size) { return recv(sock, buf, size, 0); }
static inline unsigned tty_poll(struct pollfd *fds) { return (void)fds, 0; }
static inline int tty_timeout(void) { return -1; }
static inline void tty_relay(const struct pollfd *fds) { (void)fds; }
static inline bool tty_signal(int sig) { return (void)sig, false; }
static inline void tty_end(void) { }
#endif
#endif
