// SPDX-License-Identifier: GPL-2.0-only
/* --with: what a program needs to start is found as its loader would find it, ld.so(8). */
#include "root/with.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/lines.h"
#include "base/log.h"
#include "base/path.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/sys.h"
#include "root/elf.h"
#include "root/mount.h"
#include "root/root.h"

#define NESTED 4 /* scripts that run scripts, configurations that include others */

static struct object {
	const char *path; /* inside; in text */
	const char *dirs; /* DT_RUNPATH or DT_RPATH, in text; NULL: none */
	int fd;		  /* of the host's file; at the end of a copy of its mount */
	int by;		  /* who needs it; -1: nobody but the user */
	bool handed_down; /* dirs count for what its libraries need as well */
	bool directory, seen, mounted;
} objects[CONFIG_MAX_WITH];
static unsigned n;

static char text[CONFIG_MAX_WITH * 128], paths[4096]; /* the second: the loader's own directories, parted by colons */
static size_t text_used, paths_used;
static bool musl;
static char system_dir[PATH_MAX]; /* where the loader really lies: one of its built-in directories */

static char *keep(const char *s)
{
	size_t len = strlen(s) + 1;
	char *copy = text + text_used;

	if (len > sizeof(text) - text_used)
		return NULL;
	text_used += len;
	return memcpy(copy, s, len);
}

static const char *base(const char *path)
{
	return strrchr(path, '/') + 1;
}

/* A file, to be read, or a directory. By its name only once: to open something else could block or do anything. */
static int open_object(const char *path, bool *directory)
{
	AUTOFD fd = fd_open(path, O_PATH);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return -1;
	*directory = S_ISDIR(st.st_mode);
	if (*directory)
		return steal_fd(&fd);
	errno = EINVAL;
	return S_ISREG(st.st_mode) ? proc_reopen(fd) : -1;
}

static int too_many(void)
{
	return fail(0, "too many files, or too long names (CONFIG_MAX_WITH)");
}

/* Takes PATH, which FD is, for BY. */
static int add_open(const char *path, int fd, bool directory, int by)
{
	char *copy = n < CONFIG_MAX_WITH ? keep(path) : NULL, *up;

	if (!copy)
		return too_many();
	/* "$ORIGIN/../lib": inside there may be no more links than husk knows of, and openat2 gives ".." up where anything is mounted meanwhile. */
	while ((up = (char *)str_find(copy, "/../"))) {
		char *from = up;

		while (from > copy && *--from != '/')
			;
		memmove(from, up + 3, strlen(up + 3) + 1);
	}
	objects[n++] = (struct object){ .path = copy, .fd = fd, .by = by, .directory = directory };
	return 0;
}

static bool known(const char *path, bool by_name, unsigned first)
{
	for (unsigned i = first; i < n; i++)
		if (!strcmp(by_name ? base(objects[i].path) : objects[i].path, path))
			return true;
	return false;
}

static int add(const char *path, int by)
{
	bool directory;
	int fd;

	if (*path != '/')
		return fail(0, "%s: not an absolute path", path);
	if (known(path, false, 0))
		return 0;
	fd = open_object(path, &directory);
	return fd < 0 ? fail_sys("%s", path) : add_open(path, fd, directory, by);
}

/* The directory in which the file of FD really lies, without a slash at the end. */
static void real_dir(int fd, char dir[PATH_MAX])
{
	char link[32];
	ssize_t len;

	str_fmt(link, sizeof(link), "self/fd/%d", fd);
	len = readlinkat(proc_fd(), link, dir, PATH_MAX - 1);
	dir[len < 0 ? 0 : len] = 0;
	if (strrchr(dir, '/'))
		*strrchr(dir, '/') = 0;
}

/* One of the directories that glibc's loader knows without its cache? With and without /usr they are the same to it. */
static bool built_in(const char *dir, size_t len)
{
	const char *system = str_starts(system_dir, "/usr/") ? system_dir + 4 : system_dir;

	if (len > 4 && !memcmp(dir, "/usr", 4))
		dir += 4, len -= 4;
	return str_is(dir, len, system) || str_is(dir, len, "/lib") || str_is(dir, len, "/lib64");
}

