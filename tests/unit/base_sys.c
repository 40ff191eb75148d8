/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * base/sys: numbers, structures and constants that are made by hand, against the kernel's headers of the architecture that this is compiled
 * for; and what every call hands to syscall(2), which the linker puts a stand-in before (--wrap). On other architectures the C library is
 * husk's own: what it says of errors, signals, limits and flags is compared too.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/utsname.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>
#include "base/clone3.h"
#include "base/nr.h"
#include "base/sys.h"

/* What the C library says, before the kernel's headers say it again. */
#define EACH(do) \
	do(ENOENT) do(EAGAIN) do(ELOOP) do(ENOSYS) do(ENAMETOOLONG) do(ENOTEMPTY) do(EOPNOTSUPP) do(EOVERFLOW) do(EADDRINUSE) do(EADDRNOTAVAIL) \
	do(ENETDOWN) do(ENOBUFS) do(EDQUOT) do(ESTALE) do(ENOPROTOOPT) do(EMSGSIZE) do(ETIMEDOUT) do(ENODATA) \
	do(SIGHUP) do(SIGINT) do(SIGQUIT) do(SIGILL) do(SIGTRAP) do(SIGABRT) do(SIGBUS) do(SIGFPE) do(SIGKILL) do(SIGUSR1) do(SIGSEGV) do(SIGUSR2) \
	do(SIGPIPE) do(SIGALRM) do(SIGTERM) do(SIGCHLD) do(SIGCONT) do(SIGSTOP) do(SIGTSTP) do(SIGTTIN) do(SIGTTOU) do(SIGURG) do(SIGXCPU) \
	do(SIGXFSZ) do(SIGPROF) do(SIGVTALRM) do(SIGWINCH) do(SIGIO) do(SIGPWR) do(SIGSYS) \
	do(RLIMIT_AS) do(RLIMIT_CORE) do(RLIMIT_CPU) do(RLIMIT_DATA) do(RLIMIT_FSIZE) do(RLIMIT_LOCKS) do(RLIMIT_MEMLOCK) do(RLIMIT_MSGQUEUE) \
	do(RLIMIT_NICE) do(RLIMIT_NOFILE) do(RLIMIT_NPROC) do(RLIMIT_RSS) do(RLIMIT_RTPRIO) do(RLIMIT_RTTIME) do(RLIMIT_SIGPENDING) do(RLIMIT_STACK) \
	do(O_CREAT) do(O_EXCL) do(O_NOCTTY) do(O_TRUNC) do(O_NONBLOCK) do(O_DIRECTORY) do(O_NOFOLLOW) do(O_CLOEXEC) \
	do(CLONE_NEWNS) do(CLONE_NEWUTS) do(CLONE_NEWIPC) do(CLONE_NEWUSER) do(CLONE_NEWPID) do(CLONE_NEWNET) do(CLONE_NEWCGROUP) do(CLONE_PARENT) \
	do(TIOCSCTTY) do(TIOCSWINSZ) do(TIOCGWINSZ)
#define LIBC(name) LIBC_##name = name,
enum { EACH(LIBC) LIBC_NSIG = _NSIG, LIBC_SOCK_SEQPACKET = SOCK_SEQPACKET, LIBC_O_PATH = O_PATH };
static const size_t own_statfs_flags = offsetof(struct statfs, f_flags), own_statfs_size = sizeof(struct statfs);

/* Types of the kernel's by the names of the C library's; and <linux/time.h>, of which nothing is asked, not at all. */
#define _LINUX_TIME_H
#define sigaction kernel_sigaction
#define sigset_t kernel_sigset_t
#define stack_t kernel_stack_t
#define sigaltstack kernel_sigaltstack
#define statfs kernel_statfs
#undef statfs64
#define statfs64 kernel_statfs64
#define flock kernel_flock
#undef flock64
#define flock64 kernel_flock64
#define f_owner_ex kernel_f_owner_ex
#define rlimit kernel_rlimit
#undef rlimit64
#define rlimit64 kernel_rlimit64
#define rusage kernel_rusage
#define fsid_t kernel_fsid_t
#undef sa_handler
#undef sa_sigaction
#undef SIG_DFL
#undef SIG_IGN
#undef SIG_ERR
#include <asm/errno.h>
#include <asm/fcntl.h>
#include <asm/ioctls.h>
#include <asm/resource.h>
#include <asm/signal.h>
#include <asm/statfs.h>
#include <asm/unistd.h>
#include <linux/magic.h>
#include <linux/mount.h>
#include <linux/openat2.h>
#include <linux/sched.h>
#include <linux/sockios.h>
#undef statfs
#undef sigset_t
#undef sigaction

