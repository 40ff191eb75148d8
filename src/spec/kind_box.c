// SPDX-License-Identifier: GPL-2.0-only
/* Kinds of argument for the container itself: its name, environment, user, namespaces. */
#include <signal.h>
#include <string.h>
#include <unistd.h>
#include "base/log.h"
#include "base/str.h"
#include "base/text.h"
#include "spec/file.h"
#include "spec/kind.h"
#include "spec/unit.h"

int set_name(struct spec *spec, void *field, const char *value)
{
	return unit_name(value) ? set_text(spec, field, value) : fail("not [A-Za-z0-9][A-Za-z0-9._-]..., at most 63 bytes");
}

/* K alone takes the caller's value, and nothing where the caller has none. A variable given again replaces the first. */
int set_env(struct spec *spec, void *field, const char *value)
{
	size_t key = strcspn(value, "=");
	unsigned i = 0;

	(void)field;
	if (!key)
		return MALFORMED;
	if (!value[key]) {
		const char *callers = str_env((const char *const *)environ, value);

		if (!callers)
			return 0;
		/* Behind the name, which was kept last, comes "=VALUE". */
		spec->text_used--;
		spec_keep(spec, "=", 1);
		spec->text_used--;
		spec_keep(spec, callers, strlen(callers));
	}
	while (i < spec->n_env && (strcspn(spec->env[i], "=") != key || memcmp(spec->env[i], value, key)))
		i++;
	if (i == CONFIG_MAX_ENV + 2)
		return FULL;
	spec->env[i] = value;
	if (i == spec->n_env)
		spec->n_env++;
	return 0;
}

/* A number as unit_id, or, where the build looks names up, a name: it does not begin with a digit or a sign. */
static bool is_user(const char *s, size_t len)
{
	uint32_t id;

	if (unit_id(s, len, &id))
		return true;
	if (!CFG_GUARD_PASSWD || !len || len > 32 || (*s >= '0' && *s <= '9') || strchr("-+.", *s))
		return false;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)s[i] <= ' ' || s[i] == '/' || s[i] == ':')
			return false;
	return true;
}

int set_user(struct spec *spec, void *field, const char *value)
{
	const char *rest = value, *piece;
	int len = str_piece(&rest, strchr(value, ':') ? ':' : ',', &piece); /* groups may follow a user without a group of its own */
	bool good;

	do
		good = is_user(piece, (size_t)len);
	while (good && (len = str_piece(&rest, ',', &piece)) >= 0);
	return good ? set_text(spec, field, value) : MALFORMED;
}

int set_words(struct spec *spec, void *field, const char *value)
{
	const char *list = value, *piece;
	int len;

	while ((len = str_piece(&list, ',', &piece)) >= 0) {
		int i = text_index(TEXT_NAMES, piece, (size_t)len);
		unsigned bit = NS_UTS << (i & 15);

		if (i < 0 || (bit > NS_TIME && field != &spec->tolerate))
			return MALFORMED;
		/* For --tolerate `cgroup` is the limits as well. */
		*(unsigned *)field |= bit == NS_CGROUP && field == &spec->tolerate ? bit | TOLERATE_LIMITS : bit;
	}
	return 0;
}

#define RTMIN 34 /* where glibc's begin, and so what everybody writes; the kernel's are 32 and musl's 35 */

/* Of TEXT_SIGNALS. They are not the same on all architectures. */
static const unsigned char signal_numbers[] = {
	SIGHUP,	 SIGINT,  SIGQUIT, SIGILL,  SIGTRAP, SIGABRT, SIGBUS,  SIGFPE,	SIGKILL, SIGUSR1,   SIGSEGV,  SIGUSR2, SIGPIPE, SIGALRM, SIGTERM, SIGCHLD,
	SIGCONT, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU, SIGURG,  SIGXCPU, SIGXFSZ, SIGPROF, SIGVTALRM, SIGWINCH, SIGIO,   SIGPWR,	SIGSYS,	 RTMIN,
};

int set_signal(struct spec *spec, void *field, const char *value)
{
	const char *name = value + (str_starts(value, "SIG") ? 3 : 0);
	int known = text_index(TEXT_SIGNALS, name, strlen(name));
	bool rt = str_starts(name, "RTMIN+");
	uint64_t number = known < 0 ? 0 : signal_numbers[known];

	(void)spec;
	if (!number && !str_whole_number(rt ? name + 6 : value, 10, _NSIG - 1 - (rt ? RTMIN : 0), &number))
		return MALFORMED;
	*(unsigned *)field = (unsigned)number + (rt ? RTMIN : 0);
	return *(unsigned *)field ? 0 : MALFORMED;
}

int set_map(struct spec *spec, void *field, const char *value)
{
	bool uid = field == spec->uid_map;
	unsigned *n = uid ? &spec->n_uid_map : &spec->n_gid_map;
	struct idmap *map = (struct idmap *)field + *n;
	uint32_t *part[3] = { &map->inside, &map->outside, &map->n };
	const char *list = value, *piece;

	if (uid && !strcmp(value, "none")) {
		spec->map_none = true;
		return 0;
	}
	if (*n == CONFIG_MAX_MAPS)
		return FULL;
	for (unsigned i = 0; i < 3; i++) {
		int len = str_piece(&list, ':', &piece);

		/* N may be one more than an id is: 0:0:4294967295 is all of them. */
		if (len < 0 || !(unit_id(piece, (size_t)len, part[i]) || (i == 2 && str_is(piece, (size_t)len, "4294967295") && (map->n = UINT32_MAX))))
			return MALFORMED;
	}
	if (list || !map->n || map->n - 1 > UINT32_MAX - 1 - map->inside || map->n - 1 > UINT32_MAX - 1 - map->outside)
		return MALFORMED;
	++*n;
	return 0;
}

const char spec_joins[SPEC_JOINS][7] = { "user", "uts", "ipc", "pid", "net", "cgroup", "time" };

int set_join(struct spec *spec, void *field, const char *value)
{
	const char *what = value + strcspn(value, "=");
	unsigned i = 0;

	if (!*what || !what[1])
		return MALFORMED;
	while (!str_is(value, (size_t)(what - value), spec_joins[i]))
		if (++i == SPEC_JOINS)
			return fail("NS is uts, ipc, pid, net, cgroup, time or user");
	spec->join |= 1u << i;
	return set_text(spec, (const char **)field + i, what + 1);
}

/* PER_LINUX is 0, PER_LINUX32 is 8: <linux/personality.h>. */
int set_personality(struct spec *spec, void *field, const char *value)
{
	int known = str_index("linux,linux32", value, strlen(value));

	(void)spec;
	*(unsigned char *)field = (unsigned char)(known * 8 + 1);
	return known < 0 ? MALFORMED : 0;
}

int set_config(struct spec *spec, void *field, const char *value)
{
	(void)field;
	return spec_read_file(spec, value) < 0 ? TOLD : 0;
}
