// SPDX-License-Identifier: GPL-2.0-only
/* The specification as a config file again. */
#include "spec/dump.h"
#include <string.h>
#include "base/str.h"

struct out {
	int fd;
};

/* A word that is safe as it is stays so; else '...' with '\'' for a quote, which the config file reads as a shell does. */
static void print_word(int fd, const char *word)
{
	size_t plain = strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./-");

	if (*word && !word[plain]) {
		fd_print(fd, " %s", word);
		return;
	}
	fd_print(fd, " '");
	for (;;) {
		char piece[256];
		size_t n = strcspn(word, "'");

		if (n >= sizeof(piece))
			n = sizeof(piece) - 1;
		memcpy(piece, word, n);
		piece[n] = 0;
		fd_print(fd, "%s", piece);
		word += n;
		if (*word == '\'') {
			fd_print(fd, "'\\''");
			word++;
		} else if (!*word) {
			break;
		}
	}
	fd_print(fd, "'");
}

void dump_key(struct out *out, const char *key)
{
	fd_print(out->fd, "%s\n", key);
}

void dump_line(struct out *out, const char *key, const char *value)
{
	fd_print(out->fd, "%s", key);
	print_word(out->fd, value);
	fd_print(out->fd, "\n");
}

void spec_dump(const struct spec *spec, int fd)
{
	struct out out = { fd };

	dump_line(&out, "root", spec->root);
	for (size_t i = 0; i < n_options; i++)
		if (options[i].key && options[i].kind->show)
			options[i].kind->show(&out, options[i].key, (const char *)spec + options[i].field);
	fd_print(fd, "command");
	for (unsigned i = 0; i < spec->argc; i++)
		print_word(fd, spec->argv[i]);
	fd_print(fd, "\n");
}
