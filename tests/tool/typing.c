/* SPDX-License-Identifier: GPL-2.0-only */
/* Makes a terminal of its own the controlling one and types on it for who reads it next. Prints "typed", or why not. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#ifndef TIOCGPTPEER
#define TIOCGPTPEER _IO('T', 0x41)
#endif

int main(void)
{
	int master = open("/dev/ptmx", O_RDWR | O_NOCTTY), zero = 0, slave;

	setsid(); /* may be a leader already */
	if (master < 0 || ioctl(master, TIOCSPTLCK, &zero) < 0 || (slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY)) < 0 ||
	    ioctl(slave, TIOCSCTTY, 0) < 0) {
		perror("typing");
		return 2;
	}
	printf("%s\n", !ioctl(slave, TIOCSTI, "#") ? "typed" : strerror(errno));
	return 0;
}
