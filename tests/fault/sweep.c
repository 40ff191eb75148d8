/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Makes one system call of a `husk run` after the other fail, and kills husk and its child at each of them: sweep [-v] SLOT/SLOTS NTH NAME WATCHED HUSK RUN...
 *
 * A seccomp filter hands every call of husk, of its child and of COMMAND to this process, which lets it go on, answers it with an error, or kills.
 * (strace -f counts `when=` per process, but for all processes alike: the parent's k-th openat hides the child's.) A point is a process, a call's name
 * and k. The list of points comes from one undisturbed start, and so does what COMMAND, `inside`, says of its confinement.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *const names[] = {
#include "syscalls.h"
};

#define PASS_FD 777   /* over which the child hands out the filter's listener */
#define ROLES 8
#define POINTS 1000
#define TEXT 65536
#define GONE_MS 1000  /* after a SIGKILL of husk */
#define PATIENCE 30000 /* what has no end; a kernel that takes many network namespaces away can be busy for ten seconds */

enum what { NOTHING, ERROR, KILL_HUSK, KILL_SELF };

struct point {
	int role; /* 0: husk; 1, 2...: its children, in the order of their first call */
	int nr, k;
	bool late;  /* COMMAND may have run: its process is on its way into the exec, or process 1 has let it go on */
	bool undo;  /* after COMMAND ended */
};

struct fault {
	const struct point *at;
	enum what what;
	int error;
};

struct result {
	int status; /* husk's: its exit status, or 128 + signal; -1: nothing came to an end in time */
	bool hit, began;
	long gone; /* milliseconds from the SIGKILL to the end of the last process */
	char out[TEXT], err[4096], seen[4096]; /* COMMAND's words, husk's, and what the host sees of COMMAND */
};

/* The errors that a call may well give. Not those by which a kernel says that it lacks what the call is for, but where husk has another way. */
static const struct {
	const char *name;
	short errors[4];
} errors[] = {
	{ "bind", { EPERM } },
	{ "capset", { EPERM } },
	{ "chdir", { EACCES } },
	{ "clone", { EAGAIN } },
	{ "clone3", { EAGAIN, ENOSPC, ENOSYS } },
	{ "close", { EIO } },
	{ "close_range", { ENOMEM, ENOSYS } },
	{ "dup3", { EBUSY } },
	{ "execve", { EACCES, ENOENT, ENOMEM } },
	{ "fchdir", { EACCES } },
	{ "flock", { ENOLCK } },
	{ "fsconfig", { EINVAL, ENOMEM } },
	{ "fsmount", { EPERM, ENOMEM } },
	{ "fsopen", { EPERM, ENOMEM, ENOSYS } },
	{ "fstat", { EIO } },
	{ "fstatfs", { EIO } },
	{ "getcwd", { ENOENT } },
	{ "getdents64", { EIO } },
	{ "ioctl", { EPERM, EIO } },
	{ "keyctl", { EDQUOT, EACCES } },
	{ "kill", { EPERM } },
	{ "mkdir", { ENOSPC } },
	{ "mkdirat", { ENOSPC, EROFS } },
	{ "mknodat", { EPERM, ENOSPC } },
	{ "mount", { EPERM, ENOMEM, EBUSY } },
	{ "mount_setattr", { EPERM, ENOMEM, ENOSYS } },
	{ "move_mount", { EPERM, EINVAL } },
	{ "open_tree", { EPERM, ENOMEM, ENOSYS } },
	{ "openat", { ENFILE, EACCES } },
	{ "openat2", { EAGAIN, ENFILE, ENOSYS } },
	{ "pidfd_open", { EMFILE, ENOSYS } },
	{ "pivot_root", { EBUSY, EINVAL } },
	{ "poll", { ENOMEM, EINTR } },
	{ "ppoll", { ENOMEM, EINTR } },
	{ "prctl", { EPERM, EINVAL } },
	{ "pwrite64", { EIO, ENOSPC } },
	{ "read", { EIO } },
	{ "recvfrom", { ENOMEM } },
	{ "rt_sigprocmask", { EINVAL } },
	{ "sendto", { ENOBUFS } },
	{ "setgroups", { EPERM, ENOMEM } },
	{ "setns", { EPERM, ENOMEM } },
	{ "setresgid", { EPERM } },
	{ "setresuid", { EPERM, EAGAIN } },
	{ "setsid", { EPERM } },
	{ "signalfd4", { EMFILE } },
	{ "socket", { EMFILE } },
	{ "socketpair", { EMFILE } },
	{ "symlinkat", { ENOSPC } },
	{ "umount2", { EPERM } },
	{ "unlinkat", { EBUSY, EIO } },
	{ "unshare", { EPERM, ENOSPC } },
	{ "waitid", { 0 } }, /* signals are blocked, so that nothing interrupts it */
	{ "write", { EIO, EINVAL } },
};
/* These cannot fail (rt_sigaction: with SIG_DFL; capget: of oneself), or stand before main(). */
static const char *const never[] = { "arch_prctl", "brk", "capget", "exit", "exit_group", "getegid", "geteuid", "getgid", "getpid", "getppid", "gettid", "getuid",
				     "rt_sigaction", "rt_sigreturn", "set_robust_list", "set_tid_address", "set_thread_area", "sysinfo", "times", "umask", "set_tls" };

