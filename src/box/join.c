// SPDX-License-Identifier: GPL-2.0-only
/* Namespaces that exist already: --join. */
#include "box/join.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/sys.h"
#include "box/message.h"
#include "box/ns.h"
#include "box/process.h"
#include "box/state.h"

static int fds[SPEC_JOINS];

static int open_one(const char *kind, const char *what)
{
	uint64_t pid, start = 0;
	char path[300];
	int fd;

	/* A fifo must not hold husk up. */
	if (*what == '/' || *what == '.')
		return fd_open(what, O_RDONLY | O_NONBLOCK);
	errno = ENOENT;
	if (strchr(what, '/'))
		return -1;
	if (str_whole_number(what, 10, INT_MAX, &pid) || (pid = (uint64_t)state_pid(what, &start))) {
		fd = proc_open("%u/ns/%s", (unsigned)pid, kind);
		/* A dead container's pid may be another process's by now. */
		return start && process_start((pid_t)pid) != start ? (errno = ESRCH, -1) : fd;
	}
	errno = ENOENT;
	if (*kind != 'n')
		return -1;
	/* ip-netns(8) makes them in the first, which on most systems is the second. */
	str_fmt(path, sizeof(path), packed("/var/run/netns/%s"), what);
	fd = fd_open(path, O_RDONLY | O_NONBLOCK);
	return fd >= 0 ? fd : fd_open(path + 4, O_RDONLY | O_NONBLOCK);
}

int join_prepare(const struct spec *spec, struct trace *trace)
{
	(void)trace;
	for (unsigned i = 0; i < SPEC_JOINS; i++) {
		if (!spec->joined[i])
			continue;
		fds[i] = open_one(spec_joins[i], spec->joined[i]);
		if (fds[i] < 0)
			return fail_hint(errno == ENOENT ? "no path, process, container or ip netns" : NULL, "join: %s=%s", spec_joins[i],
					 spec->joined[i]);
	}
	return 0;
}

static int enter(const struct spec *spec)
{
	/* Root's rights over the others end in the user namespace; a plain user's begin there. */
	unsigned first = sys_euid() ? 0 : 1;

	/* Who has CAP_SYS_PTRACE there would have it over husk, which still has root's ids and files: but not over one that is not dumpable. */
	if (first && spec->join & (NS_USER | NS_PID) && sys_prctl(PR_SET_DUMPABLE, 0, 0) < 0)
		return fail_sys("join");
	/* Where the namespace denies setgroups they could not be dropped inside. */
	if (first && spec->joined[0] && sys_setgroups(0, NULL) < 0)
		return fail_sys("join: groups");
	for (unsigned k = first; k < first + SPEC_JOINS; k++) {
		unsigned i = k < SPEC_JOINS ? k : 0;

		/* The flag has the kernel compare the kind. */
		if (spec->joined[i] && setns(fds[i], ns_flags[i]) < 0)
			return fail_hint(errno == EINVAL ? "another kind, or not below husk's" : NULL, "join: %s=%s", spec_joins[i], spec->joined[i]);
	}
	return 0;
}

pid_t join_clone(const struct spec *spec, pid_t (*clone)(const struct spec *spec))
{
	static struct message m; /* `kind` is the child's pid */
	int pair[2], ignored;
	pid_t between, pid;

	if (!spec->join)
		return clone(spec);
	m.kind = -1;
	if (sys_socketpair(SOCK_SEQPACKET | SOCK_CLOEXEC, pair) < 0 || (between = sys_clone(0)) < 0)
		return fail_sys("join");
	if (!between) {
		pid = enter(spec) < 0 ? -1 : clone(spec);
		if (!pid)
			return 0; /* the pair goes with all other descriptors: inside_forget_host */
		m.kind = (int)pid;
		m.error = errno;
		memcpy(m.text, fail_text(), sizeof(m.text));
		_exit(write(pair[1], &m, sizeof(m)) < 0);
	}
	close(pair[1]);
	fail("join: the process between died");
	if (read(pair[0], &m, sizeof(m)) > 0 && m.kind < 0)
		fail_take(m.error, m.text, strlen(m.text));
	close(pair[0]);
	sys_reap(between, 0, &ignored);
	return m.kind;
}
