/* SPDX-License-Identifier: GPL-2.0-only */
/* File descriptors: who closes them, and whole reads and writes of small files. */
#ifndef BASE_FD_H
#define BASE_FD_H
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>

/* Closes *fd where it is open (>= 0); errno stays. For AUTOFD. */
void fd_close(int *fd);
#define AUTOFD __attribute__((cleanup(fd_close))) int

/* What FD is: S_IFREG, S_IFDIR, ... of its mode; or -1 with errno, which stays where FD is none. */
int fd_type(int fd);

/* Is what ST tells of the null device, whoever made the node? */
bool fd_is_null(const struct stat *st);

/* open(2), and openat(2), with O_CLOEXEC | O_NOCTTY, of what exists. */
int fd_open(const char *path, int flags);
int fd_open_at(int dirfd, const char *path, int flags);

/*
 * A directory, entry by entry; `used` and `next` are 0 at first. An entry is valid until the next call; NULL at the end, where `used` is 0, and on
 * an error.
 */
struct fd_dir {
	int fd; /* the caller's */
	int used, next;
	char buf[1024];
};
struct dirent *fd_entry(struct fd_dir *dir);

/* Begins with the directory NAME of AT, opened for the caller to close. */
void fd_list(struct fd_dir *dir, int at, const char *name);

/* Is ENTRY a directory in the one that was read? */
bool fd_is_below(const struct dirent *entry);

/* Closes FIRST and all above it. Before 5.9 those that /proc/self/fd lists. Returns 0, or -1 with errno. */
int fd_close_from(int first);

/* Makes FD the three standard streams too. Returns 0, or -1 with errno. */
int fd_standard(int fd);

/*
 * Writes TEXT to the existing file PATH below DIRFD (AT_FDCWD: as the caller sees it) in one write(2), as procfs, sysfs and
 * cgroupfs want it. Returns 0, or -1 with errno set and no message: the caller knows what the file means.
 */
int fd_put(int dirfd, const char *path, const char *text);

/* The same in the file FD, which it closes; -1 is none. */
int fd_put_in(int fd, const char *text);

/* Reads PATH below DIRFD into BUF and ends it with a NUL. Returns its length, or -1 with errno (EFBIG: longer than SIZE - 1). */
ssize_t fd_get(int dirfd, const char *path, char *buf, size_t size);

/* Reads what is left of FD into BUF and ends it with a NUL; as fd_get. */
ssize_t fd_read(int fd, char *buf, size_t size);
#endif
