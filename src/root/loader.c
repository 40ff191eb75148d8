// SPDX-License-Identifier: GPL-2.0-only
/* Where a program's loader looks for libraries by itself. */
#include "root/loader.h"
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/lines.h"
#include "base/str.h"

#define NESTED 4 /* configurations that include others */

static char paths[4096]; /* parted by colons */
static size_t paths_used;
static char system_dir[PATH_MAX]; /* where the loader really lies: one of its built-in directories */
static bool musl;

const char *loader_paths(void)
{
	return paths;
}

bool loader_join(char path[PATH_MAX], const char *origin, const char *dir, size_t len, const char *name)
{
	size_t used = strlen(origin);

	if (used + len + strlen(name) + 2 > PATH_MAX)
		return false;
	memcpy(path, origin, used);
	memcpy(path + used, dir, len);
	str_fmt(path + used + len, PATH_MAX - used - len, "/%s", name);
	return *path == '/';
}

/* With and without /usr they are the same to it. */
bool loader_built_in(const char *dir, size_t len)
{
	const char *system = str_starts(system_dir, "/usr/") ? system_dir + 4 : system_dir;

	if (len > 4 && !memcmp(dir, "/usr", 4))
		dir += 4, len -= 4;
	return str_is(dir, len, system) || str_is(dir, len, "/lib") || str_is(dir, len, "/lib64");
}

static void add_path(const char *dir, size_t len)
{
	if (paths_used + len + 2 > sizeof(paths))
		return;
	if (paths_used)
		paths[paths_used++] = ':';
	memcpy(paths + paths_used, dir, len);
	paths[paths_used += len] = 0;
}

static int read_conf(const char *file, unsigned depth);

/* The files that PATTERN, with at most one * in its last part, means, in the order of their names. */
static void include(char *pattern, unsigned depth)
{
	char last[NAME_MAX + 1] = "", next[NAME_MAX + 1], path[PATH_MAX];
	char *name = strrchr(pattern, '/'), *tail, buf[2048];
	AUTOFD dir = -1;

	*name++ = 0;
	tail = strchr(name, '*');
	if (tail)
		*tail++ = 0;
	else
		tail = name + strlen(name);
	dir = fd_open(pattern, O_RDONLY | O_DIRECTORY);
	for (;;) {
		long got;

		*next = 0;
		lseek(dir, 0, SEEK_SET);
		while ((got = syscall(SYS_getdents64, dir, buf, sizeof(buf))) > 0) {
			for (long at = 0; at < got;) {
				const struct dirent *d = (const void *)(buf + at); /* musl's is the kernel's struct linux_dirent64 */
				size_t len = strlen(d->d_name), ends = strlen(tail);

				at += d->d_reclen;
				if (*d->d_name != '.' && len >= strlen(name) + ends && str_starts(d->d_name, name) && !strcmp(d->d_name + len - ends, tail) &&
				    strcmp(d->d_name, last) > 0 && (!*next || strcmp(d->d_name, next) < 0))
					strcpy(next, d->d_name);
			}
		}
		if (!*next)
			return;
		if (loader_join(path, pattern, "", 0, next))
			read_conf(path, depth);
		strcpy(last, next);
	}
}

/* The directories of ld.so.conf(5), or of musl's path file. Returns -1 where there is no such file. */
static int read_conf(const char *file, unsigned depth)
{
	AUTOFD fd = depth < NESTED ? fd_open(file, O_RDONLY) : -1;
	struct lines lines = { .fd = fd };
	char *line, pattern[PATH_MAX];

	while (fd >= 0 && (line = lines_next(&lines))) {
		line += strspn(line, " \t");
		if (str_starts(line, "include") && line[7] && strchr(" \t", line[7])) {
			line += 7 + strspn(line + 7, " \t");
			line[strcspn(line, " \t#")] = 0;
			str_fmt(pattern, sizeof(pattern), *line == '/' ? "%s" : "/etc/%s", line);
			include(pattern, depth + 1);
		} else if (*line == '/') {
			add_path(line, strcspn(line, musl ? "" : " \t#=,"));
		}
	}
	return fd < 0 ? -1 : 0;
}

bool loader_read(const char *interp, const char *real_dir, bool is_musl, char file[PATH_MAX])
{
	char *end;

	musl = is_musl;
	paths_used = 0;
	*paths = 0;
	strcpy(system_dir, real_dir);
	if (!musl) {
		read_conf("/etc/ld.so.conf", 0);
		add_path(system_dir, strlen(system_dir));
		add_path("/lib:/usr/lib:/lib64:/usr/lib64", 31);
		return false;
	}
	/* /lib/ld-musl-ARCH.so.1 */
	str_fmt(file, PATH_MAX, "/etc/%s", strrchr(interp, '/') + 1);
	end = strrchr(file, '.');
	if (end)
		strcpy(end - 3, ".path");
	if (!read_conf(file, 0))
		return true;
	add_path("/lib:/usr/local/lib:/usr/lib", 28);
	return false;
}
