/* SPDX-License-Identifier: GPL-2.0-only */
/* Which devices a container may use: lines for v1's controller, on v2 a program in the kernel (4.15). */
#ifndef CGROUP_DEVICES_H
#define CGROUP_DEVICES_H
#include <linux/bpf.h>
#include "cgroup/hierarchy.h"
#include "spec/spec.h"

#define DEVICE_ANY UINT32_MAX

struct device_rule {
	uint32_t major, minor; /* minor: or DEVICE_ANY */
	unsigned char block;
	unsigned char access; /* DEVICE_* */
};

#define DEVICES_USUAL 8 /* null zero full random urandom tty ptmx pts: what husk puts into /dev */
#define DEVICES_RULES (DEVICES_USUAL + CONFIG_MAX_DEVICES)
#define DEVICES_INSNS(n) (5 + 8 * (n) + 2) /* for N rules at most */

/* The usual devices into RULES; returns their number. */
unsigned devices_usual(struct device_rule rules[DEVICES_RULES]);

/* Adds RULE to the N in RULES, or its access to that of the same device: the kernel asks for all that is wanted at once. Returns the new N. */
unsigned devices_add(struct device_rule rules[DEVICES_RULES], unsigned n, struct device_rule rule);

/* The program: 1 for an access that one of RULES allows, else 0. Returns its length, at most DEVICES_INSNS(N). Pure. */
unsigned devices_program(struct bpf_insn *insns, const struct device_rule *rules, unsigned n);

#if CFG_CG_DEVICES
/* Lets the container's group on H use the usual devices and those of SPEC, and no others. -1 with the error's text set. */
int devices_apply(const struct hierarchy *h, const struct spec *spec);

/* Does this kernel take such a program? */
bool devices_probe(void);
#else
static inline int devices_apply(const struct hierarchy *h, const struct spec *spec)
{
	(void)h, (void)spec;
	return 0;
}
static inline bool devices_probe(void)
{
	return false;
}
#endif
#endif
