// SPDX-License-Identifier: GPL-2.0-only
/* The loopback link. */
#include "net/lo.h"
#include <errno.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include "base/log.h"

int lo_up(void)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };

	/*
	 * A link's ioctls work on any socket, but on netlink ones only since 4.6; AF_UNIX needs no IPv4 in the kernel. Only the child
	 * asks: its exec closes the socket.
	 */
	return ioctl(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0), SIOCSIFFLAGS, &request) < 0 ? fail_sys("lo") : 0;
}
