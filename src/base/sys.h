/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * System calls and constants that a C library or a kernel header may be too old for. Every call returns as libc's do: -1 and errno.
 * ENOSYS from a call introduced after 4.4 is expected, and every caller has another way.
 */
#ifndef BASE_SYS_H
#define BASE_SYS_H
#include <stdbool.h>
#include <stdint.h>
#include <sys/auxv.h>
#include <sys/types.h>

#ifndef CLONE_NEWCGROUP
#define CLONE_NEWCGROUP 0x02000000
#endif
#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x00000080
#endif

#define SYS_MFD_EXEC 0x10 /* memfd_create(2), 6.3: where vm.memfd_noexec forbids to execute what does not say so */
#define SYS_TIOCGPTPEER _IO('T', 0x41) /* ioctl_tty(2), 4.13 */
#define SYS_SIOCBRADDBR 0x89a0 /* <linux/sockios.h> */

#define SYS_PROC_MAGIC 0x9fa0
#define SYS_TMPFS_MAGIC 0x01021994
#define SYS_RAMFS_MAGIC 0x858458f6

/* openat2(2), 5.6 */
#define SYS_RESOLVE_NO_MAGICLINKS 0x02
#define SYS_RESOLVE_IN_ROOT 0x10
int sys_openat2(int dirfd, const char *path, int flags, mode_t mode, uint64_t resolve);

/* The mount API of 5.2: open_tree, move_mount, fsopen, fsconfig, fsmount; mount_setattr of 5.12. */
#define SYS_OPEN_TREE_CLONE 1
#define SYS_AT_RECURSIVE 0x8000
#define SYS_AT_EMPTY_PATH 0x1000
#define SYS_MOVE_F_EMPTY 0x04
#define SYS_MOVE_T_EMPTY 0x40
#define SYS_ATTR_RDONLY 0x01
#define SYS_ATTR_NOSUID 0x02
#define SYS_ATTR_NODEV 0x04
#define SYS_ATTR_NOEXEC 0x08
#define SYS_ATTR_NOATIME 0x10
#define SYS_ATTR__ATIME 0x70
#define SYS_ATTR_IDMAP 0x100000 /* 5.12, to USERNS's map; else USERNS is not looked at */
int sys_open_tree(int dirfd, const char *path, unsigned flags);
int sys_move_mount(int from_fd, const char *from, int to_fd, const char *to, unsigned flags);
int sys_fsopen(const char *type);
int sys_fsconfig_string(int fs, const char *key, const char *value);
int sys_fsconfig_flag(int fs, const char *key);
int sys_fsconfig_create(int fs);
int sys_fsmount(int fs, unsigned attr);
struct sys_mount_attr {
	uint64_t set, clear, propagation, userns;
};
int sys_mount_setattr(int fd, bool rec, const struct sys_mount_attr *attr);

/* Is the kernel MAJOR.MINOR or newer, by uname(2)? A release that cannot be read is old. For what only shows when it is too late. */
bool sys_kernel_is(unsigned major, unsigned minor);

/* libc's own, without what they do on kernels before 3.6. */
int sys_fchdir(int fd);
int sys_fchmod(int fd, mode_t mode);
/* getcwd(2): -1 with ENOENT where the directory has no path below the root, which the kernel writes as "(unreachable)". */
int sys_getcwd(char *buf, size_t size);
int sys_socketpair(int type, int pair[2]); /* AF_UNIX; close-on-exec with SOCK_CLOEXEC in TYPE */

int sys_pivot_root(const char *new_root, const char *put_old);
int sys_close_range(unsigned first, unsigned last); /* 5.9 */

/*
 * fork(2) into new namespaces; returns as fork does. In the child libc's cached thread id is the parent's: no raise, abort or
 * locks there. With CLONE_PARENT it is a sibling, with the caller's own signal. sys_clone3 (5.3) knows flags that are signals in clone(2), and a
 * control group to begin in, its descriptor, or -1 (5.7).
 */
pid_t sys_clone3(unsigned flags, int cgroup);
pid_t sys_clone(unsigned flags);

/*
 * The same, but that the child has the caller's memory, as by vfork(2), errno and all: it begins in FN(ARG), which must not return, on STACK,
 * which is the child's until its exec or end. The caller goes on beside it. *PID is written before either. By clone3; for machines that clone3.h does
 * not know by libc's clone, without a CGROUP (ENOSYS).
 */
struct sys_stack {
	char *lowest;
	size_t size;
};
pid_t sys_clone_shared(unsigned flags, int cgroup, struct sys_stack stack, int (*fn)(void *), void *arg, pid_t *pid);

/* This thread's permitted capabilities, in one call: libcap-ng's own reading costs one for each. */
uint64_t sys_permitted(void);

/*
 * Waits for the end of process PID, a child (0: any); with WNOHANG only looks. Returns who has ended, with what a shell would call its status (128
 * and the signal); 0: nobody yet; or -1. By waitid(2): MIPS has a signal 127, which waitpid's status cannot tell from "stopped".
 */
pid_t sys_reap(pid_t pid, int options, int *status);

/* A set of signals, as the kernel has it: an array of so many unsigned longs, the first of which holds the SYS_SIGNAL()s up to 31. */
#define SYS_SIGNALS (_NSIG / 8 / sizeof(long))
#define SYS_SIGNAL(sig) (1UL << ((sig) - 1))

/* Waits for one of SIGNALS, SYS_SIGNALS of them, which are blocked, and takes it: rt_sigtimedwait(2). Returns it, or -1 with errno. */
int sys_next_signal(const void *signals);

/* geteuid(2) and getegid(2) of the start, from the auxiliary vector: no call. husk runs with real ids that are the effective ones. */
static inline uid_t sys_euid(void) { return (uid_t)getauxval(AT_EUID); }
static inline gid_t sys_egid(void) { return (gid_t)getauxval(AT_EGID); }

/* prctl(2), which wants 0 where it has no argument. */
int sys_prctl(int option, unsigned long a, unsigned long b);

/* Ids of this thread only, without the C library's detour over all threads (there is one). */
int sys_setresuid(uid_t id);
int sys_setresgid(gid_t id);
int sys_setgroups(unsigned n, const gid_t *ids);

/* SIG_DFL for SIG, where that may be set: sigaction(2) without libc's bookkeeping. */
void sys_default_signal(int sig);

/* Is SIG ignored? */
bool sys_signal_is_ignored(int sig);

/* KEYCTL_JOIN_SESSION_KEYRING with no name: a fresh anonymous one. */
int sys_new_session_keyring(void);
#endif
