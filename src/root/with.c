// SPDX-License-Identifier: GPL-2.0-only
/* --with: what a program needs to start is found as its loader would find it, ld.so(8). */
#include "root/with.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/path.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/sys.h"
#include "root/elf.h"
#include "root/loader.h"
#include "root/mount.h"
#include "root/root.h"

#define NESTED 4 /* scripts that run scripts */

static struct object {
	const char *path; /* inside; in text */
	const char *dirs; /* DT_RUNPATH or DT_RPATH, in text; NULL: none */
	int fd;		  /* of the host's file; at the end of a copy of its mount */
	int by;		  /* who needs it; -1: nobody but the user */
	bool handed_down; /* dirs count for what its libraries need as well */
	bool named; /* by another object, which may be hostile: then only what can be run or linked with */
	bool directory, seen, mounted;
} objects[CONFIG_MAX_WITH];
static unsigned n;

static char text[CONFIG_MAX_WITH * 128];
static size_t text_used;
static bool musl; /* what the program at hand is linked with */

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

/*
 * A file, to be read, or a directory. By its name only once: to open something else could block or do anything. One without a size is not for reading:
 * it is empty, or procfs's, where to read /proc/kmsg would empty it.
 */
static int open_object(const char *path, bool *directory)
{
	int fd = fd_open(path, O_PATH);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return -1;
	*directory = S_ISDIR(st.st_mode);
	if (*directory || (S_ISREG(st.st_mode) && st.st_size <= 0))
		return fd;
	if (S_ISREG(st.st_mode)) {
		int file = proc_open("self/fd/%d", fd);

		close(fd);
		return file;
	}
	errno = EINVAL;
	return -1;
}

