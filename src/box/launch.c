// SPDX-License-Identifier: GPL-2.0-only
/* A container's start and its life, from the parent's side: the step table. What else it names is part of the clone or of the wait (docs/design.md). */
#include "box/launch.h"
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/sys.h"
#include "box/inside.h"
#include "box/join.h"
#include "box/message.h"
#include "box/ns.h"
#include "box/pidfile.h"
#include "box/process.h"
#include "box/state.h"
#include "box/step.h"
#include "box/supervise.h"
#include "box/tty.h"
#include "box/watch.h"
#include "cgroup/cgroup.h"
#include "spec/unit.h"

/* Undoes whatever STATUS is; of a failure (-1) the text is kept. */
static int finish(const struct trace *trace, int status)
{
	char text[LOG_TEXT];
	int saved = errno;

	memcpy(text, fail_text(), sizeof(text));
	watch_end();
	if (step_undo(trace) < 0)
		fail_print();
	else /* of what is left the record tells the next run of this name */
		state_end(trace);
	return status < 0 ? fail_take(saved, text, strlen(text)) : status;
}

/* A clone into every namespace; on older kernels one without the time namespace, or without the cgroup where its descriptor is not taken. */
static pid_t clone_child(const struct spec *spec)
{
	int cgroup = cgroup_clone_fd();

	ns_cloned = ns_clone_flags(spec);
	for (;;) {
		pid_t pid = sys_clone3(ns_cloned, cgroup);

		if (pid < 0 && errno == ENOSYS) {
			ns_cloned &= ~CLONE_NEWTIME; /* clone(2) would take it for a signal */
			pid = sys_clone(ns_cloned), cgroup = -1;
		}
		if (pid >= 0) {
			if (cgroup >= 0 && !pid)
				cgroup_in_clone();
			return pid;
		}
		if (errno == EINVAL && ns_cloned & CLONE_NEWTIME) /* before 5.6, or without CONFIG_TIME_NS */
			ns_cloned &= ~CLONE_NEWTIME;
		else if (cgroup >= 0 && (errno == E2BIG || errno == EINVAL)) /* 5.3 to 5.6 */
			cgroup = -1;
		else if (cgroup >= 0 && (errno == EAGAIN || errno == EBUSY || errno == EACCES))
			return fail_sys("cgroup: clone into it");
		else
			return ns_explain(spec);
	}
}

/* The error of message M, of N bytes. */
static int take_error(const struct message *m, ssize_t n)
{
	return fail_take(m->error, m->text, (size_t)n - offsetof(struct message, text));
}

/* A message that is only a kind. Returns 0 or -1. */
static int say_go(int sock)
{
	const int kind = MESSAGE_GO;

	/* EPIPE, a dead child: await_exec will see. */
	return send(sock, &kind, sizeof(kind), MSG_NOSIGNAL) < 0 && errno != EPIPE ? fail_sys("start") : 0;
}

/* COMMAND's process, which waits behind --init. M: MESSAGE_COMMAND, of N bytes. Returns 0 or -1. */
static int take_command(const struct spec *spec, struct trace *trace, int sock, struct message *m, ssize_t n)
{
	m->text[n - (ssize_t)offsetof(struct message, text)] = 0;
	return pidfile_tell(spec, trace, m->text) < 0 ? -1 : say_go(sock);
}

/*
 * Follows the child up to its exec. Returns 0; 126 or 127 where that failed, which it says; or -1 with the error's text. Where it is not 0
 * the child is reaped, or still in TRACE.
 */
static int await_exec(const struct spec *spec, struct trace *trace, int sock)
{
	/*
	 * Nobody wakes the supervisor by a message, for which it would take turns with the child: but a terminal is to be raw soon, and a pid is to be
	 * told before COMMAND runs.
	 */
	short wake = (CFG_BOX_TTY && spec->tty) || (CFG_BOX_INIT && spec->init) ? POLLIN : 0;
	bool ready = false, closed = supervise_wait(trace->pid, sock, wake, NULL) == 0;
	struct message m;
	int status = 0;

	for (;;) {
		ssize_t n = tty_recv(sock, &m, sizeof(m));

		/* Said once, before all that the child has said, where it died with "go" unread. */
		if (n < 0 && errno == ECONNRESET)
			continue;
		/*
		 * Or has it died in the exec, of a group that is too small for that? (Who has husk's memory is in no such group. Process 1 makes no exec, and
		 * passes COMMAND's end on as it is.)
		 */
		if (n == 0 && ready && (ns_cloned & CLONE_VM || spec->init || !process_never_ran(trace->pid)))
			return 0;
		if (n > 0 && m.kind <= MESSAGE_READY) {
			ready = m.kind == MESSAGE_READY;
			if (CFG_BOX_INIT && CFG_BOX_PIDFILE && m.kind == MESSAGE_COMMAND && take_command(spec, trace, sock, &m, n) < 0)
				return -1;
			/* Said by who shares memory: nothing follows. (Where it was not waited for, the exec may be still to come.) */
			if (ready && closed && trace->ran)
				return 0;
			if (wake)
				supervise_wait(trace->pid, sock, wake, NULL);
			continue;
		}
		if (n < 0)
			fail_sys("supervisor");
		/* It has failed, or has ended by itself: whatever it is doing, it is not to run. */
		if (n)
			kill(trace->pid, SIGKILL);
		supervise_reap(trace->pid, &status);
		trace->pid = 0;
		if (n < 0)
			return -1;
		if (n > 0) {
			take_error(&m, n);
			if (m.kind != MESSAGE_EXEC)
				return -1;
			fail_sys("exec: %s", spec->argv[0]);
			fail_print();
			return m.error == ENOENT || m.error == ENOTDIR ? 127 : 126;
		}
		if (supervise_is_stopping())
			return fail("set-up: stopped");
		if (cgroup_oom(trace))
			return fail("set-up: out of memory");
		return fail("set-up: %s %d", status > 128 ? "killed by signal" : "died with status", status & 127);
	}
}

