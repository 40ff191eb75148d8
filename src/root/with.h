/* SPDX-License-Identifier: GPL-2.0-only */
/* --with: the host's files at their own places, read-only, and what they need to start. */
#ifndef ROOT_WITH_H
#define ROOT_WITH_H
#include <stddef.h>
#include "spec/spec.h"

#if CFG_ROOT_WITH
/*
 * Step, child, while the host is in sight: opens each --with, and what it needs: a script's interpreter (behind `env` what that starts), a program's
 * interpreter and libraries, looked for where its loader will: DT_RPATH or DT_RUNPATH, musl's path file or glibc's ld.so.conf, the defaults.
 * At most CONFIG_MAX_WITH files. Returns 0, or -1 with the error's text: a library that is not found, a bad ELF file.
 */
int with_open(const struct spec *spec);

/* Mounts those whose paths have at most LENGTH bytes and that are not mounted yet, the shortest first. */
int with_mount(size_t length);

/* Step, child: the rest of them. */
int with_mount_all(const struct spec *spec);
#else
static inline int with_mount(size_t length) { return (void)length, 0; }
#define with_open NULL
#define with_mount_all NULL
#endif
#endif
