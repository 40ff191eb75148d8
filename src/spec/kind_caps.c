// SPDX-License-Identifier: GPL-2.0-only
/* Lists of capabilities. */
#include <string.h>
#include "base/str.h"
#include "base/text.h"
#include "spec/kind.h"

/* "net_raw", "CAP_NET_RAW": its bit; "all": SPEC_ALL; else 0. In any case. */
static uint64_t capability(const char *s, size_t len)
{
	char name[32];
	int number;

	if (len >= sizeof(name))
		return 0;
	name[len] = 0;
	while (len--)
		name[len] = s[len] >= 'A' && s[len] <= 'Z' ? s[len] | 32 : s[len];
	if (!strcmp(name, "all"))
		return SPEC_ALL;
	s = str_starts(name, "cap_") ? name + 4 : name;
	number = text_index(TEXT_CAPS, s, strlen(s));
	return number < 0 ? 0 : 1ULL << number;
}

/* The same name in both lists, "all" too: the later option wins. "all" on one side leaves single names of the other side alone. */
int set_caps(struct spec *spec, void *field, const char *value)
{
	uint64_t *mine = field, none = 0;
	uint64_t *other = mine == &spec->cap_add ? &spec->cap_drop : mine == &spec->cap_drop ? &spec->cap_add : &none;
	const char *list = value, *piece;
	int len;

	while ((len = str_piece(&list, ',', &piece)) >= 0) {
		uint64_t bits = capability(piece, (size_t)len);

		if (!bits)
			return MALFORMED;
		*mine |= bits;
		if ((bits == SPEC_ALL) == (*other == SPEC_ALL))
			*other &= ~bits;
	}
	return 0;
}
