// SPDX-License-Identifier: GPL-2.0-only
/* Capabilities, by libcap-ng. Called in the child only: the library keeps the thread id of its first call (DESIGN: Traps). */
#include "guard/caps.h"
#include <cap-ng.h>
#include <errno.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "base/log.h"
#include "base/str.h"
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

/* The permitted set of this thread, in one call: the library's own reading costs a call for each capability. */
static uint64_t held_now(void)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2] = { 0 };

	syscall(SYS_capget, &header, data);
	return data[0].permitted | (uint64_t)data[1].permitted << 32;
}

/* --cap-add of what the caller does not have itself would be silently less than was asked for. */
static int check_held(const struct spec *spec, uint64_t held)
{
	if (spec->cap_add == SPEC_ALL)
		return 0;
	for (unsigned i = 0; i < 64; i++) {
		if (spec->cap_add & ~held & caps_kept(spec) & 1ULL << i)
			return fail(0, "capabilities: %s: the caller does not have it", capng_capability_to_name(i));
	}
	return 0;
}

int caps_bound(const struct spec *spec)
{
	uint64_t kept = caps_kept(spec);

	if (spec->cap_add && check_held(spec, held_now()) < 0)
		return -1;
	for (unsigned i = 0; i < 64; i++) {
		if (kept & 1ULL << i || !prctl(PR_CAPBSET_DROP, i, 0, 0, 0))
			continue;
		if (errno == EINVAL && i > CAP_AUDIT_READ) /* beyond the kernel's last one */
			break;
		/* A caller without CAP_SETPCAP is fine where the bit is gone already. */
		if (prctl(PR_CAPBSET_READ, i, 0, 0, 0) != 0)
			return fail_sys("capabilities: bounding set");
	}
	return 0;
}

static int compare(const char *status, const char *mask, uint64_t allowed)
{
	return status_find(status, mask) & ~allowed ? fail(0, "capabilities: %s is not what was asked for", mask) : 0;
}

int caps_enter(const struct spec *spec, uint32_t uid)
{
	uint64_t kept = caps_kept(spec), live = uid ? 0 : kept;
	uint64_t held = held_now();
	char status[4096];

	capng_clear(CAPNG_SELECT_CAPS);
	for (unsigned i = 0; i <= CAP_LAST_CAP; i++)
		if (live & held & 1ULL << i)
			capng_update(CAPNG_ADD, CAPNG_EFFECTIVE | CAPNG_PERMITTED, i);
	if (capng_apply(CAPNG_SELECT_CAPS) < 0)
		return fail_sys("capabilities");
	/* Kernels before 4.3 have no ambient set. */
	if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0 && errno != EINVAL)
		return fail_sys("capabilities: ambient set");
	if (status_read(status, sizeof(status)) < 0)
		return fail_sys("capabilities: /proc/self/status");
	if (compare(status, "CapBnd", kept) < 0 || compare(status, "CapPrm", live) < 0 || compare(status, "CapEff", live) < 0 ||
	    compare(status, "CapInh", 0) < 0)
		return -1;
	return status_find(status, "CapAmb") == UINT64_MAX ? 0 : compare(status, "CapAmb", 0);
}
