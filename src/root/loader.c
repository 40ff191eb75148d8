// SPDX-License-Identifier: GPL-2.0-only
/* Where a program's loader looks for libraries by itself. */
#include "root/loader.h"
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include "base/fd.h"
#include "base/lines.h"
#include "base/str.h"

static char paths[4096]; /* each with a colon before it; glibc's: first those that it knows without its cache */
static unsigned used, built_in;
static bool musl;

const char *loader_paths(void)
{
	return paths + 1;
}

bool loader_built_in(const char *dir)
{
	return dir < paths + built_in;
}

bool loader_join(char path[PATH_MAX], const char *origin, const char *dir, size_t len, const char *name)
{
	size_t start = str_copy(path, PATH_MAX, origin);

	if (start + len + strlen(name) + 2 > PATH_MAX)
		return false;
	memcpy(path + start, dir, len);
	str_fmt(path + start + len, PATH_MAX - start - len, "/%s", name);
	return *path == '/';
}

static void add_path(const char *prefix, const char *dir)
{
	size_t len = str_fmt(paths + used, sizeof(paths) - used, ":%s%s", prefix, dir);

	if (len < sizeof(paths) - used)
		used += len;
	paths[used] = 0;
}

static int read_conf(const char *file, bool includes);

/* The files that PATTERN, with at most one * in its last part, means, as the directory has them. */
static void include(char *pattern)
{
	static char path[PATH_MAX];
	static struct fd_dir dir;
	char *name = strrchr(pattern, '/') + 1, *tail = strchr(name, '*');
	const struct dirent *d;

	if (!tail) {
		read_conf(pattern, false);
		return;
	}
	name[-1] = *tail++ = 0;
	fd_list(&dir, AT_FDCWD, pattern);
	while ((d = fd_entry(&dir))) {
		size_t len = strlen(d->d_name), ends = strlen(tail);

		if (*d->d_name != '.' && len >= strlen(name) + ends && str_starts(d->d_name, name) && !strcmp(d->d_name + len - ends, tail) &&
		    loader_join(path, pattern, "", 0, d->d_name))
			read_conf(path, false);
	}
	fd_close(&dir.fd);
}

/* The directories of ld.so.conf(5), or of musl's path file. Returns -1 where there is no such file. */
static int read_conf(const char *file, bool includes)
{
	int fd = fd_open(file, O_RDONLY);
	static char pattern[PATH_MAX];
	struct lines lines;
	char *line;

	lines_begin(&lines, fd);
	while (fd >= 0 && (line = lines_next(&lines))) {
		bool other = includes && str_starts(line, "include");

		if (other)
			line += strlen("include");
		line += strspn(line, " \t");
		line[strcspn(line, musl ? "" : " \t#=,")] = 0;
		if (other) {
			str_fmt(pattern, sizeof(pattern), *line == '/' ? "%s" : "/etc/%s", line);
			include(pattern);
		} else if (*line == '/') {
			add_path("", line);
		}
	}
	return fd < 0 ? -1 : 0;
}

bool loader_read(const char *interp, const char *real_dir, bool is_musl, char file[PATH_MAX])
{
	char *end;

	musl = is_musl;
	used = 0;
	if (!musl) {
		/* Its own, with and without /usr. */
		add_path("", real_dir);
		add_path("/usr", real_dir);
		add_path("", "/lib:/usr/lib:/lib64:/usr/lib64");
		built_in = used;
		read_conf("/etc/ld.so.conf", true);
		return false;
	}
	/* /lib/ld-musl-ARCH.so.1 */
	str_fmt(file, PATH_MAX, "/etc/%s", strrchr(interp, '/') + 1);
	end = strrchr(file, '.');
	if (end)
		strcpy(end - 3, ".path");
	if (!read_conf(file, false))
		return true;
	add_path("", "/lib:/usr/local/lib:/usr/lib");
	return false;
}