/* What the parent had to do has failed: because the child had? Then it is that one's error. */
static int blame_child(const struct trace *trace, int sock)
{
	struct message m;
	int saved = errno;
	ssize_t n;

	kill(trace->pid, SIGKILL);
	while ((n = tty_recv(sock, &m, sizeof(m))) > 0)
		if (m.kind == MESSAGE_FAILED)
			return take_error(&m, n);
	errno = saved;
	return -1;
}

static void tell_oom(const struct spec *spec)
{
	char limit[32];

	unit_size_text(limit, sizeof(limit), spec->memory);
	log_line(spec->memory ? "%s: killed: out of memory (limit %s)" : "%s: killed: out of memory", spec->name, limit);
}

static int live(const struct spec *spec, struct trace *trace, int sock)
{
	int status = 0, failed;

	/* Not to pin ROOT. COMMAND may run by now, so that this is no reason to fail. */
	if (chdir("/") < 0)
		errno = 0;
	/* (Who shares memory, and waits for nothing, writes it himself.) */
	if ((trace->attach || !(ns_cloned & CLONE_VM)) && state_write(trace) < 0)
		return -1;
	if (trace->attach && step_attach(spec, trace) < 0)
		return blame_child(trace, sock);
	if (trace->attach && say_go(sock) < 0)
		return -1;
	failed = await_exec(spec, trace, sock);
	if (failed)
		return failed;
	trace->ran = true;
	watch_begin(spec, trace, sock);
	if (supervise_wait(trace->pid, -1, 0, &status) < 0)
		return -1;
	trace->pid = 0;
	if (status == 137 && cgroup_oom(trace))
		tell_oom(spec);
	return status;
}

/* What the child is given; it lies in the frame of start(). */
struct child {
	const struct spec *spec;
	struct trace *trace;
	const int *pair;
};

static int enter(void *arg)
{
	const struct child *child = arg;

	if (ns_cloned & CLONE_VM)
		cgroup_in_clone();
	close(child->pair[1]);
	inside_main(child->spec, child->trace, child->pair[0]);
}

#define SET_UP_MEMORY (16 << 20) /* bytes: forty times what a set-up and a shell take on x86_64 */

/*
 * May the child have husk's memory up to its exec? The kernel need not copy then what is thrown away at once, which on a virtual machine is a seventh
 * of a start. Nobody else may look into it (ns_shared_flags); the child is one process, and execs; its stack is small; the parent has nothing to do
 * beside it. An OOM score would be both's, and where memory runs out the kernel kills all who share it: not in a group that may be too small for the
 * set-up.
 */
static bool may_share(const struct spec *spec)
{
	return CFG_BOX_SHARED && !(spec->init | spec->tty | spec->oom_score.given) && !(spec->n_with | spec->n_knobs) && !spec->cgroup_parent &&
	       (!spec->memory || spec->memory >= SET_UP_MEMORY);
}

/*
 * As vfork(2), but that the parent goes on: it hears signals. All variables, errno too, are the one's or the other's by turns: until *go* the child only
 * waits, and then the parent does, in poll, until the exec or the end closes the socket. The child's pid is in the trace before it runs. Returns that,
 * or -1 where there is no such clone.
 */
static pid_t clone_shared(struct child *child)
{
	ns_cloned = may_share(child->spec) ? ns_shared_flags(child->spec) : 0;
	return ns_cloned ? sys_clone_shared(ns_cloned, cgroup_clone_fd(), supervise_stack(), enter, child, &child->trace->pid) : -1;
}

/* PAIR: the child's end, and the parent's, which stays open until husk ends. */
static int start(const struct spec *spec, struct trace *trace, const int pair[2])
{
	struct child child = { spec, trace, pair };
	int status, proc = proc_fd();

	/* The record says what will stand on the host before any of it does. */
	if (step_plan(spec, trace) < 0 || state_write(trace) < 0 || step_prepare(spec, trace) < 0)
		return -1;
	trace->pid = clone_shared(&child);
	if (trace->pid < 0) {
		trace->attach |= state_is_kept();
		trace->pid = join_clone(spec, clone_child);
	}
	if (!trace->pid)
		enter(&child);
	if (trace->pid < 0) {
		trace->pid = 0;
		return -1;
	}
	/* While it is open here, the exec cannot be seen. */
	status = close(pair[0]) < 0 ? fail_sys("socketpair") : live(spec, trace, pair[1]);
	proc_use(proc); /* not the child's */
	if (trace->pid) { /* failed on the parent's side, the child still there */
		int ignored;

		kill(trace->pid, SIGKILL);
		supervise_reap(trace->pid, &ignored);
	}
	return status;
}

int box_run(const struct spec *spec)
{
	static struct trace trace;
	int pair[2];

	str_copy(trace.name, sizeof(trace.name), spec->name);
	/* The first descriptors that husk opens, and so the lowest: inside_forget_host closes what is above, and nothing may lie below. */
	if (sys_socketpair(SOCK_SEQPACKET | SOCK_CLOEXEC, pair) < 0)
		return fail_sys("socketpair");
	if (pair[0] != 3)
		return fail("descriptors: something is open");
	/* From here on a signal cannot end husk before it has undone what it did. */
	if (proc_fd() < 0 || supervise_prepare() < 0 || state_begin(&trace, spec->recorded) < 0)
		return -1;
	return finish(&trace, start(spec, &trace, pair));
}
