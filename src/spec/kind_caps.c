// SPDX-License-Identifier: GPL-2.0-only
/* Lists of capabilities: names as libcap-ng knows them. */
#include <cap-ng.h>
#include <string.h>
#include "base/log.h"
#include "base/str.h"
#include "spec/dump.h"
#include "spec/kind.h"

/* "net_raw", "CAP_NET_RAW": its bit; "all": SPEC_ALL; else 0. */
static uint64_t capability(const char *s, size_t len)
{
	char name[32];
	int number;

	if (len >= sizeof(name))
		return 0;
	for (size_t i = 0; i <= len; i++)
		name[i] = (char)(i == len ? 0 : s[i] >= 'A' && s[i] <= 'Z' ? s[i] | 32 : s[i]);
	if (!strcmp(name, "all"))
		return SPEC_ALL;
	number = capng_name_to_capability(str_starts(name, "cap_") ? name + 4 : name);
	return number < 0 ? 0 : 1ULL << number;
}

/* The same name in both lists: the later option wins. "all" on one side leaves single names of the other side alone. */
static int set_caps(struct spec *spec, void *field, const char *value)
{
	uint64_t *mine = field, *other = mine == &spec->cap_add ? &spec->cap_drop : &spec->cap_add;
	const char *list = value, *piece;
	int len;

	while ((len = str_piece(&list, ',', &piece)) >= 0) {
		uint64_t bits = capability(piece, (size_t)len);

		if (!bits)
			return fail(0, "%s: not a list of capabilities", value);
		*mine |= bits;
		if (bits != SPEC_ALL && *other != SPEC_ALL)
			*other &= ~bits;
	}
	return 0;
}

static void show_caps(struct out *out, const char *key, const void *field)
{
	uint64_t bits = *(const uint64_t *)field;

	if (bits == SPEC_ALL) {
		dump_line(out, key, "all");
		return;
	}
	for (unsigned i = 0; i < 64; i++)
		if (bits >> i & 1)
			dump_line(out, key, capng_capability_to_name(i));
}

const struct kind kind_caps = { set_caps, SHOW(show_caps), ARG_NEEDED };
