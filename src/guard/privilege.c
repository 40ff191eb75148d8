// SPDX-License-Identifier: GPL-2.0-only
/* From root to COMMAND's user, in the one order that loses nothing on the way. */
#include "guard/privilege.h"
#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include "base/log.h"
#include "base/proc.h"
#include "base/str.h"
#include "base/sys.h"
#include "guard/caps.h"
#include "guard/filter.h"
#include "guard/idmap.h"
#include "guard/passwd.h"
#include "guard/session.h"

static struct identity who;

int privilege_lookup(const struct spec *spec)
{
	char number[16], *user = (char *)spec->user; /* which nobody needs any more */

	if (!user)
		str_fmt(user = number, sizeof(number), "%u", idmap_default_uid(spec));
	if (passwd_identity("/etc/passwd", "/etc/group", user, &who) < 0)
		return -1;
	if (!spec->user) { /* passwd gave the home only, if it is in this build */
		who.uid = idmap_default_uid(spec);
		who.gid = idmap_default_gid(spec);
	}
	return 0;
}

const char *privilege_home(void)
{
	return who.home;
}

uint32_t privilege_uid(void)
{
	return who.uid;
}

/* husk's own ids are the wanted ones, the saved ones too: execve(2) sets those. */
static bool same_ids(const struct spec *spec)
{
	return !spec->userns && who.uid == sys_euid() && who.gid == sys_egid();
}

/* In a plain user's namespace: husk's own, or one that husk was started in. errno stays. */
static bool groups_denied(const struct spec *spec)
{
	char word[8] = "";
	int err = errno;

	if (!spec->build_in_userns)
		proc_get(word, sizeof(word), "self/setgroups"); /* 3.19 */
	errno = err;
	return spec->build_in_userns || *word == 'd';
}

static int set_ids(const struct spec *spec)
{
	/* Groups that were not asked for cannot be dropped where setgroups is denied. */
	if (sys_setgroups(who.n_groups, who.groups) < 0 && (errno != EPERM || who.n_groups || !groups_denied(spec)))
		return fail_hint(who.n_groups ? "are they mapped?" : NULL, "groups");
	if (same_ids(spec))
		return 0;
	/* Permitted capabilities are kept for --ambient; and so that nobody else of that user may look into husk until it is not dumpable. */
	if (sys_prctl(PR_SET_KEEPCAPS, 1, 0) < 0 || sys_setresgid(who.gid) < 0 || sys_setresuid(who.uid) < 0)
		return fail_hint("is it mapped?", "user: %u:%u", who.uid, who.gid);
	return 0;
}

int privilege_drop(const struct spec *spec)
{
	/* A new user namespace gives the whole bounding set again: it is cut behind that, but before the ids. */
	if (idmap_enter_unmapped(spec) < 0 || filter_enter(spec) < 0 || caps_bound(spec) < 0 || (!spec->map_none && set_ids(spec) < 0))
		return -1;
	/* Nobody inside looks into husk before the exec: as long as it has rights that they have not the kernel sees to it, from here on this. */
	if (sys_prctl(PR_SET_DUMPABLE, 0, 0) < 0)
		return fail_sys("dumpable");
	if (caps_enter(spec, spec->map_none ? 1 : who.uid) < 0)
		return -1;
	session_signals();
	/* The parent's death is COMMAND's, which setresuid took back. */
	if (!same_ids(spec) && sys_prctl(PR_SET_PDEATHSIG, SIGKILL, 0) < 0)
		return fail_sys("parent-death signal");
	if (!(CFG_GUARD_NNP && spec->allow_new_privs) && sys_prctl(PR_SET_NO_NEW_PRIVS, 1, 0) < 0)
		return fail_sys("no_new_privs");
	return 0;
}
