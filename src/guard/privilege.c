// SPDX-License-Identifier: GPL-2.0-only
/* From root to COMMAND's user, in the one order that loses nothing on the way. */
#include "guard/privilege.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/str.h"
#include "base/sys.h"
#include "guard/caps.h"
#include "guard/idmap.h"
#include "guard/passwd.h"

static struct identity who;

int privilege_lookup(const struct spec *spec)
{
	int etc = fd_open("/etc", O_PATH | O_DIRECTORY);
	char number[16];

	str_fmt(number, sizeof(number), "%u", idmap_default_uid(spec));
	if (passwd_identity(etc, spec->user ? spec->user : number, &who) < 0)
		return -1;
	if (!spec->user)
		who.gid = who.uid; /* passwd gave the home only */
	return 0;
}

const char *privilege_home(void)
{
	return who.home;
}

/* setgroups is denied in a plain user's namespace: groups that were not asked for cannot be dropped there. */
static int set_groups(void)
{
	if (!sys_setgroups(who.n_groups, who.groups) || (errno == EPERM && !who.n_groups))
		return 0;
	return fail_sys("groups");
}

static int set_ids(const struct spec *spec)
{
	if (spec->map_none)
		return idmap_enter_unmapped(spec);
	if (set_groups() < 0)
		return -1;
	if (sys_setresgid(who.gid) < 0)
		return fail_hint(errno, "is it mapped?", "group: %u", who.gid);
	if (sys_setresuid(who.uid) < 0)
		return fail_hint(errno, "is it mapped?", "user: %u", who.uid);
	return 0;
}

int privilege_drop(const struct spec *spec)
{
	/* A new user namespace gives the whole bounding set again: there it is cut behind the ids, here before them. */
	if (!spec->map_none && caps_bound(spec) < 0)
		return -1;
	if (set_ids(spec) < 0)
		return -1;
	if (spec->map_none && caps_bound(spec) < 0)
		return -1;
	/* Nobody inside looks into husk before the exec. Only now: it would have made /proc/self root's. */
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
		return fail_sys("dumpable");
	if (caps_enter(spec, spec->map_none ? 1 : who.uid) < 0)
		return -1;
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0) /* setresuid cleared it */
		return fail_sys("parent-death signal");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return fail_sys("no_new_privs");
	return 0;
}