static const char *name, *watched, *cgroups[32];
static char **command;
static bool loud;
static int out_fd, err_fd, signals;
static unsigned passed, failed, missed;
static struct result first, now, next;
static char host[TEXT], host_now[TEXT];
static struct point points[POINTS];
static unsigned n_points;

static _Noreturn void die(const char *what)
{
	fprintf(stderr, "sweep: %s: %s\n", what, strerror(errno));
	exit(2);
}

static long ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static const char *call_name(int nr)
{
	return nr >= 0 && (size_t)nr < sizeof(names) / sizeof(*names) && names[nr] ? names[nr] : "?";
}

/* --- what stands on the host --- */

static void add(char *text, const char *fmt, ...)
{
	size_t used = strlen(text);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text + used, TEXT - used, fmt, ap);
	va_end(ap);
}

static void add_file(char *text, const char *path)
{
	size_t used = strlen(text);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	while (fd >= 0 && (n = read(fd, text + used, TEXT - 1 - used)) > 0)
		used += (size_t)n;
	text[used] = 0;
	close(fd);
}

/* The entries of a directory that begin with PREFIX, in the order of their names. */
static void add_folder(char *text, const char *path, const char *prefix, bool modes)
{
	struct dirent **list;
	int n = scandir(path, &list, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		char file[512];
		struct stat st = { 0 };

		snprintf(file, sizeof(file), "%s/%s", path, list[i]->d_name);
		if (modes)
			lstat(file, &st);
		if (!strncmp(list[i]->d_name, prefix, strlen(prefix)) && strcmp(list[i]->d_name, ".."))
			add(text, "%s %o %u:%u\n", file, (unsigned)st.st_mode, (unsigned)st.st_uid, (unsigned)st.st_gid);
		free(list[i]);
	}
	if (n >= 0)
		free(list);
}

static void add_loops(char *text)
{
	struct dirent *d;
	DIR *dir = opendir("/sys/block");

	while (dir && (d = readdir(dir))) {
		char path[512], file[TEXT] = "";

		if (strncmp(d->d_name, "loop", 4))
			continue;
		snprintf(path, sizeof(path), "/sys/block/%s/loop/backing_file", d->d_name);
		add_file(file, path);
		if (strstr(file, name))
			add(text, "%s %s", d->d_name, file);
	}
	if (dir)
		closedir(dir);
}

