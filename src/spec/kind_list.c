// SPDX-License-Identifier: GPL-2.0-only
/* Kinds of argument that are lists of words: masks, sysctls, name servers. */
#include <string.h>
#include "base/code.h"
#include "base/log.h"
#include "base/str.h"
#include "spec/kind.h"
#include "spec/unit.h"

static OUTLINED int add(void *field, const char *word)
{
	struct word_list *list = field;

	if (list->n == CONFIG_MAX_WORDS)
		return FULL;
	list->word[list->n++] = word;
	return 0;
}

int set_path(struct spec *spec, void *field, const char *value)
{
	int why = spec_tidy_path(value);

	(void)spec;
	return why ? why : add(field, value);
}

/* Every word of resolv.conf and of a sysctl's name: printable, without blanks. */
static bool is_word(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)s[i] <= ' ' || s[i] == 127)
			return false;
	return len && len < 254;
}

/* Is it of a namespace of its own? The rest would be the host's. */
static bool is_namespaced(const char *key)
{
	static const char known[5][12] = { "net/", "fs/mqueue/", "kernel/shm", "kernel/msg", "kernel/sem=" };

	/*
	 * The limits of connection tracking can be written from any namespace before 5.13: conntrack_max, conntrack_buckets, conntrack_expect_max;
	 * nf_hooks_lwtunnel of 5.15 still, and it is never off again.
	 */
	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (str_starts(key, known[i]))
			return !str_find(key, "track_max=") && !str_find(key, "track_buckets=") && !str_find(key, "expect_max=") &&
			       !str_find(key, "lwtunnel=");
	return false;
}

/* As sysctl(8) reads a name: where a dot comes before a slash, each stands for the other. */
int set_sysctl(struct spec *spec, void *field, const char *value)
{
	char *key = (char *)value; /* in the specification's own text */
	size_t len = strcspn(key, "=");
	const char *list = key, *piece;
	int n;

	(void)spec;
	if (!key[len] || !key[len + 1] || !is_word(key, len))
		return MALFORMED;
	if (key[strcspn(key, "./")] == '.')
		for (size_t i = 0; i < len; i++)
			key[i] = key[i] == '.' ? '/' : key[i] == '/' ? '.' : key[i];
	key[len] = 0;
	while ((n = str_piece(&list, '/', &piece)) >= 0)
		if (strspn(piece, ".") >= (size_t)n) /* "", ".", ".." */
			return MALFORMED;
	key[len] = '=';
	if (str_starts(key, "kernel/hostname=") || str_starts(key, "kernel/domainname="))
		return fail("use --hostname, --domainname");
	return is_namespaced(key) ? add(field, key) : fail("its namespace is the host's");
}

int set_dns(struct spec *spec, void *field, const char *value)
{
	struct addr addr;

	(void)spec;
	return unit_address(value, false, &addr) ? add(field, value) : MALFORMED;
}

int set_search(struct spec *spec, void *field, const char *value)
{
	(void)spec;
	return is_word(value, strlen(value)) ? add(field, value) : MALFORMED;
}
