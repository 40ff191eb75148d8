// SPDX-License-Identifier: GPL-2.0-only
/*
 * tun NAME
 *
 * Makes a point-to-point link that stays, and has no hardware address: it takes none either. (BusyBox's tunctl makes taps only, which do.)
 */
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>

int main(int argc, char **argv)
{
	struct ifreq request = { .ifr_flags = IFF_TUN | IFF_NO_PI };
	int fd = open("/dev/net/tun", O_RDWR);

	if (argc != 2 || fd < 0)
		return 1;
	strncpy(request.ifr_name, argv[1], sizeof(request.ifr_name) - 1);
	return ioctl(fd, TUNSETIFF, &request) < 0 || ioctl(fd, TUNSETPERSIST, 1) < 0;
}
