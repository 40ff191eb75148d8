/* SPDX-License-Identifier: GPL-2.0-only */
/* Runs a command as under a kernel that lacks some system calls, or as under 4.4: a seccomp filter answers them with an error, ENOSYS by default. */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* From 424 on numbers are the same everywhere, but for MIPS's base (o32's). A C library may not have these names yet. */
#ifdef __mips__
#define NEW(n) (4000 + (n))
#else
#define NEW(n) (n)
#endif
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define LOW_WORD 4
#else
#define LOW_WORD 0
#endif
#define MAX 512

static const struct {
	const char *name;
	unsigned nr;
} calls[] = {
	{ "open_tree", NEW(428) },     { "move_mount", NEW(429) },   { "fsopen", NEW(430) },	  { "fsconfig", NEW(431) },
	{ "fsmount", NEW(432) },       { "pidfd_open", NEW(434) },   { "clone3", NEW(435) },	  { "close_range", NEW(436) },
	{ "openat2", NEW(437) },       { "faccessat2", NEW(439) },   { "mount_setattr", NEW(442) }, { "pidfd_send_signal", NEW(424) },
	{ "clone", SYS_clone },	       { "unshare", SYS_unshare },   { "setns", SYS_setns },	  { "mount", SYS_mount },
	{ "umount2", SYS_umount2 },    { "chroot", SYS_chroot },     { "pivot_root", SYS_pivot_root }, { "sethostname", SYS_sethostname },
	{ "mknodat", SYS_mknodat },    { "keyctl", SYS_keyctl },     { "capset", SYS_capset },	  { "prctl", SYS_prctl },
	{ "setsid", SYS_setsid },      { "socket", SYS_socket },     { "renameat2", SYS_renameat2 }, { "getrandom", SYS_getrandom },
	{ "memfd_create", SYS_memfd_create }, { "seccomp", SYS_seccomp }, { "execveat", SYS_execveat }, { "ioctl", SYS_ioctl }, { "bpf", SYS_bpf },
	{ "statx", SYS_statx },	       { "clock_gettime64", NEW(403) }, { "clock_nanosleep_time64", NEW(407) }, { "utimensat_time64", NEW(412) },
	{ "ppoll_time64", NEW(414) },  { "rt_sigtimedwait_time64", NEW(421) }, { "futex_time64", NEW(422) },
};

/* "old": what came after 4.4 and husk, or what runs in it, would call; the last six are those of 32-bit machines, for times after 2038. */
#define OLD "openat2,open_tree,move_mount,mount_setattr,fsopen,fsconfig,fsmount,clone3,close_range,pidfd_open,pidfd_send_signal,faccessat2,statx," \
	    "clock_gettime64,clock_nanosleep_time64,utimensat_time64,ppoll_time64,rt_sigtimedwait_time64,futex_time64"

static struct sock_filter code[MAX];
static unsigned short n;

static void put(uint16_t op, uint8_t yes, uint8_t no, uint32_t k)
{
	if (n == MAX) {
		fputs("deny: too many system calls\n", stderr);
		exit(2);
	}
	code[n++] = (struct sock_filter){ op, yes, no, k };
}

static unsigned number(const char *name, size_t len)
{
	char *end;
	unsigned i, nr = (unsigned)strtoul(name, &end, 0);

	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if (strlen(calls[i].name) == len && !memcmp(calls[i].name, name, len))
			return calls[i].nr;
	if (end != name + len || !len) {
		fprintf(stderr, "deny: %.*s: not a system call that is known here\n", (int)len, name);
		exit(2);
	}
	return nr;
}

/* NAME, NAME/MASK or NAME=VALUE, up to the comma. Returns what is behind it. */
static const char *add(const char *item, unsigned err)
{
	size_t len = strcspn(item, ",/=");
	unsigned nr = number(item, len);
	char *end = (char *)item + len, how = *end;
	uint32_t value = how == '/' || how == '=' ? (uint32_t)strtoul(end + 1, &end, 0) : 0;

	put(BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, nr));
	put(BPF_JMP | BPF_JEQ | BPF_K, 0, value ? 3 : 1, nr);
	if (value) {
		put(BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, args) + LOW_WORD);
		put(BPF_JMP | (how == '/' ? BPF_JSET : BPF_JEQ) | BPF_K, 0, 1, value);
	}
	put(BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | err);
	return *end == ',' ? end + 1 : end;
}

int main(int argc, char **argv)
{
	struct sock_fprog program = { .filter = code };
	unsigned err = ENOSYS;
	const char *item;

	if (argc > 2 && !strcmp(argv[1], "-e")) {
		err = (unsigned)atoi(argv[2]);
		argv += 2;
		argc -= 2;
	}
	if (argc < 3) {
		fputs("usage: deny [-e ERRNO] NAME[/MASK|=VALUE][,NAME...] COMMAND [ARG]...\n       deny [-e ERRNO] old COMMAND [ARG]...      what Linux 4.4 lacks\n"
		      "  NAME: a system call's name or number; with MASK only where its first argument has one of the bits, with =VALUE where it is that\n", stderr);
		return 2;
	}
	for (item = strcmp(argv[1], "old") ? argv[1] : OLD; *item;)
		item = add(item, err);
	put(BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW);
	program.len = n;
	/* Root needs no no_new_privs for a filter; what is tested must find it as it would be without one. */
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0 &&
	    (errno != EACCES || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	     prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)) {
		perror("deny: seccomp");
		return 2;
	}
	execvp(argv[2], argv + 2);
	perror(argv[2]);
	return 127;
}
