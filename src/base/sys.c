// SPDX-License-Identifier: GPL-2.0-only
/* System calls that a C library may be too old for. */
#include "base/sys.h"
#include <errno.h>
#include <linux/capability.h>
#include <linux/keyctl.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/clone3.h"
#include "base/code.h"
#include "base/nr.h"
#include "base/str.h"

#define FSCONFIG_FLAG 0
#define FSCONFIG_STRING 1
#define FSCONFIG_CREATE 6

/* Every flag's descriptor is close-on-exec. */
#define TREE_CLOEXEC 02000000
#define FS_CLOEXEC 1

int sys_openat2(int dirfd, const char *path, int flags, mode_t mode, uint64_t resolve)
{
	struct {
		uint64_t flags, mode, resolve;
	} how = { (uint64_t)flags, mode, resolve };

	return (int)syscall(NR_openat2, dirfd, path, &how, sizeof(how));
}

int sys_open_tree(int dirfd, const char *path, unsigned flags)
{
	return (int)syscall(NR_open_tree, dirfd, path, flags | TREE_CLOEXEC);
}

int sys_move_mount(int from_fd, const char *from, int to_fd, const char *to, unsigned flags)
{
	return (int)syscall(NR_move_mount, from_fd, from, to_fd, to, flags);
}

OUTLINED int sys_fsopen(const char *type)
{
	return (int)syscall(NR_fsopen, type, FS_CLOEXEC);
}

int sys_fsconfig_string(int fs, const char *key, const char *value)
{
	return (int)syscall(NR_fsconfig, fs, FSCONFIG_STRING, key, value, 0);
}

int sys_fsconfig_flag(int fs, const char *key)
{
	return (int)syscall(NR_fsconfig, fs, FSCONFIG_FLAG, key, NULL, 0);
}

OUTLINED int sys_fsconfig_create(int fs)
{
	return (int)syscall(NR_fsconfig, fs, FSCONFIG_CREATE, NULL, NULL, 0);
}

int sys_fsmount(int fs, unsigned attr)
{
	return (int)syscall(NR_fsmount, fs, FS_CLOEXEC, attr);
}

OUTLINED int sys_mount_setattr(int fd, bool rec, const struct sys_mount_attr *attr)
{
	return (int)syscall(NR_mount_setattr, fd, "", SYS_AT_EMPTY_PATH | (rec ? SYS_AT_RECURSIVE : 0), attr, sizeof(*attr));
}

int sys_fchdir(int fd)
{
	return (int)syscall(SYS_fchdir, fd);
}

int sys_fchmod(int fd, mode_t mode)
{
	return (int)syscall(SYS_fchmod, fd, mode);
}

int sys_getcwd(char *buf, size_t size)
{
	int n = (int)syscall(SYS_getcwd, buf, size);

	if (n > 0 && *buf != '/') {
		errno = ENOENT;
		return -1;
	}
	return n;
}

int sys_socketpair(int type, int pair[2])
{
	return (int)syscall(SYS_socketpair, AF_UNIX, type, 0, pair);
}

OUTLINED int sys_pivot_root(const char *new_root, const char *put_old)
{
	return (int)syscall(SYS_pivot_root, new_root, put_old);
}

int sys_close_range(unsigned first, unsigned last)
{
	return (int)syscall(NR_close_range, first, last, 0);
}

/* The child's group, unless it is -1. Returns how much of ARGS the kernel is to know. */
static OUTLINED size_t into_group(struct clone3 *args, int cgroup)
{
	if (cgroup < 0)
		return offsetof(struct clone3, set_tid);
	args->flags |= SYS_CLONE_INTO_CGROUP;
	args->cgroup = (uint64_t)cgroup;
	return sizeof(*args);
}

pid_t sys_clone3(unsigned flags, int cgroup)
{
	struct clone3 args = { .flags = flags, .exit_signal = flags & CLONE_PARENT ? 0 : SIGCHLD }; /* a sibling has the caller's */
	size_t size = into_group(&args, cgroup);

	return (pid_t)syscall(NR_clone3, &args, size);
}

pid_t sys_clone_shared(unsigned flags, int cgroup, struct sys_stack stack, int (*fn)(void *), void *arg, pid_t *pid)
{
	struct clone3 args = { .flags = flags | CLONE_VM | CLONE_PARENT_SETTID,
			       .parent_tid = (uintptr_t)pid,
			       .exit_signal = SIGCHLD,
			       .stack = (uintptr_t)stack.lowest,
			       .stack_size = stack.size };
	long result = clone3_on_stack(&args, into_group(&args, cgroup), fn, arg);

	return result < 0 ? (errno = (int)-result, -1) : (pid_t)result;
}

bool sys_kernel_is(unsigned major, unsigned minor)
{
	struct utsname uts;
	uint64_t first = 0, second = 0;
	const char *dot = uname(&uts) < 0 ? NULL : str_number(uts.release, 10, UINT16_MAX, &first);

	return dot && *dot == '.' && str_number(dot + 1, 10, UINT16_MAX, &second) && (first << 16 | second) >= (major << 16 | minor);
}

pid_t sys_clone(unsigned flags)
{
	/* The order of the last two arguments differs between architectures, but both are 0 here. */
	return (pid_t)syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0);
}

uint64_t sys_permitted(void)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct sets[2] = { { 0, 0, 0 }, { 0, 0, 0 } };

	syscall(SYS_capget, &header, sets);
	return sets[0].permitted | (uint64_t)sets[1].permitted << 32;
}

pid_t sys_reap(pid_t pid, int options, int *status)
{
	siginfo_t info;

	info.si_pid = 0;
	while (waitid(pid ? P_PID : P_ALL, (id_t)pid, &info, WEXITED | options) < 0)
		if (errno != EINTR)
			return -1;
	*status = info.si_code == CLD_EXITED ? info.si_status : 128 + info.si_status;
	return info.si_pid;
}

int sys_next_signal(const void *signals)
{
	return (int)syscall(SYS_rt_sigtimedwait, signals, NULL, NULL, _NSIG / 8);
}

int sys_prctl(int option, unsigned long a, unsigned long b)
{
	return (int)syscall(SYS_prctl, option, a, b, 0, 0);
}

int sys_setresuid(uid_t id)
{
	return (int)syscall(NR_setresuid, id, id, id);
}

int sys_setresgid(gid_t id)
{
	return (int)syscall(NR_setresgid, id, id, id);
}

int sys_setgroups(unsigned n, const gid_t *ids)
{
	return (int)syscall(NR_setgroups, n, ids);
}

void sys_default_signal(int sig)
{
	/* Whatever its layout: SIG_DFL is 0, and so are no flags, no mask, no restorer. MIPS has twice the signals. */
	syscall(SYS_rt_sigaction, sig, zeros, NULL, _NSIG / 8);
}

bool sys_signal_is_ignored(int sig)
{
	unsigned long now[20]; /* MIPS has the longest */

	return !syscall(SYS_rt_sigaction, sig, NULL, now, _NSIG / 8) && now[SIGACTION_HANDLER] == 1 /* SIG_IGN */;
}

int sys_new_session_keyring(void)
{
	return (int)syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL, 0, 0, 0);
}
