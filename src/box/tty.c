// SPDX-License-Identifier: GPL-2.0-only
/*
 * --tty: the terminal, from both sides, by ioctl_tty(2), of which libc's functions are a layer. The parent has every signal blocked, so
 * setting the terminal never stops it (SIGTTOU) nor does a read (EIO).
 */
#include "box/tty.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <termios.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/str.h"
#include "base/sys.h"
#include "box/inside.h"
#include "box/message.h"
#include "box/supervise.h"
#include "guard/privilege.h"
#include "root/root.h"

/* The size of husk's terminal, its input's or else its output's, to the terminal whose master is TO. */
static void copy_size(int to)
{
	struct winsize size;

	for (int fd = 0; fd < 3; fd++)
		if (!ioctl(fd, TIOCGWINSZ, &size)) {
			ioctl(to, TIOCSWINSZ, &size);
			return;
		}
}

/* ---- the child ---- */

/*
 * sendmsg(2) or recvmsg(2) with both ends, as the kernel has their structures: libc's cost a conversion. The parent keeps the slave open, so that
 * the master never sees a hangup while COMMAND lives. Where none come, ENDS is left alone.
 */
static ssize_t transfer(long call, int sock, void *buf, size_t size, int ends[2])
{
	struct {
		size_t len;
		int level, type, ends[2];
	} control = { sizeof(control), SOL_SOCKET, SCM_RIGHTS, { ends[0], ends[1] } };
	struct iovec data = { buf, size };
	struct {
		void *name;
		int name_len;
		struct iovec *data;
		size_t n_data;
		void *control;
		size_t control_len;
		unsigned flags;
	} msg = { .data = &data, .n_data = 1, .control = &control, .control_len = sizeof(control) };
	ssize_t n = syscall(call, sock, &msg, MSG_NOSIGNAL | MSG_CMSG_CLOEXEC);

	if (n > 0 && msg.control_len)
		memcpy(ends, control.ends, sizeof(control.ends));
	return n;
}

