/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * config.h for the static libcap-ng that husk links: the library is small, what it drags in is not. Without stdio it asks prctl(2)
 * for the bounding and ambient sets, which it does anyway where /proc is missing. Its print calls and capng_change_id's look-up of
 * groups do not work here; husk calls neither.
 */
#define HAVE_SYSCALL_H 1
#define HAVE_LINUX_SECUREBITS_H 1
#define HAVE_LINUX_MAGIC_H 1
/* No HAVE_PTHREAD_H: pthread_atfork only serves threads that fork. */

#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <pwd.h>
#include <grp.h>
#include <unistd.h>

#define fopen(path, mode) ((FILE *)0)
#undef snprintf
#define snprintf(buf, size, ...) ((void)((buf)[0] = '\0'), 0)
#define asprintf(ptr, ...) (*(ptr) = NULL, -1)
#define strtoul(s, end, base) capng_number(s)
#define malloc(size) NULL /* of the print calls */
#define printf(...) 0
#define free(ptr) ((void)(ptr)) /* capng_capability_to_name's, of what asprintf above never gives */
#define getpwuid(id) ((struct passwd *)0)
#define initgroups(name, id) (-1)

static inline unsigned long capng_number(const char *s)
{
	unsigned long n = 0;

	while (*s >= '0' && *s <= '9')
		n = n * 10 + (unsigned long)(*s++ - '0');
	return n;
}