#define SAME(name) _Static_assert((long)LIBC_##name == (long)(name), #name);
EACH(SAME)
/* sys_default_signal and box/init.c say how long the kernel's set is. (Not all of its headers do.) */
#ifdef __mips__
_Static_assert(LIBC_NSIG / 8 == 16 && SIGUSR1 == 16 && ENOSYS == 89 && RLIMIT_NOFILE == 5, "MIPS, as it is known");
#else
_Static_assert(LIBC_NSIG / 8 == 8, "_NSIG");
#endif
/* After 2038: with 32 bits as well. */
_Static_assert(sizeof(time_t) == 8 && sizeof(off_t) == 8, "time_t, off_t");

#define NR_IS(name) _Static_assert(NR_##name == __NR_##name, #name);
NR_IS(open_tree) NR_IS(move_mount) NR_IS(fsopen) NR_IS(fsconfig) NR_IS(fsmount) NR_IS(clone3) NR_IS(close_range) NR_IS(openat2) NR_IS(mount_setattr)
/* 16-bit ids have the plain names where there are both. */
#ifdef __NR_setresuid32
_Static_assert(NR_setresuid == __NR_setresuid32 && NR_setresgid == __NR_setresgid32 && NR_setgroups == __NR_setgroups32, "32-bit ids");
#else
_Static_assert(NR_setresuid == __NR_setresuid && NR_setresgid == __NR_setresgid && NR_setgroups == __NR_setgroups, "ids");
#endif
#define SYS_IS(name) _Static_assert(SYS_##name == __NR_##name, #name);
SYS_IS(clone) SYS_IS(pivot_root) SYS_IS(keyctl) SYS_IS(bpf) SYS_IS(getdents64) SYS_IS(prlimit64) SYS_IS(rt_sigaction) SYS_IS(rt_sigtimedwait)
SYS_IS(sched_setattr) SYS_IS(memfd_create) SYS_IS(execveat) SYS_IS(capset) SYS_IS(capget) SYS_IS(personality) SYS_IS(faccessat)

#define CONSTANT(own, kernel) _Static_assert((own) == (kernel), #own);
CONSTANT(SYS_OPEN_TREE_CLONE, OPEN_TREE_CLONE)
CONSTANT(SYS_MOVE_F_EMPTY, MOVE_MOUNT_F_EMPTY_PATH)
CONSTANT(SYS_MOVE_T_EMPTY, MOVE_MOUNT_T_EMPTY_PATH)
CONSTANT(SYS_ATTR_RDONLY, MOUNT_ATTR_RDONLY)
CONSTANT(SYS_ATTR_NOSUID, MOUNT_ATTR_NOSUID)
CONSTANT(SYS_ATTR_NODEV, MOUNT_ATTR_NODEV)
CONSTANT(SYS_ATTR_NOEXEC, MOUNT_ATTR_NOEXEC)
CONSTANT(SYS_ATTR_NOATIME, MOUNT_ATTR_NOATIME)
CONSTANT(SYS_ATTR__ATIME, MOUNT_ATTR__ATIME)
CONSTANT(SYS_ATTR_IDMAP, MOUNT_ATTR_IDMAP)
CONSTANT(SYS_AT_RECURSIVE, AT_RECURSIVE)
CONSTANT(SYS_AT_EMPTY_PATH, AT_EMPTY_PATH)
CONSTANT(SYS_RESOLVE_IN_ROOT, RESOLVE_IN_ROOT)
CONSTANT(SYS_RESOLVE_NO_MAGICLINKS, RESOLVE_NO_MAGICLINKS)
CONSTANT(SYS_CLONE_INTO_CGROUP, CLONE_INTO_CGROUP)
CONSTANT(CLONE_NEWTIME, 0x80)
CONSTANT(SYS_TIOCGPTPEER, TIOCGPTPEER)
CONSTANT(SYS_SIOCBRADDBR, SIOCBRADDBR)
CONSTANT(SYS_PROC_MAGIC, PROC_SUPER_MAGIC)
CONSTANT(SYS_TMPFS_MAGIC, TMPFS_MAGIC)
CONSTANT(SYS_RAMFS_MAGIC, RAMFS_MAGIC)

/* ---- what is handed to syscall(2) ---- */

static struct {
	bool on;
	long nr, arg[5];
	unsigned char copy[128]; /* of the structure that an argument points to */
} call;
static size_t structure; /* its size */
static int structure_at; /* which argument it is */