/* Mounts, links, groups, states, loop devices, names, what was found in WATCHED. Processes are seen by waitid. */
static void look(char *text)
{
	char dev[TEXT] = "", *line, *save;

	*text = 0;
	add_file(text, "/proc/self/mountinfo");
	add_file(dev, "/proc/net/dev");
	for (line = strtok_r(dev, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
		if (strchr(line, ':'))
			add(text, "link %.*s\n", (int)strcspn(line, ":"), line);
	for (unsigned i = 0; cgroups[i]; i++) {
		char path[512];

		snprintf(path, sizeof(path), "%s/husk", cgroups[i]);
		add_folder(text, path, name, false);
	}
	add_folder(text, "/run/husk", name, false);
	add_loops(text);
	add_file(text, "/proc/sys/kernel/hostname");
	add_folder(text, watched, "", true);
	add_folder(text, "/dev", "null", true);
	add_folder(text, "/proc/self/fd", "", false);
}

static bool host_is_same(void)
{
	for (long end = ms() + GONE_MS;;) {
		look(host_now);
		if (!strcmp(host, host_now))
			return true;
		if (ms() > end)
			return false;
		poll(NULL, 0, 2);
	}
}

static void find_cgroups(void)
{
	static char text[TEXT];
	unsigned n = 0;
	char *line, *save, where[512], type[64];

	add_file(text, "/proc/self/mountinfo");
	for (line = strtok_r(text, "\n", &save); line && n < 31; line = strtok_r(NULL, "\n", &save)) {
		const char *tail = strstr(line, " - ");

		if (tail && sscanf(line, "%*s %*s %*s %*s %511s", where) == 1 && sscanf(tail, " - %63s", type) == 1 && !strncmp(type, "cgroup", 6))
			cgroups[n++] = strdup(where);
	}
}

/* Not what a fresh group has: groups in which nothing is limited are for figures only, and a start goes on without them. */
static bool is_limit(const char *value)
{
	static const char *const none[] = { "max", "-1", "100000\n", "9223372036854771712", "1024\n", "100\n" };

	for (unsigned i = 0; i < sizeof(none) / sizeof(*none); i++)
		if (!strncmp(value, none[i], strlen(none[i])))
			return false;
	return true;
}

static bool is_member(pid_t pid, const char *hierarchy)
{
	char path[512], procs[TEXT] = "\n", number[16];

	snprintf(path, sizeof(path), "%s/husk/%s/cgroup.procs", hierarchy, name);
	add_file(procs, path);
	snprintf(number, sizeof(number), "\n%d\n", (int)pid);
	return strstr(procs, number);
}

/* What of COMMAND's confinement the host sees: its namespaces, groups and limits. */
static void look_at_command(pid_t pid, char *text)
{
	static const char *const spaces[] = { "cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts" };
	static const char *const files[] = { "memory.limit_in_bytes", "memory.memsw.limit_in_bytes", "pids.max", "cpu.cfs_quota_us", "cpu.cfs_period_us",
					     "memory.max", "memory.swap.max", "cpu.max", "cpu.shares",
					     "cpuset.cpus", "memory.soft_limit_in_bytes", "memory.high", "cpu.weight" };
	char path[1024], mine[64], its[64];

	*text = 0;
	for (unsigned i = 0; i < sizeof(spaces) / sizeof(*spaces); i++) {
		ssize_t a, b;

		snprintf(path, sizeof(path), "/proc/self/ns/%s", spaces[i]);
		a = readlink(path, mine, sizeof(mine));
		snprintf(path, sizeof(path), "/proc/%d/ns/%s", (int)pid, spaces[i]);
		b = readlink(path, its, sizeof(its));
		snprintf(text + strlen(text), 64, "%s %s\n", spaces[i], a == b && !memcmp(mine, its, (size_t)a) ? "shared" : "own");
	}
	for (unsigned i = 0; cgroups[i]; i++)
		for (unsigned f = 0; f < sizeof(files) / sizeof(*files); f++) {
			char value[TEXT] = "";

			snprintf(path, sizeof(path), "%s/husk/%s/%s", cgroups[i], name, files[f]);
			add_file(value, path);
			if (*value && is_limit(value) && is_member(pid, cgroups[i]))
				snprintf(text + strlen(text), 128, "%s %.64s", files[f], value);
		}
}

/* --- one start --- */

static struct {
	int listener;
	pid_t pids[ROLES];
	bool command[ROLES];
	int counts[ROLES][sizeof(names) / sizeof(*names)];
	unsigned n_roles;
	bool recording, ready, ended;
	long killed, holding;
} run;

static void send_listener(int fd)
{
	union {
		struct cmsghdr head;
		char space[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	char byte = 0;
	struct iovec iov = { &byte, 1 };
	struct msghdr m = { .msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.space, .msg_controllen = sizeof(control.space) };

	control.head.cmsg_level = SOL_SOCKET;
	control.head.cmsg_type = SCM_RIGHTS;
	control.head.cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(&control.head), &fd, sizeof(int));
	if (syscall(SYS_sendmsg, PASS_FD, &m, 0) < 0)
		_exit(124);
}

static int receive_listener(int sock)
{
	union {
		struct cmsghdr head;
		char space[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	char byte;
	struct iovec iov = { &byte, 1 };
	struct msghdr m = { .msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.space, .msg_controllen = sizeof(control.space) };
	int fd;

	if (recvmsg(sock, &m, MSG_CMSG_CLOEXEC) <= 0 || control.head.cmsg_type != SCM_RIGHTS)
		die("no filter");
	memcpy(&fd, CMSG_DATA(&control.head), sizeof(fd));
	return fd;
}

static _Noreturn void become_husk(int sock, char *const *argv)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_sendmsg, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args) + (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 4 : 0)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PASS_FD, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
	};
	struct sock_fprog program = { sizeof(code) / sizeof(*code), code };
	sigset_t none;
	int listener, null = open("/dev/null", O_RDWR);

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	dup2(null, 0);
	dup2(out_fd, 1);
	dup2(err_fd, 2);
	dup3(sock, PASS_FD, O_CLOEXEC);
	listener = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
	if (listener < 0)
		_exit(124);
	send_listener(listener);
	execv(argv[0], argv);
	_exit(124);
}

static unsigned role_of(pid_t pid)
{
	unsigned r = 0;

	while (r < run.n_roles && run.pids[r] != pid)
		r++;
	if (r < run.n_roles || r == ROLES)
		return r < ROLES ? r : ROLES - 1;
	run.pids[run.n_roles++] = pid;
	return r;
}

/* The points of ROLE behind its last call of WORD. */
static void mark_late(unsigned role, int word)
{
	for (unsigned i = n_points; i--;) {
		if (points[i].role != (int)role)
			continue;
		if (points[i].nr == word)
			return;
		points[i].late = true;
	}
}

static void record(unsigned role, int nr, int k)
{
	for (unsigned i = 0; i < sizeof(never) / sizeof(*never); i++)
		if (!strcmp(call_name(nr), never[i]))
			return;
	/* What was before husk: tool/deny. */
	if (!role && nr == SYS_execve) {
		n_points = 0;
		return;
	}
	if (n_points == POINTS)
		die("too many points");
	points[n_points++] = (struct point){ (int)role, nr, k, run.ready, run.ended };
	if (!role || nr != SYS_execve)
		return;
	/* Beside the exec goes on what is behind the last word of COMMAND's process, and behind process 1's. */
	for (unsigned r = 1; r <= role; r++)
		mark_late(r, r == role ? SYS_sendto : SYS_kill);
	run.ready = true;
}

/* One call: what is to become of it. Returns 0, a negative errno, or 1: it does not come back from it. */
static int judge(const struct fault *f, const struct seccomp_notif *call, struct result *r)
{
	unsigned role = role_of((pid_t)call->pid);
	int nr = call->data.nr, k;

	if (run.command[role]) {
		if (nr == SYS_exit_group) {
			look_at_command((pid_t)call->pid, r->seen);
			run.ended = true;
		} else if (nr == SYS_ppoll && !run.holding) {
			look_at_command((pid_t)call->pid, r->seen);
			run.holding = ms();
		}
		return 0;
	}
	if (!role && nr == SYS_execve)
		memset(run.counts, 0, sizeof(run.counts));
	k = (size_t)nr < sizeof(names) / sizeof(*names) ? ++run.counts[role][nr] : 0;
	if (run.recording)
		record(role, nr, k);
	if (f->what && f->at->role == (int)role && f->at->nr == nr && f->at->k == k) {
		r->hit = true;
		if (f->what == ERROR)
			return -f->error;
		run.killed = ms();
		kill(f->what == KILL_SELF ? (pid_t)call->pid : run.pids[0], SIGKILL);
		if (f->what == KILL_SELF || !role)
			return 1; /* an answer might come before the signal, and the call be made after all */
	}
	if (role && nr == SYS_execve)
		run.command[role] = r->began = true;
	return 0;
}

static void answer(const struct fault *f, struct result *r)
{
	union {
		struct seccomp_notif call;
		char space[256];
	} in = { 0 };
	union {
		struct seccomp_notif_resp answer;
		char space[128];
	} out = { 0 };

	if (ioctl(run.listener, SECCOMP_IOCTL_NOTIF_RECV, &in.call) < 0)
		return; /* killed meanwhile */
	out.answer.id = in.call.id;
	out.answer.error = judge(f, &in.call, r);
	if (out.answer.error > 0)
		return;
	out.answer.flags = out.answer.error ? 0 : SECCOMP_USER_NOTIF_FLAG_CONTINUE;
	ioctl(run.listener, SECCOMP_IOCTL_NOTIF_SEND, &out.answer);
}

/* Reaps what there is. Returns whether nothing is left. */
static bool reap(pid_t husk, struct result *r)
{
	siginfo_t info;

	for (;;) {
		info.si_pid = 0;
		if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG) < 0)
			return errno == ECHILD;
		if (!info.si_pid)
			return false;
		if (info.si_pid == husk)
			r->status = info.si_code == CLD_EXITED ? info.si_status : 128 + info.si_status;
	}
}

