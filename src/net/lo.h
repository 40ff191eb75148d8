/* SPDX-License-Identifier: GPL-2.0-only */
/* The loopback link of the calling thread's network namespace. */
#ifndef NET_LO_H
#define NET_LO_H

#define LO_INDEX 1 /* in every network namespace */

/*
 * Sets lo up; the kernel then gives it 127.0.0.1 and ::1. By ioctl: two system calls, and a small build needs no netlink for it. (Where there
 * are links, it goes with the first one's messages.)
 */
int lo_up(void);
#endif