/* Arguments behind "..." lie where named ones do, in every calling convention that Linux has here; those that were not given are anything. */
long __real_syscall(long nr, ...);
long __wrap_syscall(long nr, long a, long b, long c, long d, long e);

long __wrap_syscall(long nr, long a, long b, long c, long d, long e)
{
	if (!call.on)
		return __real_syscall(nr, a, b, c, d, e);
	memcpy(call.arg, (long[]){ a, b, c, d, e }, sizeof(call.arg));
	call.nr = nr;
	if (structure)
		memcpy(call.copy, (void *)call.arg[structure_at], structure);
	return 7;
}

static int begin(void **state)
{
	(void)state;
	memset(&call, 0, sizeof(call));
	structure = 0;
	structure_at = 0;
	call.on = true;
	return 0;
}

static int end(void **state)
{
	(void)state;
	call.on = false;
	return 0;
}

static const char *text(int i)
{
	return (const char *)call.arg[i];
}

static void opens_inside(void **state)
{
	struct open_how how;

	(void)state;
	structure = sizeof(how);
	structure_at = 2;
	assert_int_equal(sys_openat2(5, "path", O_DIRECTORY | O_CLOEXEC, 0644, RESOLVE_IN_ROOT), 7);
	memcpy(&how, call.copy, sizeof(how));
	assert_int_equal(call.nr, __NR_openat2);
	assert_int_equal((int)call.arg[0], 5);
	assert_string_equal(text(1), "path");
	assert_int_equal((unsigned)call.arg[3], sizeof(how));
	assert_true(how.flags == (O_DIRECTORY | O_CLOEXEC) && how.mode == 0644 && how.resolve == RESOLVE_IN_ROOT);
}

static void mounts(void **state)
{
	struct mount_attr attr;

	(void)state;
	assert_int_equal(sys_open_tree(5, "from", SYS_OPEN_TREE_CLONE | SYS_AT_RECURSIVE), 7);
	assert_int_equal(call.nr, __NR_open_tree);
	assert_int_equal((unsigned)call.arg[2], OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
	sys_move_mount(5, "from", 6, "to", SYS_MOVE_F_EMPTY);
	assert_int_equal(call.nr, __NR_move_mount);
	assert_true((int)call.arg[0] == 5 && (int)call.arg[2] == 6 && (unsigned)call.arg[4] == MOVE_MOUNT_F_EMPTY_PATH);
	assert_string_equal(text(3), "to");
	sys_fsopen("tmpfs");
	assert_true(call.nr == __NR_fsopen && (unsigned)call.arg[1] == FSOPEN_CLOEXEC);
	sys_fsconfig_string(5, "size", "64k");
	assert_true(call.nr == __NR_fsconfig && (unsigned)call.arg[1] == FSCONFIG_SET_STRING && (int)call.arg[4] == 0);
	assert_string_equal(text(3), "64k");
	sys_fsconfig_flag(5, "ro");
	assert_true((unsigned)call.arg[1] == FSCONFIG_SET_FLAG && !call.arg[3] && (int)call.arg[4] == 0);
	sys_fsconfig_create(5);
	assert_true((unsigned)call.arg[1] == FSCONFIG_CMD_CREATE && !call.arg[2] && !call.arg[3] && (int)call.arg[4] == 0);
	sys_fsmount(5, SYS_ATTR_NODEV);
	assert_true(call.nr == __NR_fsmount && (unsigned)call.arg[1] == FSMOUNT_CLOEXEC && (unsigned)call.arg[2] == MOUNT_ATTR_NODEV);
	structure = sizeof(attr);
	structure_at = 3;
	sys_mount_setattr(5, true, &(const struct sys_mount_attr){ SYS_ATTR_IDMAP, SYS_ATTR_RDONLY, 1 << 19, 9 });
	assert_int_equal((unsigned)call.arg[2], AT_EMPTY_PATH | AT_RECURSIVE);
	memcpy(&attr, call.copy, sizeof(attr));
	assert_int_equal(call.nr, __NR_mount_setattr);
	assert_int_equal((unsigned)call.arg[4], MOUNT_ATTR_SIZE_VER0);
	assert_true(attr.attr_set == MOUNT_ATTR_IDMAP && attr.attr_clr == MOUNT_ATTR_RDONLY && attr.propagation == 1 << 19 && attr.userns_fd == 9);
}

static void clones(void **state)
{
	struct clone_args args;

	(void)state;
	structure = CLONE_ARGS_SIZE_VER0; /* 5.3 */
	memset(&args, 0, sizeof(args));
	assert_int_equal(sys_clone3(CLONE_NEWNS | CLONE_NEWPID, -1), 7);
	memcpy(&args, call.copy, sizeof(args));
	assert_int_equal(call.nr, __NR_clone3);
	assert_int_equal((unsigned)call.arg[1], CLONE_ARGS_SIZE_VER0);
	assert_true(args.flags == (CLONE_NEWNS | CLONE_NEWPID) && args.exit_signal == SIGCHLD && !args.stack && !args.tls && !args.pidfd);
	sys_clone3(CLONE_PARENT, -1);
	memcpy(&args, call.copy, sizeof(args));
	assert_true(args.flags == CLONE_PARENT && !args.exit_signal);
	structure = CLONE_ARGS_SIZE_VER2; /* 5.7 */
	sys_clone3(CLONE_NEWNS, 9);
	memcpy(&args, call.copy, sizeof(args));
	assert_int_equal((unsigned)call.arg[1], CLONE_ARGS_SIZE_VER2);
	assert_true(args.flags == (CLONE_NEWNS | CLONE_INTO_CGROUP) && args.cgroup == 9 && !args.set_tid && !args.set_tid_size);
	/* Three orders of arguments are in use (CONFIG_CLONE_BACKWARDS): all but the flags must be none. */
	structure = 0;
	sys_clone(CLONE_NEWNS);
	assert_true(call.nr == __NR_clone && (unsigned)call.arg[0] == (CLONE_NEWNS | SIGCHLD));
	assert_true(!call.arg[1] && !(int)call.arg[2] && !(int)call.arg[3] && !(int)call.arg[4]);
}

static volatile int told;

static int tell(void *arg)
{
	told = *(int *)arg;
	return (int)__real_syscall(SYS_exit, 3L);
}

/* What qemu-user says to clone3, and to a clone that is neither a thread nor fork: there the boards have to do (run_shared.t). */
#ifdef __x86_64__
#define NO_SUCH_CLONE 0
#elif defined(__mips__)
#define NO_SUCH_CLONE EINVAL
#else
#define NO_SUCH_CLONE ENOSYS
#endif

static void clones_shared(void **state)
{
	static char memory[16 << 10] __attribute__((aligned(16)));
	const struct sys_stack stack = { memory, sizeof(memory) };
	int number = 42, status = 0;
	pid_t first = 0, pid = sys_clone_shared(0, -1, stack, tell, &number, &first);

	(void)state;
	if (pid < 0 && errno == NO_SUCH_CLONE)
		return;
	assert_true(pid > 0 && first == pid);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 3 && told == 42);
	/* The kernel is given the descriptor, which is none of a group. (libc's clone takes none.) */
	assert_int_equal(sys_clone_shared(0, 0, stack, tell, &number, &first), -1);
	assert_true(errno == EBADF || errno == ENOSYS);
}

