/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * COMMAND of the sweep: says everything about its confinement that can be seen from inside, in a form that is the same for each good start.
 * What differs from the first, undisturbed start is a guard that was lost.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/keyctl.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define SESSION ((long)KEY_SPEC_SESSION_KEYRING)

static void lines_of(const char *file, const char *const *keep)
{
	FILE *f = fopen(file, "r");
	char line[4096];

	if (!f)
		printf("%s: %s\n", file, strerror(errno));
	while (f && fgets(line, sizeof(line), f)) {
		const char *const *k = keep;

		while (k && *k && strncmp(line, *k, strlen(*k)))
			k++;
		if (!k || *k)
			printf("%s: %s", file, line);
	}
	if (f)
		fclose(f);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/*
 * Mount point, the flags that guard, the type; not what depends on the way in which it was mounted. A file is a mask or a device's node, which may come
 * from husk's own /dev or from the host's: what counts is the device.
 */
static void mounts(void)
{
	static const char *const flags[] = { "ro", "nosuid", "nodev", "noexec" };
	FILE *f = fopen("/proc/self/mountinfo", "r");
	char line[4096], where[1024], options[512], type[64], super[1024], set[64], *out[128];
	unsigned n = 0;
	struct stat st;

	while (f && n < 128 && fgets(line, sizeof(line), f)) {
		const char *tail = strstr(line, " - ");

		if (!tail || sscanf(line, "%*s %*s %*s %*s %1023s %511s", where, options) != 2 || sscanf(tail, " - %63s %*s %1023s", type, super) < 1)
			continue;
		if (!lstat(where, &st) && !S_ISDIR(st.st_mode)) {
			if (strncmp(where, "/dev/", 5) && asprintf(&out[n], "mount %s %u:%u", where, major(st.st_rdev), minor(st.st_rdev)) > 0)
				n++;
			continue;
		}
		*set = 0;
		for (unsigned i = 0; i < 4; i++) {
			char *at = strstr(options, flags[i]);
			size_t len = strlen(flags[i]);

			if (at && (at == options || at[-1] == ',') && (!at[len] || at[len] == ','))
				strcat(strcat(set, " "), flags[i]);
		}
		/* A tag between the options and the dash: shared or slave. */
		*(char *)tail = 0;
		if (asprintf(&out[n], "mount %s %s%s%s%s", where, type, set, strstr(line, "shared:") ? " SHARED" : "",
			     strstr(line, "master:") ? " SLAVE" : "") > 0)
			n++;
	}
	/* The kernel's order is that in which copies were made, attached or not. */
	qsort(out, n, sizeof(*out), by_name);
	for (unsigned i = 0; i < n; i++)
		puts(out[i]);
	if (f)
		fclose(f);
}

/* Whatever hierarchies there are: in each the container's group is the top. */
static void groups(void)
{
	FILE *f = fopen("/proc/self/cgroup", "r");
	char line[1024];

	while (f && fgets(line, sizeof(line), f))
		if (!strstr(line, ":/\n"))
			printf("group %s", line);
	if (f)
		fclose(f);
}

static void folder(const char *path)
{
	char *names[256];
	unsigned n = 0;
	struct dirent *d;
	struct stat st;
	DIR *dir = opendir(path);

	while (dir && n < 256 && (d = readdir(dir)))
		if (*d->d_name != '.')
			names[n++] = strdup(d->d_name);
	qsort(names, n, sizeof(*names), by_name);
	for (unsigned i = 0; i < n; i++)
		if (!fstatat(dirfd(dir), names[i], &st, AT_SYMLINK_NOFOLLOW))
			printf("%s/%s %o %u:%u %u:%u\n", path, names[i], (unsigned)st.st_mode, (unsigned)st.st_uid, (unsigned)st.st_gid, major(st.st_rdev),
			       minor(st.st_rdev));
	if (dir)
		closedir(dir);
}

static void try_open(const char *path, int flags)
{
	char byte;
	int fd = open(path, flags), n = fd < 0 ? -1 : flags == O_RDONLY ? (int)read(fd, &byte, 1) : 0;

	printf("open %s %s: %s\n", path, flags == O_RDONLY ? "r" : "w", n < 0 ? strerror(errno) : n ? "READ" : flags == O_RDONLY ? "empty" : "OPEN");
	close(fd);
}

static void links(void)
{
	static const char *const names[] = { "lo", "eth0" };
	int s = socket(AF_INET, SOCK_DGRAM, 0);

	lines_of("/proc/net/route", NULL);
	for (unsigned i = 0; i < 2; i++) {
		struct ifreq r = { 0 };
		int flags;

		strcpy(r.ifr_name, names[i]);
		if (ioctl(s, SIOCGIFFLAGS, &r) < 0)
			continue;
		flags = r.ifr_flags & IFF_UP;
		printf("link %s %s %s\n", names[i], flags ? "up" : "down", ioctl(s, SIOCGIFADDR, &r) < 0 ? "-" : "address");
	}
	close(s);
}

int main(int argc, char **argv, char **envp)
{
	static const char *const status[] = { "Umask", "Uid", "Gid", "Groups", "SigBlk", "SigIgn", "Cap", "NoNewPrivs", "NSpid", NULL };
	char text[4096] = "";
	int signal = 0;

	printf("inside\n");
	fflush(stdout);
	for (int fd = 0; fd < 64; fd++)
		if (fcntl(fd, F_GETFD) >= 0)
			printf("fd %d\n", fd);
	prctl(PR_GET_PDEATHSIG, &signal);
	printf("pid %d parent %d session %d dies by %d scheduler %d cwd %s\n", getpid(), getppid(), getsid(0), signal, sched_getscheduler(0),
	       getcwd(text, sizeof(text)));
	printf("canary key %ld: %s\n", syscall(SYS_keyctl, (long)KEYCTL_SEARCH, SESSION, "user", "canary", 0L), strerror(errno));
	lines_of("/proc/self/status", status);
	groups();
	lines_of("/proc/sys/kernel/hostname", NULL);
	lines_of("/proc/sys/net/ipv4/ping_group_range", NULL);
	lines_of("/proc/self/uid_map", NULL);
	lines_of("/proc/self/gid_map", NULL);
	mounts();
	folder("");
	folder("/dev");
	folder("/tmp");
	try_open("/proc/kcore", O_RDONLY);
	try_open("/proc/keys", O_RDONLY);
	try_open("/proc/timer_list", O_RDONLY);
	try_open("/proc/sys/kernel/core_pattern", O_WRONLY);
	try_open("/proc/sysrq-trigger", O_WRONLY);
	try_open("/sys/kernel/uevent_helper", O_WRONLY);
	links();
	for (; *envp; envp++)
		if (strncmp(*envp, "HOME=", 5)) /* the container's passwd, else the root: also where that cannot be read */
			puts(*envp);
	fflush(stdout);
	if (argc > 1 && !strcmp(argv[1], "hold"))
		for (;;)
			syscall(SYS_ppoll, NULL, 0, NULL, NULL, 0L);
	return 0;
}