static void text_of(int fd, char *text, size_t size)
{
	ssize_t n = pread(fd, text, size - 1, 0);

	text[n > 0 ? n : 0] = 0;
}

static void start(const struct fault *f, bool hold, struct result *r)
{
	int sv[2];
	char *argv[64];
	unsigned n = 0;
	pid_t husk;
	long begin = ms();
	struct signalfd_siginfo info;

	memset(r, 0, sizeof(*r));
	r->status = -1;
	{
		bool recording = run.recording;

		memset(&run, 0, sizeof(run));
		run.recording = recording;
	}
	if (ftruncate(out_fd, 0) < 0 || ftruncate(err_fd, 0) < 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sv) < 0)
		die("start");
	lseek(out_fd, 0, SEEK_SET);
	lseek(err_fd, 0, SEEK_SET);
	while (command[n] && n < 62)
		argv[n] = command[n], n++;
	if (hold)
		argv[n++] = "hold";
	argv[n] = NULL;
	husk = fork();
	if (!husk)
		become_husk(sv[1], argv);
	close(sv[1]);
	run.listener = receive_listener(sv[0]);
	close(sv[0]);
	while (!reap(husk, r)) {
		struct pollfd fds[2] = { { run.listener, POLLIN, 0 }, { signals, POLLIN, 0 } };
		struct timespec wait = { 0, 20000000 };
		long t = ms();

		/* A point that this start did not come by; and what goes on too long. */
		if (hold && run.holding && !r->hit && t - run.holding > 300)
			kill(run.pids[0], SIGKILL);
		if (t - begin > PATIENCE || (run.killed && t - run.killed > 2 * GONE_MS)) {
			r->status = -1;
			for (unsigned i = 0; i < run.n_roles; i++)
				kill(run.pids[i], SIGKILL);
			if (t - begin > 2 * PATIENCE)
				die("a process that nothing ends");
		}
		if (ppoll(fds, 2, &wait, NULL) <= 0)
			continue;
		if (fds[1].revents)
			while (read(signals, &info, sizeof(info)) > 0)
				;
		if (fds[0].revents & POLLIN)
			answer(f, r);
		else if (fds[0].revents & POLLHUP)
			poll(NULL, 0, 1);
	}
	if (run.killed)
		r->gone = ms() - run.killed;
	close(run.listener);
	text_of(out_fd, r->out, sizeof(r->out));
	text_of(err_fd, r->err, sizeof(r->err));
}

