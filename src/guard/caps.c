// SPDX-License-Identifier: GPL-2.0-only
/* Capabilities, by libcap-ng. Called in the child only: the library keeps the thread id of its first call (docs/design.md). */
#include "guard/caps.h"
#include <cap-ng.h>
#include <errno.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <unistd.h>
#include "base/log.h"
#include "base/str.h"
#include "base/sys.h"
#include "base/text.h"
#include "guard/status.h"

#define BIT(name) (1ULL << CAP_##name)

/* Each argued in husk(8): a service that starts as root, binds its port, takes its files over and becomes its user. */
static const uint64_t defaults = BIT(CHOWN) | BIT(DAC_OVERRIDE) | BIT(FOWNER) | BIT(FSETID) | BIT(KILL) | BIT(SETGID) | BIT(SETUID) | BIT(SETPCAP) |
				 BIT(NET_BIND_SERVICE);

uint64_t caps_kept(const struct spec *spec)
{
	bool drop_all = spec->cap_drop == SPEC_ALL;

	return ((drop_all ? 0 : defaults) | spec->cap_add) & ~(drop_all ? 0 : spec->cap_drop);
}

static const char *name(unsigned number)
{
	return text_word(TEXT_CAPS, number);
}

int caps_bound(const struct spec *spec)
{
	uint64_t kept = caps_kept(spec), missing = 0, ambient = CFG_GUARD_AMBIENT ? spec->cap_ambient : 0;

	/* --cap-add of what the caller does not have itself would be silently less than was asked for; and --ambient of what is not kept. */
	if (spec->cap_add && spec->cap_add != SPEC_ALL)
		missing = spec->cap_add & kept & ~sys_permitted();
	if (ambient && ambient != SPEC_ALL)
		missing |= ambient & ~(kept & sys_permitted());
	for (unsigned i = 0; i < 64; i++, kept >>= 1, missing >>= 1) {
		if (missing & 1)
			return kept & 1 || !CFG_GUARD_AMBIENT ? fail("--cap-add: %s: the caller does not have it", name(i)) :
								fail("--ambient: %s: not kept (--cap-add)", name(i));
		if (kept & 1 || !sys_prctl(PR_CAPBSET_DROP, i, 0))
			continue;
		if (errno == EINVAL) { /* beyond the kernel's last one */
			if (!missing)
				break;
			continue;
		}
		/* A caller without CAP_SETPCAP is fine where the bit is gone already. */
		if (sys_prctl(PR_CAPBSET_READ, i, 0) != 0)
			return fail_sys("bounding set");
	}
	return 0;
}

static int set(uint64_t live, uint64_t ambient)
{
	capng_clear(CAPNG_SELECT_CAPS);
	for (unsigned i = 0; i <= CAP_LAST_CAP; i++, live >>= 1, ambient >>= 1)
		if (live & 1)
			capng_update(CAPNG_ADD, CAPNG_EFFECTIVE | CAPNG_PERMITTED | (ambient & 1 ? CAPNG_INHERITABLE : 0), i);
	return capng_apply(CAPNG_SELECT_CAPS);
}

int caps_only(uint64_t mask)
{
	return set(mask & sys_permitted(), 0);
}

static int raise_ambient(uint64_t ambient)
{
	for (unsigned i = 0; ambient; i++, ambient >>= 1)
		if (ambient & 1 && sys_prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, i) < 0)
			return fail_hint(errno == EINVAL ? "Linux 4.3" : NULL, "--ambient: %s", name(i));
	return 0;
}

static int check(uint64_t kept, uint64_t live, uint64_t ambient)
{
	const uint64_t allowed[] = { ambient, live, live, kept, ambient }; /* CapInh, CapPrm, CapEff, CapBnd, CapAmb: proc(5) */
	const char *line = status_find("\nCapInh:\t");
	uint64_t mask;

	for (unsigned i = 0; i < ARRAY_SIZE(allowed); i++) {
		line = status_number(line, &mask);
		if (!line || mask & ~allowed[i])
			return fail("capabilities: not what was asked for");
	}
	return 0;
}

int caps_enter(const struct spec *spec, uint32_t uid)
{
	uint64_t kept = caps_kept(spec), ambient = CFG_GUARD_AMBIENT ? spec->cap_ambient & kept : 0, live = uid ? ambient : kept;

	/*
	 * The kernel keeps ambient within permitted and inheritable: inheritable is set here, empty but for --ambient, so what the caller had in
	 * either is gone. EPERM: a caller that has not got all of the default ones.
	 */
	if (set(live, ambient) < 0 && set(live & sys_permitted(), ambient) < 0)
		return fail_sys("capabilities");
	if (ambient && raise_ambient(ambient & sys_permitted()) < 0)
		return -1;
	return status_read() < 0 ? -1 : check(kept, live, ambient);
}
