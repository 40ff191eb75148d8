/* SPDX-License-Identifier: GPL-2.0-only */
/* System V message queues, as ipcmk, ipcs and ipcrm do them: a queue made in one ipc namespace must not be seen in another. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>

static int usage(void)
{
	fputs("usage: ipcq make|has|remove KEY\n"
	      "  make: exit 0 and print the id; has: print yes (exit 0) or no (exit 1)\n", stderr);
	return 2;
}

int main(int argc, char **argv)
{
	key_t key;
	int id;

	if (argc != 3)
		return usage();
	key = (key_t)strtoul(argv[2], NULL, 0);
	if (!strcmp(argv[1], "make")) {
		id = msgget(key, IPC_CREAT | IPC_EXCL | 0600);
		if (id >= 0)
			printf("%d\n", id);
	} else if (!strcmp(argv[1], "has")) {
		id = msgget(key, 0);
		if (id < 0 && errno != ENOENT && errno != EACCES) {
			perror("ipcq");
			return 2;
		}
		puts(id >= 0 || errno == EACCES ? "yes" : "no");
		return !(id >= 0 || errno == EACCES);
	} else if (!strcmp(argv[1], "remove")) {
		id = msgget(key, 0);
		if (id >= 0)
			id = msgctl(id, IPC_RMID, NULL);
	} else {
		return usage();
	}
	if (id < 0) {
		perror("ipcq");
		return 1;
	}
	return 0;
}