/* --- what must hold --- */

/* "husk: run: STEP: WHY", one line. */
static bool is_one_line(const char *text)
{
	const char *end = strchr(text, '\n');

	return !strncmp(text, "husk: run: ", 11) && end && !end[1] && strchr(text + 11, ':');
}

/* Prints what differs, line by line. */
static void difference(const char *was, const char *is)
{
	for (unsigned side = 0; side < 2; side++) {
		const char *all = side ? is : was, *other = side ? was : is;

		while (*all) {
			size_t len = strcspn(all, "\n");
			const char *at = other;

			while (*at && (strcspn(at, "\n") != len || memcmp(at, all, len)))
				at += strcspn(at, "\n"), at += *at == '\n';
			if (!*at)
				printf("#   %c%.*s\n", side ? '+' : '-', (int)len, all);
			all += len;
			all += *all == '\n';
		}
	}
}

static bool same_confinement(const struct result *r)
{
	return !strcmp(r->out, first.out) && !strcmp(r->seen, first.seen);
}

/* A start of the same name that nothing disturbs; it mends what the last one left. Returns what is wrong, or NULL. */
static const char *heal(void)
{
	static const struct fault none = { 0 };

	start(&none, false, &next);
	if (next.status || *next.err || !same_confinement(&next))
		return "the next start of the name fails or differs";
	return host_is_same() ? NULL : "and the next start of the name leaves something";
}

