/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What an ELF file needs to start: elf(5), and the ELF chapters of the System V ABI. Both sizes and both byte orders. The file may be
 * hostile: it is read in pieces of bounded size and number, each of which lies in the file or is an error.
 */
#ifndef ROOT_ELF_H
#define ROOT_ELF_H
#include <stdbool.h>
#include <stdint.h>

#define ELF_TEXT 1024 /* bytes of a name or of a list of directories, with its NUL */

enum { ELF_NEEDED = 1, ELF_RPATH = 15, ELF_RUNPATH = 29 }; /* DT_* */

struct elf {
	int fd; /* the caller's */
	bool wide, big; /* 64 bits; the highest byte first */
	unsigned kind; /* both, and the machine: what a library has to be as well */
	uint64_t strings; /* where the names begin in the file */
	unsigned used;	  /* of dynamic: 0 for a static program */
	unsigned char dynamic[4096];
};

/* Reads FD's headers, and the interpreter's name into INTERP ("": none). Returns 1; 0: no ELF file; -1: a bad one. No text, no errno. */
int elf_open(struct elf *elf, int fd, char interp[ELF_TEXT]);

/* The Nth name, from 0 on, that the dynamic section has under TAG. Returns 1; 0: it has no more; -1: a bad one. */
int elf_name(const struct elf *elf, unsigned tag, unsigned n, char name[ELF_TEXT]);
#endif