/* ORIGIN, the LEN bytes of DIR and NAME, as one path; not absolute or too long: false. */
static bool join(char path[PATH_MAX], const char *origin, const char *dir, size_t len, const char *name)
{
	size_t used = strlen(origin);

	if (used + len + strlen(name) + 2 > PATH_MAX)
		return false;
	memcpy(path, origin, used);
	memcpy(path + used, dir, len);
	str_fmt(path + used + len, PATH_MAX - used - len, "/%s", name);
	return *path == '/';
}

/*
 * NAME, a library that BY needs, in the directories of LIST, where $ORIGIN is OWNER's; that may be bound under another name than it has on the
 * host. OWNER -1: the loader's own directories. What is for another machine is passed over. Returns 1; 0: not there; -1 with the error's text.
 */
static int search(const char *list, int owner, const struct elf *elf, const char *name, int by)
{
	char inside[PATH_MAX], host[PATH_MAX], here[PATH_MAX] = "", there[PATH_MAX] = "", interp[ELF_TEXT];
	const char *dir;
	struct elf found;
	bool directory;
	int length, fd;

	if (owner >= 0) {
		real_dir(objects[owner].fd, there);
		memcpy(here, objects[owner].path, (size_t)(base(objects[owner].path) - objects[owner].path) - 1);
	}
	while ((length = str_piece(&list, ':', &dir)) >= 0) {
		size_t skip = str_starts(dir, "$ORIGIN") ? 7 : str_starts(dir, "${ORIGIN}") ? 9 : 0, len = (size_t)length - skip;

		if (!join(inside, skip ? here : "", dir + skip, len, name) || !join(host, skip ? there : "", dir + skip, len, name))
			continue;
		fd = open_object(host, &directory);
		if (fd < 0)
			continue;
		if (directory || elf_open(&found, fd, interp) < 1 || found.machine != elf->machine || found.wide != elf->wide || found.big != elf->big) {
			close(fd);
			continue;
		}
		/* Its loader does not read ld.so.conf, but what ldconfig(8) made of that. */
		if (owner < 0 && !musl && !built_in(dir, len) && add("/etc/ld.so.cache", -1) < 0 && errno != ENOENT)
			return -1;
		return known(inside, false, 0) || !add_open(inside, fd, false, by) ? 1 : -1;
	}
	return 0;
}