/* One thing is done without, with a word: the root idmapped, where the kernel is too old for it. */
static bool is_done_without(const struct fault *f)
{
	return f->error == ENOSYS && !strcmp(call_name(f->at->nr), "open_tree") && strstr(now.err, "not idmapped") && is_one_line(now.err);
}

static const char *check_error(const struct fault *f)
{
	const struct point *p = f->at;

	if (now.status < 0)
		return "no end";
	if (!now.hit)
		return NULL;
	if (now.status == 0) {
		if (!same_confinement(&now))
			return "COMMAND ran, but not as confined as it should be";
		if (*now.err && !(p->late && is_one_line(now.err)) && !is_done_without(f))
			return "a message, but status 0";
	} else {
		if (now.status != 125 && !(now.status >= 126 && now.status <= 127 && p->nr == SYS_execve))
			return "neither 0 nor 125";
		if (*now.out && !p->late)
			return "125, but COMMAND ran";
		if (!is_one_line(now.err))
			return "not one line `husk: run: STEP: WHY`";
	}
	if (p->undo)
		return heal();
	return host_is_same() ? NULL : "the host is not as before";
}

static const char *check_killed_husk(void)
{
	const char *wrong;

	if (now.hit && (now.gone > GONE_MS || now.status < 0))
		return "a process of the container lives on for a second";
	wrong = heal();
	return wrong;
}

static const char *check_killed_child(void)
{
	if (now.status < 0)
		return "no end";
	if (!now.hit)
		return NULL;
	if (now.status != 125 || !is_one_line(now.err) || *now.out)
		return "a killed set-up is not 125 with one line";
	return host_is_same() ? NULL : "the host is not as before";
}

