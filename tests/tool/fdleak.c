/* SPDX-License-Identifier: GPL-2.0-only */
/* A caller that leaks directory descriptors (3 to 20) into what it starts. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define FIRST 3
#define LAST 20

int main(int argc, char **argv)
{
	int fd, i;

	if (argc < 3) {
		fputs("usage: fdleak DIR COMMAND [ARG]...\n", stderr);
		return 2;
	}
	fd = open(argv[1], O_RDONLY | O_DIRECTORY);
	if (fd < 0) {
		perror(argv[1]);
		return 2;
	}
	for (i = FIRST; i <= LAST; i++)
		if (i != fd && dup2(fd, i) < 0) {
			perror("fdleak: dup2");
			return 2;
		}
	execvp(argv[2], argv + 2);
	perror(argv[2]);
	return 127;
}
