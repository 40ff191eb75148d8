/* SPDX-License-Identifier: GPL-2.0-only */
/* Where a program's loader looks for libraries by itself: ld.so(8) and ldconfig(8) of glibc, musl's path file. */
#ifndef ROOT_LOADER_H
#define ROOT_LOADER_H
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Reads the directories of the loader INTERP, an absolute path, which really lies in REAL_DIR: those of glibc's ld.so.conf or of musl's path file,
 * and the built-in ones. Returns whether there is such a path file: its name is in FILE, and the loader needs it inside.
 */
bool loader_read(const char *interp, const char *real_dir, bool musl, char file[PATH_MAX]);

/* What loader_read has read, parted by colons. */
const char *loader_paths(void);

/* Is DIR, a piece of loader_paths of glibc's loader, one that this knows without its cache? */
bool loader_built_in(const char *dir);

/* ORIGIN, the LEN bytes of DIR, and NAME as one path. False where that is not absolute or too long. */
bool loader_join(char path[PATH_MAX], const char *origin, const char *dir, size_t len, const char *name);
#endif
