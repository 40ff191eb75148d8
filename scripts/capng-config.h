/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * config.h for the static libcap-ng that husk links: the library is small, what it drags in is not, and what it asks the kernel at its
 * start costs a dozen system calls. husk uses its names, and capng_clear, capng_update and capng_apply of CAPNG_SELECT_CAPS, which stay
 * right; the bounding and the ambient set husk cuts itself, and the calls that read sets back, print or change ids do not work here.
 */
#define HAVE_SYSCALL_H 1
/* No HAVE_PTHREAD_H: pthread_atfork only serves threads that fork. */

#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <fcntl.h>
#include <pwd.h>
#include <grp.h>
#include <unistd.h>
#include <sys/prctl.h>
#include <linux/capability.h>

/* Without them the library is one for kernels that have no such set, and does not look for it. */
#undef PR_CAPBSET_DROP
#undef PR_CAP_AMBIENT
#undef PR_SET_SECUREBITS
#undef PR_SET_NO_NEW_PRIVS

#define __thread /* there is one */

/*
 * What any kernel from 2.6.26 on answers: the third version of capget(2) and its 64 capabilities, of which capset(2) takes those that the
 * kernel has. Thread 0 is the caller, also behind a fork.
 */
#define open(path, flags) 0
#define read(fd, buf, size) ((buf)[0] = 0, 1)
#define strtoul(s, end, base) 63ul
#define close(fd) ((void)(fd))
#define syscall(gettid) 0
#define capget capng_capget
static int capng_capget(cap_user_header_t header, const cap_user_data_t data)
{
	(void)data;
	header->version = _LINUX_CAPABILITY_VERSION_3;
	return 0;
}

#undef snprintf
#define snprintf(buf, size, ...) ((void)((buf)[0] = '\0'), 0)
#define asprintf(ptr, ...) (*(ptr) = NULL, -1)
#define malloc(size) NULL /* of the print calls */
#define printf(...) 0
#define sprintf(...) 0
#define free(ptr) ((void)(ptr)) /* capng_capability_to_name's, of what asprintf above never gives */
#define getpwuid(id) ((struct passwd *)0)
#define initgroups(name, id) (-1)