static void others(void **state)
{
	static const unsigned char zeros[64];

	(void)state;
	sys_close_range(3, ~0U);
	assert_true(call.nr == __NR_close_range && (unsigned)call.arg[0] == 3 && (unsigned)call.arg[1] == ~0U && !(int)call.arg[2]);
	sys_setresuid(70000);
	assert_true((uid_t)call.arg[0] == 70000 && (uid_t)call.arg[1] == 70000 && (uid_t)call.arg[2] == 70000);
	structure = sizeof(zeros);
	structure_at = 1;
	sys_default_signal(LIBC_NSIG - 1);
	assert_true(call.nr == __NR_rt_sigaction && (int)call.arg[0] == LIBC_NSIG - 1 && !call.arg[2]);
	assert_int_equal((unsigned)call.arg[3], LIBC_NSIG / 8);
	assert_memory_equal(call.copy, zeros, sizeof(zeros));
}

/* ---- done in earnest ---- */

static void forks(void **state)
{
	siginfo_t info;
	pid_t pid = sys_clone(0);

	(void)state;
	if (!pid)
		_exit(42);
	assert_true(pid > 0);
	assert_int_equal(waitid(P_PID, (id_t)pid, &info, WEXITED), 0);
	assert_true(info.si_pid == pid && info.si_code == CLD_EXITED && info.si_status == 42);
}