static void judge_fault(const struct fault *f)
{
	static const char *const kinds[] = { "", "", "husk killed", "killed" };
	const struct point *p = f->at;
	const char *wrong;
	char who[64], how[64];

	start(f, f->what == KILL_HUSK && !p->undo, &now);
	wrong = f->what == ERROR ? check_error(f) : f->what == KILL_HUSK ? check_killed_husk() : check_killed_child();
	if (wrong)
		failed++;
	else
		passed++;
	missed += !now.hit;
	if (!wrong && !loud)
		return;
	snprintf(who, sizeof(who), p->role > 1 ? "child %d" : p->role ? "the child" : "husk", p->role);
	snprintf(how, sizeof(how), "%s", f->what == ERROR ? strerror(f->error) : kinds[f->what]);
	printf("%s - %s: %s %d of %s: %s: status %d%s%.*s\n", wrong ? "not ok" : "ok", name, call_name(p->nr), p->k, who, how, now.status,
	       now.hit ? " " : " (not reached) ", (int)strcspn(now.err, "\n"), now.err);
	if (!wrong)
		return;
	printf("#   %s\n", wrong);
	if (strcspn(now.err, "\n") + 1 < strlen(now.err))
		printf("#   stderr: %s\n", now.err);
	if (!strncmp(wrong, "COMMAND ran,", 12)) {
		difference(first.out, now.out);
		difference(first.seen, now.seen);
	} else if (!strncmp(wrong, "the next", 8)) {
		printf("#   status %d; stderr: %s\n", next.status, next.err);
		difference(first.out, next.out);
		difference(first.seen, next.seen);
	} else if (strstr(wrong, "host") || strstr(wrong, "leaves")) {
		difference(host, host_now);
	}
	fflush(stdout);
	if (p->role >= 0 && !host_is_same())
		heal();
}

static void sweep(unsigned i)
{
	static const short usual[4] = { EPERM, ENOMEM };
	const short *list = usual;
	struct fault f = { .at = &points[i] };

	for (unsigned e = 0; e < sizeof(errors) / sizeof(*errors); e++)
		if (!strcmp(errors[e].name, call_name(points[i].nr)))
			list = errors[e].errors;
	f.what = ERROR;
	for (unsigned e = 0; e < 4 && list[e]; e++) {
		f.error = list[e];
		judge_fault(&f);
	}
	f.what = KILL_HUSK;
	judge_fault(&f);
	f.what = KILL_SELF;
	if (f.at->role && !f.at->late)
		judge_fault(&f);
}

int main(int argc, char **argv)
{
	static const struct fault none = { 0 };
	unsigned slot, slots, nth, n = 0;
	sigset_t child;

	if (argc > 1 && !strcmp(argv[1], "-v"))
		loud = true, argv++, argc--;
	if (argc < 7 || sscanf(argv[1], "%u/%u", &slot, &slots) != 2 || !(nth = (unsigned)atoi(argv[2]))) {
		fputs("usage: sweep [-v] SLOT/SLOTS NTH NAME WATCHED HUSK run ARG...\n", stderr);
		return 2;
	}
	name = argv[3];
	watched = argv[4];
	command = argv + 5;
	out_fd = (int)syscall(SYS_memfd_create, "out", 1 /* MFD_CLOEXEC */);
	err_fd = (int)syscall(SYS_memfd_create, "err", 1);
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, NULL);
	signals = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	syscall(SYS_keyctl, 1 /* KEYCTL_JOIN_SESSION_KEYRING */, NULL);
	syscall(SYS_add_key, "user", "canary", "secret", (size_t)6, -3 /* KEY_SPEC_SESSION_KEYRING */);
	find_cgroups();
	look(host);
	run.recording = true;
	start(&none, false, &first);
	run.recording = false;
	if (first.status || *first.err || !*first.out || !*first.seen || !host_is_same()) {
		printf("not ok - %s: the undisturbed start: status %d: %s%s", name, first.status, first.err, first.out);
		return 1;
	}
	if (loud)
		printf("%s%s", first.out, first.seen);
	for (unsigned i = slot; i < n_points; i += slots)
		if ((i / slots) % nth == (unsigned)time(NULL) / 86400 % nth)
			sweep(i), n++;
	printf("# %s: %u of %u points, %u faults, %u of them not reached\n%u passed, %u failed\n", name, n, n_points, passed + failed, missed, passed, failed);
	return failed != 0;
}
