/* SPDX-License-Identifier: GPL-2.0-only */
/* A hostile process: tries the known ways out of a root. CANARY is a path that only the host has. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *canary;

static int sees_canary(void)
{
	return access(canary, F_OK) == 0;
}

static void up(void)
{
	int i;

	for (i = 0; i < 64; i++)
		if (chdir("..") < 0)
			return;
}

static const char *writable(void)
{
	static const char *const dirs[] = { "/tmp", "/dev/shm", "/" };
	unsigned i;

	for (i = 0; i < 3; i++)
		if (chdir(dirs[i]) == 0 && (mkdir("escape.d", 0700) == 0 || errno == EEXIST))
			return "escape.d";
	return "/";
}

/* The working directory stays above the new root. */
static int try_chroot(void)
{
	if (chroot(writable()) < 0)
		return 0;
	up();
	return chroot(".") == 0 && sees_canary();
}

static int try_chroot_fchdir(void)
{
	int fd = open("/", O_RDONLY | O_DIRECTORY);

	if (fd < 0 || chroot(writable()) < 0 || fchdir(fd) < 0)
		return 0;
	up();
	return chroot(".") == 0 && sees_canary();
}

/* A directory that a careless starter left open. */
static int try_fchdir(void)
{
	int fd;

	for (fd = 0; fd < 1024; fd++)
		if (fchdir(fd) == 0) {
			up();
			if (access(canary + 1, F_OK) == 0)
				return 1;
		}
	return 0;
}

static int try_proc_root(void)
{
	char path[4096];
	int pid;

	for (pid = 1; pid < 100; pid++) {
		snprintf(path, sizeof(path), "/proc/%d/root%s", pid, canary);
		if (access(path, F_OK) == 0)
			return 1;
		snprintf(path, sizeof(path), "/proc/%d/cwd%s", pid, canary);
		if (access(path, F_OK) == 0)
			return 1;
	}
	return 0;
}

static int open_node(mode_t type, unsigned major, unsigned minor)
{
	static const char *const paths[] = { "/dev/escape.n", "/tmp/escape.n", "/escape.n", "/dev/shm/escape.n" };
	unsigned i;
	int fd = -1;

	for (i = 0; i < 4 && fd < 0; i++)
		if (mknod(paths[i], type | 0600, makedev(major, minor)) == 0) {
			fd = open(paths[i], O_RDONLY | O_NONBLOCK);
			unlink(paths[i]);
		}
	return fd >= 0;
}

static int try_block(void)
{
	/* Where /proc/partitions is out of sight: ram, sd, loop, mmcblk, virtio, nvme. */
	static const unsigned char majors[] = { 1, 7, 8, 31, 179, 252, 253, 254 };
	unsigned major, minor, i;
	char line[256];
	FILE *f = fopen("/proc/partitions", "r");
	int won = 0;

	while (f && !won && fgets(line, sizeof(line), f))
		if (sscanf(line, "%u %u", &major, &minor) == 2)
			won = open_node(S_IFBLK, major, minor);
	for (i = 0; i < sizeof(majors) && !won; i++)
		won = open_node(S_IFBLK, majors[i], 0);
	return won;
}

/* /dev/mem, /dev/kmsg */
static int try_char(void)
{
	return open_node(S_IFCHR, 1, 1) || open_node(S_IFCHR, 1, 11);
}

static int try_mount(void)
{
	if (mount("tmpfs", "/tmp", "tmpfs", 0, NULL) < 0)
		return 0;
	umount2("/tmp", MNT_DETACH);
	return 1;
}

/* Types a key into the caller's terminal. */
static int try_tiocsti(void)
{
	int fd = open("/dev/tty", O_RDWR), i;

	if (fd >= 0 && ioctl(fd, TIOCSTI, "#") == 0)
		return 1;
	for (i = 0; i < 3; i++)
		if (ioctl(i, TIOCSTI, "#") == 0)
			return 1;
	return 0;
}

static const struct {
	const char *name;
	int (*try)(void);
} ways[] = {
	{ "chroot", try_chroot },
	{ "chroot-fchdir", try_chroot_fchdir },
	{ "fchdir", try_fchdir },
	{ "proc-root", try_proc_root },
	{ "block-device", try_block },
	{ "char-device", try_char },
	{ "mount", try_mount },
	{ "tiocsti", try_tiocsti },
};

int main(int argc, char **argv)
{
	unsigned i;
	int status, won = 0;

	if (argc != 2 || argv[1][0] != '/') {
		fputs("usage: escape CANARY\n  prints \"WAY: worked\" or \"WAY: held\"; exit 1 where one worked\n", stderr);
		return 2;
	}
	canary = argv[1];
	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		pid_t pid = fork();

		if (pid == 0)
			_exit(ways[i].try() ? 42 : 0);
		if (pid < 0 || waitpid(pid, &status, 0) < 0) {
			perror("escape: fork");
			return 2;
		}
		status = WIFEXITED(status) && WEXITSTATUS(status) == 42;
		printf("%s: %s\n", ways[i].name, status ? "worked" : "held");
		fflush(stdout);
		won |= status;
	}
	return won;
}