/* Ends a child by a signal that was ignored. MIPS has a 127, which waitpid would take for a stop; qemu-user has not all: then the child says so. */
static void signals(void **state)
{
	static const int numbers[] = { SIGUSR1, SIGUSR2, SIGXFSZ, SIGPWR, LIBC_NSIG - 2, LIBC_NSIG - 1 };

	(void)state;
	for (unsigned i = 0; i < 6; i++) {
		siginfo_t info;
		pid_t pid;

		assert_false(sys_signal_is_ignored(numbers[i]));
		signal(numbers[i], (void (*)(int))1 /* SIG_IGN */);
		assert_true(sys_signal_is_ignored(numbers[i]) || i > 3); /* (qemu-user has not all) */
		pid = sys_clone(0);
		if (!pid) {
			kill(getpid(), numbers[i]); /* no effect yet */
			sys_default_signal(numbers[i]);
			_exit(kill(getpid(), numbers[i]) < 0 && errno == EINVAL ? 42 : 43);
		}
		assert_int_equal(waitid(P_PID, (id_t)pid, &info, WEXITED), 0);
		if (info.si_code == CLD_EXITED && info.si_status == 42 && i > 3)
			continue;
		assert_int_equal(info.si_status, numbers[i]);
		assert_true(info.si_code == CLD_KILLED || info.si_code == CLD_DUMPED);
	}
}

static void pairs(void **state)
{
	int pair[2];
	char buf[4];

	(void)state;
	assert_int_equal(sys_socketpair(LIBC_SOCK_SEQPACKET | SOCK_CLOEXEC, pair), 0);
	assert_int_equal(fcntl(pair[0], F_GETFD), FD_CLOEXEC);
	assert_int_equal(write(pair[0], "ab", 2), 2);
	assert_int_equal(write(pair[0], "c", 1), 1);
	assert_int_equal(read(pair[1], buf, 4), 2); /* its bounds are kept: it is no stream */
	close(pair[0]);
	close(pair[1]);
}

static void directories(void **state)
{
	char path[256], other[256];
	struct stat st;
	struct statfs fs;
	int fd = open("/proc", O_RDONLY);

	(void)state;
	assert_int_equal(sys_fchdir(fd), 0);
	assert_int_equal(sys_getcwd(path, sizeof(path)), sizeof("/proc"));
	assert_string_equal(path, "/proc");
	assert_string_equal(getcwd(other, sizeof(other)), path);
	assert_int_equal(sys_getcwd(path, 2), -1);
	assert_int_equal(errno, ERANGE);
	/* What husk takes procfs for procfs by, and a mount's flags, which old_attributes keeps. */
	assert_int_equal(fstatfs(fd, &fs), 0);
	assert_int_equal(fs.f_type, PROC_SUPER_MAGIC);
	close(fd);
	assert_int_equal(stat("/dev/null", &st), 0);
	assert_true(major(st.st_rdev) == 1 && minor(st.st_rdev) == 3);
	assert_int_equal(sys_setresuid(getuid()), 0);
	assert_int_equal(sys_setresgid(getgid()), 0);
	/* The structure that fstatfs fills is the kernel's. */
	if (sizeof(long) == 8)
		assert_int_equal(own_statfs_flags, offsetof(struct kernel_statfs, f_flags));
	else
		assert_int_equal(own_statfs_flags, offsetof(struct kernel_statfs64, f_flags));
	assert_true(own_statfs_size >= sizeof(struct kernel_statfs));
}

static const char *release; /* what uname says; NULL: it fails */
int __wrap_uname(struct utsname *uts);

int __wrap_uname(struct utsname *uts)
{
	if (!release)
		return -1;
	strcpy(uts->release, release);
	return 0;
}

static bool is_since(const char *text, unsigned major, unsigned minor)
{
	release = text;
	return sys_kernel_is(major, minor);
}

static void kernels(void **state)
{
	(void)state;
	assert_true(is_since("6.2", 6, 2));
	assert_true(is_since("6.2.0-rc1", 6, 2));
	assert_true(is_since("6.12.95+deb12", 6, 2));
	assert_true(is_since("10.0", 6, 2));
	assert_false(is_since("6.1.999", 6, 2));
	assert_false(is_since("5.19", 6, 2));
	assert_true(is_since("5.19", 5, 19));
	assert_false(is_since("5.2", 5, 12));
	/* What cannot be read is old. */
	assert_false(is_since("7", 6, 2));
	assert_false(is_since("7.x", 6, 2));
	assert_false(is_since("", 6, 2));
	assert_false(is_since(NULL, 6, 2));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(opens_inside, begin, end),
		cmocka_unit_test_setup_teardown(mounts, begin, end),
		cmocka_unit_test_setup_teardown(clones, begin, end),
		cmocka_unit_test(clones_shared),
		cmocka_unit_test_setup_teardown(others, begin, end),
		cmocka_unit_test(forks),
		cmocka_unit_test(signals),
		cmocka_unit_test(pairs),
		cmocka_unit_test(directories),
		cmocka_unit_test(kernels),
	};

	return cmocka_run_group_tests_name("base_sys", tests, NULL, NULL);
}
