/* SPDX-License-Identifier: GPL-2.0-only */
/* A socket of unix(7) in the abstract namespace, which belongs to the network namespace and to no file system. */
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	socklen_t len;
	int s = socket(AF_UNIX, SOCK_STREAM, 0);

	if (argc != 3 || strlen(argv[2]) > 90) {
		fputs("usage: abstract listen|connect NAME\n  listen: until it is killed; connect: exit 0 where somebody listens\n", stderr);
		return 2;
	}
	strcpy(name.sun_path + 1, argv[2]);
	len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + strlen(argv[2]));
	if (!strcmp(argv[1], "connect")) {
		if (connect(s, (struct sockaddr *)&name, len) == 0)
			return 0;
		perror("abstract");
		return 1;
	}
	if (bind(s, (struct sockaddr *)&name, len) < 0 || listen(s, 5) < 0) {
		perror("abstract");
		return 1;
	}
	for (;;)
		close(accept(s, NULL, NULL));
}