static int too_many(void)
{
	return fail("too many files, or too long names (CONFIG_MAX_WITH)");
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

static int add(const char *path, int by, bool named)
{
	bool directory;
	int fd;

	if (*path != '/')
		return fail("%s: not an absolute path", path);
	if (known(path, false, 0))
		return 0;
	fd = open_object(path, &directory);
	if (fd < 0 || add_open(path, fd, directory, by) < 0)
		return fd < 0 ? fail_path(path) : -1;
	objects[n - 1].named = named;
	return 0;
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

/*
 * NAME, a library that BY needs, in the directories of LIST, where $ORIGIN is OWNER's; that may be bound under another name than it has on the
 * host. OWNER -1: the loader's own directories. What is for another machine is passed over. Returns 1; 0: not there; -1 with the error's text.
 */
static int search(const char *list, int owner, const struct elf *elf, const char *name, int by)
{
	static char inside[PATH_MAX], host[PATH_MAX], here[PATH_MAX], there[PATH_MAX], interp[ELF_TEXT];
	static struct elf found;
	const char *dir;
	bool directory;
	int length;

	*here = *there = 0;
	if (owner >= 0) {
		real_dir(objects[owner].fd, there);
		strcpy(here, objects[owner].path);
		*strrchr(here, '/') = 0;
	}
	while ((length = str_piece(&list, ':', &dir)) >= 0) {
		size_t skip = str_starts(dir, "$ORIGIN") ? 7 : str_starts(dir, "${ORIGIN}") ? 9 : 0, len = (size_t)length - skip;
		int fd;

		if (!loader_join(inside, skip ? here : "", dir + skip, len, name) || !loader_join(host, skip ? there : "", dir + skip, len, name))
			continue;
		fd = open_object(host, &directory);
		if (fd < 0 && (errno == EMFILE || errno == ENFILE))
			return fail_path(host);
		if (fd < 0 || directory || elf_open(&found, fd, interp) < 1 || found.kind != elf->kind) {
			fd_close(&fd);
			continue;
		}
		/* Its loader does not read ld.so.conf, but what ldconfig(8) made of that. */
		if (owner < 0 && !musl && !loader_built_in(dir) && add("/etc/ld.so.cache", -1, false) < 0 && errno != ENOENT)
			return -1;
		return known(inside, false, 0) || !add_open(inside, fd, false, by) ? 1 : -1;
	}
	return 0;
}

/* The library NAME that object BY needs; those from FIRST on are the same program's. */
static int add_library(const char *name, const struct elf *elf, int by, unsigned first)
{
	if (strchr(name, '/'))
		return add(name, by, true);
	/* musl's libc.so is its loader. */
	if (known(name, true, first) || (musl && str_starts(name, "libc.")))
		return 0;
	/* Behind a DT_RUNPATH glibc does not ask those above. */
	for (int i = by;; i = objects[i].dirs && !objects[i].handed_down ? -1 : objects[i].by) {
		const char *list = i < 0 ? loader_paths() : i == by || objects[i].handed_down ? objects[i].dirs : NULL;
		int r = search(list, i, elf, name, by);

		if (r)
			return r;
		if (i < 0)
			return fail("%s: %s: not found", objects[by].path, name);
	}
}

/* Where the loader INTERP looks by itself. */
static int read_paths(const char *interp)
{
	static char dir[PATH_MAX], file[PATH_MAX];
	bool directory;
	int fd = open_object(interp, &directory);

	if (fd < 0)
		return fail_path(interp);
	real_dir(fd, dir);
	return loader_read(interp, dir, musl, file) ? add(file, -1, false) : 0;
}

static int add_program(const struct spec *spec, const char *path, unsigned depth);

/* Cuts the next word off *REST; "" at the end. */
static char *next_word(char **rest)
{
	char *word = *rest + strspn(*rest, " \t");
	char *end = word + strcspn(word, " \t");

	*rest = *end ? end + 1 : end;
	*end = 0;
	return word;
}

static int not_a_program(int i)
{
	return fail("%s: neither a program nor a library", objects[i].path);
}

/* The interpreter of the script that object I may be; behind `env` also the program that it starts, where that is found. */
static int add_interpreter(const struct spec *spec, int i, unsigned depth)
{
	static char path[PATH_MAX];
	char line[256], *word, *rest = line + 2;
	ssize_t len = pread(objects[i].fd, line, sizeof(line) - 1, 0);
	const char *list = str_env(spec->env, "PATH"), *dir;
	int dir_len;

	line[len < 0 ? 0 : len] = 0;
	if (!str_starts(line, "#!"))
		return objects[i].named ? not_a_program(i) : 0;
	line[strcspn(line, "\n")] = 0;
	word = next_word(&rest);
	if (add_program(spec, word, depth) < 0)
		return -1;
	if (strcmp(base(word), "env"))
		return 0;
	do
		word = next_word(&rest);
	while (*word == '-' || strchr(word, '='));
	if (*word == '/')
		return add_program(spec, word, depth);
	while (*word && (dir_len = str_piece(&list, ':', &dir)) >= 0)
		if (loader_join(path, "", dir, (size_t)dir_len, word) && !access(path, X_OK))
			return add_program(spec, path, depth);
	return 0;
}

/* Adds what object I needs. FIRST: its program. */
static int look_into(const struct spec *spec, int i, int first, unsigned depth)
{
	struct object *o = &objects[i];
	static char interp[ELF_TEXT], name[ELF_TEXT]; /* of one object at a time: a script's interpreter is looked into last */
	static struct elf elf;
	int r = o->directory ? 0 : elf_open(&elf, o->fd, interp);

	o->seen = true;
	if (!r && o->directory)
		return o->named ? not_a_program(i) : 0;
	if (!r)
		return add_interpreter(spec, i, depth + 1);
	if (r > 0 && *interp && add(interp, -1, true) < 0)
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
	return fail("%s: not a valid ELF file", o->path);
}

/* PATH and all that it needs, breadth first, as the loaders do it. */
static int add_program(const struct spec *spec, const char *path, unsigned depth)
{
	unsigned first = n;

	if (depth > NESTED) {
		errno = ELOOP;
		return fail_path(path);
	}
	if (add(path, -1, depth > 0) < 0)
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
		int file = objects[i].fd;

		objects[i].fd = mount_copy(file, objects[i].directory);
		if (objects[i].fd < 0)
			return fail_sys("with: %s", objects[i].path);
		if (objects[i].fd != file)
			close(file);
	}
	return 0;
}

int with_mount(size_t length)
{
	for (;;) {
		struct object *next = NULL;

		for (unsigned i = 0; i < n; i++)
			if (!objects[i].mounted && strlen(objects[i].path) <= (next ? strlen(next->path) - 1 : length))
				next = &objects[i];
		if (!next)
			return 0;
		next->mounted = true;
		if (mount_inside(next->fd, next->path,
				 SYS_ATTR_RDONLY | SYS_ATTR_NOSUID | SYS_ATTR_NODEV | (next->directory ? MOUNT_ATTR_REC : 0)) < 0)
			return fail_in("with");
		close(next->fd);
	}
}

int with_mount_all(const struct spec *spec)
{
	(void)spec;
	return with_mount(SIZE_MAX);
}