/* The library NAME that object BY needs; those from FIRST on are the same program's. */
static int add_library(const char *name, const struct elf *elf, int by, unsigned first)
{
	int result = 0;

	if (strchr(name, '/'))
		return add(name, by);
	/* musl's libc.so is its loader. */
	if (known(name, true, first) || (musl && str_starts(name, "libc.")))
		return 0;
	for (int i = by; i >= 0 && !result; i = objects[i].by) {
		if (objects[i].dirs && (i == by || objects[i].handed_down))
			result = search(objects[i].dirs, i, elf, name, by);
		if (objects[i].dirs && !objects[i].handed_down)
			break; /* DT_RUNPATH: glibc does not ask those above */
	}
	if (!result)
		result = search(paths, -1, elf, name, by);
	return result ? result : fail(0, "%s: %s: not found", objects[by].path, name);
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
		if (join(path, pattern, "", 0, next))
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

/* Where the loader INTERP looks by itself. */
static int read_paths(const char *interp)
{
	char file[PATH_MAX], *end;
	bool directory;
	AUTOFD fd = open_object(interp, &directory);

	if (fd < 0)
		return fail_sys("%s", interp);
	real_dir(fd, system_dir);
	paths_used = 0;
	*paths = 0;
	if (!musl) {
		read_conf("/etc/ld.so.conf", 0);
		add_path(system_dir, strlen(system_dir));
		add_path("/lib:/usr/lib:/lib64:/usr/lib64", 31);
		return 0;
	}
	/* PREFIX/lib/ld-musl-ARCH.so.1 reads PREFIX/etc/ld-musl-ARCH.path. */
	str_fmt(file, sizeof(file), "/etc/%s", base(interp));
	end = strrchr(file, '.');
	if (end)
		strcpy(end - 3, ".path");
	if (!read_conf(file, 0))
		return add(file, -1);
	add_path("/lib:/usr/local/lib:/usr/lib", 28);
	return 0;
}

static int add_program(const struct spec *spec, const char *path, unsigned depth);

/* The interpreter of the script that object I may be; behind `env` also the program that it starts, where that is found. */
static int add_interpreter(const struct spec *spec, int i, unsigned depth)
{
	char line[256], path[PATH_MAX], *word, *rest = line;
	ssize_t len = pread(objects[i].fd, line, sizeof(line) - 1, 0);
	const char *list = str_env(spec->env, "PATH"), *dir;
	int dir_len;

	line[len < 0 ? 0 : len] = 0;
	if (!str_starts(line, "#!"))
		return 0;
	line[strcspn(line, "\n")] = 0;
	for (char *s = line; *s; s++)
		if (*s == '\t')
			*s = ' ';
	rest = line + 2 + strspn(line + 2, " ");
	word = lines_field(&rest, ' ');
	if (add_program(spec, word, depth + 1) < 0)
		return -1;
	if (strcmp(base(word), "env"))
		return 0;
	while ((word = lines_field(&rest, ' ')) && (!*word || *word == '-' || strchr(word, '=')))
		;
	if (word && *word == '/')
		return add_program(spec, word, depth + 1);
	while (word && (dir_len = str_piece(&list, ':', &dir)) >= 0)
		if (join(path, "", dir, (size_t)dir_len, word) && !access(path, X_OK))
			return add_program(spec, path, depth + 1);
	return 0;
}

/* Adds what object I needs. FIRST: its program. */
static int look_into(const struct spec *spec, int i, int first, unsigned depth)
{
	struct object *o = &objects[i];
	char interp[ELF_TEXT], name[ELF_TEXT];
	struct elf elf;
	int r = o->directory ? 0 : elf_open(&elf, o->fd, interp);

	o->seen = true;
	if (!r)
		return o->directory ? 0 : add_interpreter(spec, i, depth);
	if (r > 0 && *interp && add(interp, -1) < 0)
		return -1;
	if (i == first)
		musl = r > 0 && *interp && str_starts(base(interp), "ld-musl-");
	if (r > 0 && !(r = elf_name(&elf, ELF_RUNPATH, 0, name))) {
		o->handed_down = true;
		r = elf_name(&elf, ELF_RPATH, 0, name);
	}
	o->handed_down |= musl; /* it makes no difference between the two */
	if (r > 0 && !(o->dirs = keep(name)))
		return too_many();
	for (unsigned k = 0; r >= 0; k++) {
		r = elf_name(&elf, ELF_NEEDED, k, name);
		if (!r)
			return 0;
		if (r > 0 && ((!k && i == first && read_paths(*interp ? interp : o->path) < 0) || add_library(name, &elf, i, (unsigned)first) < 0))
			return -1;
	}
	return fail(0, "%s: not a valid ELF file", o->path);
}

/* PATH and all that it needs, breadth first, as the loaders do it. */
static int add_program(const struct spec *spec, const char *path, unsigned depth)
{
	unsigned first = n;

	if (depth > NESTED)
		return fail(ELOOP, "%s", path);
	if (add(path, -1) < 0)
		return -1;
	for (unsigned i = first; i < n; i++)
		if (!objects[i].seen && look_into(spec, (int)i, (int)first, depth) < 0)
			return -1;
	return 0;
}

int with_open(const struct spec *spec)
{
	for (unsigned i = 0; i < spec->n_with; i++)
		if (add_program(spec, spec->with[i], 0) < 0)
			return fail_in("with");
	for (unsigned i = 0; i < n; i++) {
		objects[i].fd = mount_copy(objects[i].fd, objects[i].directory);
		if (objects[i].fd < 0)
			return fail_sys("with: %s", objects[i].path);
	}
	return 0;
}

int with_mount(size_t length)
{
	for (;;) {
		struct object *next = NULL;
		int target;

		for (unsigned i = 0; i < n; i++)
			if (!objects[i].mounted && strlen(objects[i].path) <= (next ? strlen(next->path) - 1 : length))
				next = &objects[i];
		if (!next)
			return 0;
		next->mounted = true;
		target = path_make(root_fd(), next->path, next->directory);
		if (target < 0)
			return fail_sys("with: %s", next->path);
		if (mount_attach(next->fd, target, next->path, SYS_ATTR_RDONLY | SYS_ATTR_NOSUID | SYS_ATTR_NODEV, next->directory) < 0)
			return fail_in("with");
	}
}

int with_mount_all(const struct spec *spec)
{
	(void)spec;
	return with_mount(SIZE_MAX);
}
