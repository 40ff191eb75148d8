/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Paths inside a root, as descriptors. No path that a container's file system can influence is ever handed to the kernel as a string
 * to act on: it is resolved here, inside ROOT, and used as a descriptor from then on (docs/design.md).
 */
#ifndef BASE_PATH_H
#define BASE_PATH_H
#include <stdbool.h>
#include <sys/types.h>

/*
 * Opens PATH inside the tree at ROOT with O_PATH | O_CLOEXEC: symbolic links, absolute ones too, and ".." stay inside, magic links are
 * refused (openat2 with RESOLVE_IN_ROOT, 5.6). Before 5.6 a walk that refuses every symbolic link and every "..".
 * FLAGS: 0 or O_DIRECTORY. Returns the descriptor or -1 with errno and no message.
 */
int path_open(int root, const char *path, int flags);

/*
 * As path_open, and makes what is missing: directories (0755), and at the end a directory or, where DIRECTORY is false, an empty
 * file (0644); so at the end of a symbolic link that leads nowhere (of 8 in a row). Nothing that exists is changed. An end that exists is of the
 * wanted type, or ENOTDIR / EISDIR.
 */
int path_make(int root, const char *path, bool directory);

/* A single component NAME at DIR that must be an ordinary directory, made (0755) where missing; a link is ELOOP/ENOTDIR. */
int path_make_dir(int dir, const char *name);
#endif
