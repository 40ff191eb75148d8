// SPDX-License-Identifier: GPL-2.0-only
/* The child, from the clone to the exec. */
#include "box/inside.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/sys.h"
#include "box/message.h"
#include "box/ns.h"
#include "box/state.h"
#include "box/step.h"
#include "guard/privilege.h"

/* A parent that is gone hears nothing, and what it did not hear must not run. TEXT: the error's, at most LOG_TEXT bytes. */
static void tell(int sock, int kind, const char *text)
{
	struct message m = { .kind = kind, .error = errno };
	size_t len = strlen(text);

	memcpy(m.text, text, len);
	if (send(sock, &m, offsetof(struct message, text) + len, MSG_NOSIGNAL) < 0)
		_exit(125);
}

static _Noreturn void give_up(int sock, int kind, const char *text)
{
	tell(sock, kind, text);
	_exit(125);
}

/*
 * As execvp(3), with the container's PATH and without its shell for files of unknown format. Returns with errno: EACCES where one that may not be
 * executed was found, else the last reason.
 */
static void exec_command(const struct spec *spec, const char *const env[])
{
	char *const *argv = (char *const *)spec->argv, *const *envp = (char *const *)env;
	const char *list = str_env(env, "PATH"), *dir;
	char file[PATH_MAX];
	int seen = ENOENT, len;

	if (!*argv[0] || strchr(argv[0], '/')) {
		execve(argv[0], argv, envp);
		return;
	}
	while ((len = str_piece(&list, ':', &dir)) >= 0) {
		if ((size_t)len + strlen(argv[0]) + 2 > sizeof(file))
			continue;
		memcpy(file, dir, (size_t)len);
		str_fmt(file + len, sizeof(file) - (size_t)len, len ? "/%s" : "%s", argv[0]);
		execve(file, argv, envp);
		if (errno == EACCES)
			seen = EACCES;
		else if (errno != ENOENT && errno != ENOTDIR)
			return;
	}
	errno = seen;
}

static int host_proc; /* the procfs of husk's pid namespace, up to inside_forget_host */
static int to_parent; /* the lowest descriptor; the parent's end, closed, is the next */
static bool must_wait, heard;

int inside_wait(const struct spec *spec)
{
	struct message m;
	ssize_t n;

	(void)spec;
	/* It lived behind the order to die with it, and no change of ids has taken that back. */
	if (heard)
		return 0;
	n = recv(to_parent, &m, sizeof(m), must_wait ? 0 : MSG_DONTWAIT);
	/* getppid(2) is 0 in a new pid namespace, parent dead or not. */
	if (n == 0 || (n < 0 && (must_wait || errno != EAGAIN)))
		_exit(125);
	heard = must_wait && ns_cloned & CLONE_VM;
	must_wait = false;
	return 0;
}

int inside_wait_for_maps(const struct spec *spec)
{
	return spec->build_in_userns ? inside_wait(spec) : 0;
}

int inside_tell_pid(const struct spec *spec)
{
	char pid[16];
	ssize_t n = readlinkat(host_proc, "self", pid, sizeof(pid) - 1);

	if (n < 0)
		return fail_sys("pidfile");
	pid[n] = 0;
	tell(to_parent, MESSAGE_COMMAND, pid);
	must_wait = true;
	return inside_wait(spec);
}

int inside_socket(void)
{
	return to_parent;
}

int inside_forget_host(const struct spec *spec)
{
	int proc = dup3(proc_fd(), to_parent + 1, O_CLOEXEC);

	(void)spec;
	proc_use(proc);
	return proc < 0 || fd_close_from(to_parent + 2) < 0 ? fail_sys("descriptors") : 0;
}

int inside_forget_proc(const struct spec *spec)
{
	(void)spec;
	return fd_close_from(to_parent + 1) < 0 ? fail_sys("descriptors") : 0;
}

/* Everything up to the exec. Returns 0, or -1 with the error's text. */
static int set_up(const struct spec *spec, struct trace *trace)
{
	sigset_t none;

	/* Dies with the supervisor: from now on by signal, and where that came too late, by the closed socket: inside_wait. */
	if (sys_prctl(PR_SET_PDEATHSIG, SIGKILL, 0) < 0)
		return fail_sys("parent-death signal");
	if (ns_cloned & CLONE_VM && (trace->attach ? inside_wait(spec) : state_write(trace)) < 0)
		return -1;
	if (step_enter(spec) < 0)
		return -1;
	umask(spec->umask);
	memset(&none, 0, sizeof(none));
	return sigprocmask(SIG_SETMASK, &none, NULL) < 0 ? fail_sys("signals") : 0;
}

_Noreturn void inside_main(const struct spec *spec, struct trace *trace, int sock)
{
	const char *env[CONFIG_MAX_ENV + 4];
	char home[300];

	to_parent = sock;
	host_proc = proc_fd();
	must_wait = trace->attach;
	if (set_up(spec, trace) < 0)
		give_up(sock, MESSAGE_FAILED, fail_text());
	memcpy(env, spec->env, sizeof(env));
	str_fmt(home, sizeof(home), "HOME=%s", privilege_home());
	if (!str_env(env, "HOME"))
		env[spec->n_env] = home;
	tell(sock, MESSAGE_READY, "");
	trace->ran = true;
	exec_command(spec, env);
	trace->ran = false;
	give_up(sock, MESSAGE_EXEC, "");
}