int tty_open(const struct spec *spec)
{
	struct message m = { .kind = MESSAGE_TTY };
	int ends[2], number = 0;
	char path[24];

	if (!spec->tty)
		return 0;
	ends[0] = fd_open_at(root_dev_fd(), "pts/ptmx", O_RDWR | O_NONBLOCK);
	if (ends[0] < 0 || ioctl(ends[0], TIOCSPTLCK, &number) < 0 || ioctl(ends[0], TIOCGPTN, &number) < 0)
		return fail_sys("tty");
	copy_size(ends[0]); /* here, as COMMAND does not wait for the parent to do so */
	ends[1] = ioctl(ends[0], SYS_TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (ends[1] < 0) {
		str_fmt(path, sizeof(path), "pts/%d", number);
		ends[1] = fd_open_at(root_dev_fd(), path, O_RDWR);
	}
	if (ends[1] < 0 || transfer(SYS_sendmsg, inside_socket(), &m, offsetof(struct message, text), ends) < 0 || fd_standard(ends[1]) < 0)
		return fail_sys("tty");
	return 0; /* inside_forget_host closes both */
}

int tty_enter(const struct spec *spec)
{
	if (!spec->tty)
		return 0;
	/* An id that is not there owns nothing: without a map the terminal stays husk's. */
	if ((!spec->map_none && fchownat(0, "", privilege_uid(), (gid_t)-1, AT_EMPTY_PATH) < 0) || ioctl(0, TIOCSCTTY, 0) < 0)
		return fail_sys("tty");
	return 0;
}

/* ---- the parent ---- */

static int master = -1, slave = -1;
static struct {
	bool is_terminal, raw, away; /* away: it is the shell's, as husk is in the background */
	bool ended, paused, in_line; /* its input; in_line: what was read last is no line's end */
	tcflag_t ended_as; /* the mode that the last end-of-file character was sent in */
	struct termios before;
} own; /* husk's terminal */
static struct way {
	unsigned n;
	char text[512];
} in, out; /* on the way to COMMAND; from it */

/* Makes the terminal raw, and its input read (again). In the background husk leaves it alone. */
static void take_terminal(void)
{
	pid_t foreground = 0; /* not this session's terminal, so nobody's background */
	struct termios now;

	ioctl(0, TIOCGPGRP, &foreground);
	own.paused = false;
	own.away = own.is_terminal && foreground > 0 && foreground != getpgrp();
	if (!own.is_terminal || own.away)
		return;
	now = own.before;
	cfmakeraw(&now);
	own.raw = !ioctl(0, TCSETS, &now);
}

ssize_t tty_recv(int sock, void *buf, size_t size)
{
	int ends[2] = { -1, -1 };
	ssize_t n = transfer(SYS_recvmsg, sock, buf, size, ends);

	if (ends[0] < 0)
		return n;
	master = ends[0];
	slave = ends[1];
	own.is_terminal = !ioctl(0, TCGETS, &own.before);
	copy_size(master); /* it may have changed since */
	take_terminal();
	return n;
}

WAITS unsigned tty_poll(struct pollfd *fds)
{
	if (master < 0) /* before anything else here is read: its page is not needed then */
		return 0;
	fds[0] = (struct pollfd){ .fd = in.n || own.ended || own.paused ? -1 : 0, .events = POLLIN };
	fds[1] = (struct pollfd){ .fd = master, .events = (short)((out.n ? 0 : POLLIN) | (in.n ? POLLOUT : 0)) };
	fds[2] = (struct pollfd){ .fd = out.n ? 1 : -1, .events = POLLOUT };
	return TTY_FDS;
}

static void hang_up(void)
{
	fd_close(&master);
	fd_close(&slave);
	in.n = out.n = 0;
}

static void put(struct way *way, int fd)
{
	ssize_t done = write(fd, way->text, way->n);

	if (done > 0) {
		way->n -= (unsigned)done;
		memmove(way->text, way->text + done, way->n);
	} else if (errno != EAGAIN) { /* (what husk was given may be non-blocking) */
		hang_up(); /* nobody reads any more: COMMAND is to know */
	}
}

/*
 * The end-of-file character, twice behind an unfinished line, which the first one only sends off. A program that changes to its own line editing
 * has lost what was meant for the kernel's: once more.
 */
static void put_end(void)
{
	struct termios t;
	tcflag_t mode;

	if (ioctl(slave, TCGETS, &t) < 0 || in.n)
		return;
	mode = (t.c_lflag & ICANON) | ECHO; /* never 0 */
	if (mode == own.ended_as)
		return;
	own.ended_as = mode;
	in.text[0] = in.text[1] = (char)t.c_cc[VEOF];
	in.n = own.in_line ? 2 : 1;
	own.in_line = false;
}

static void get_input(void)
{
	ssize_t n = read(0, in.text, sizeof(in.text));

	if (n > 0) {
		in.n = (unsigned)n;
		own.in_line = in.text[n - 1] != '\n';
	} else if (n < 0 && errno == EIO && own.is_terminal) {
		own.paused = true; /* in the background */
	} else if (n < 0 && errno == EAGAIN) {
		; /* non-blocking, and somebody else has read it */
	} else if (own.is_terminal) {
		hang_up(); /* the terminal is gone */
	} else {
		own.ended = true;
	}
}

static void get_output(void)
{
	ssize_t n = read(master, out.text, sizeof(out.text));

	out.n = n > 0 ? (unsigned)n : 0;
}

/* A shell that brings a running job to the foreground tells it nothing. */
WAITS int tty_timeout(void)
{
	return master >= 0 && own.away ? 250 : -1;
}

WAITS void tty_relay(const struct pollfd *fds)
{
	if (master < 0)
		return;
	if (own.away)
		take_terminal();
	if (fds[2].revents)
		put(&out, 1);
	if (fds[1].revents & POLLIN)
		get_output();
	if (fds[1].revents & POLLOUT && in.n)
		put(&in, master);
	if (fds[0].revents)
		get_input();
	if (own.ended && master >= 0)
		put_end();
}

bool tty_signal(int sig)
{
	if (master < 0 || (sig != SIGWINCH && sig != SIGCONT))
		return false;
	copy_size(master);
	take_terminal();
	return true;
}

void tty_end(void)
{
	/* What is there by now, and no end that a process left behind could delay. */
	for (unsigned i = 0; master >= 0 && i < 256 && (out.n || (get_output(), out.n)); i++) {
		struct pollfd room = { .fd = 1, .events = POLLOUT };
		int ready;

		/* Where nobody reads, a TERM is still heard. */
		do
			ready = poll(&room, 1, 200);
		while (!ready && !supervise_is_told());
		if (!ready)
			break;
		put(&out, 1);
	}
	hang_up();
	if (own.raw)
		ioctl(0, TCSETS, &own.before);
	own.raw = false;
}
