/* SPDX-License-Identifier: GPL-2.0-only */
/* The namespaces of a process: a line "NAME INODE" each, "-" where the kernel has none or denies the look. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

int main(int argc, char **argv)
{
	static const char *const names[] = { "mnt", "uts", "ipc", "pid", "net", "cgroup", "time", "user" };
	struct stat st;
	char path[64];
	unsigned i;

	if (argc > 2 || (argc == 2 && !*argv[1]) || (argc == 2 && argv[1][0] == '-')) {
		fputs("usage: nsid [PID]\n", stderr);
		return 2;
	}
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "/proc/%.20s/ns/%s", argc == 2 ? argv[1] : "self", names[i]);
		if (stat(path, &st) < 0)
			printf("%s -\n", names[i]);
		else
			printf("%s %llu\n", names[i], (unsigned long long)st.st_ino);
	}
	return 0;
}
