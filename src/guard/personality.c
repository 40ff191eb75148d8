// SPDX-License-Identifier: GPL-2.0-only
/* Which machine uname(2) tells of: --personality. */
#include "guard/personality.h"
#include <sys/syscall.h>
#include <unistd.h>
#include "base/log.h"

int personality_enter(const struct spec *spec)
{
	/* EINVAL: a 64-bit kernel that runs no 32-bit programs. */
	return spec->personality && syscall(SYS_personality, spec->personality - 1) < 0 ? fail_sys("personality") : 0;
}
