/* SPDX-License-Identifier: GPL-2.0-only */
/* For `husk check`: is there veth? */
#include <errno.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/sys.h"
#include "net/link.h"
#include "net/net.h"

static void try_veth(void)
{
	int fd = nl_open();

	_exit(fd < 0 || link_create_veth(fd, "h-probe", 0, 0) < 0);
}

int net_probe_veth(void)
{
	siginfo_t info = { 0 };
	pid_t pid;

	if (!CFG_NET_VETH)
		return 0;
	pid = sys_clone(CLONE_NEWNET);
	/* A plain user's own namespaces tell what the kernel can do; a pair with one end on the host stays root's. */
	if (pid < 0 && errno == EPERM)
		pid = sys_clone(CLONE_NEWUSER | CLONE_NEWNET);
	if (pid == 0)
		try_veth();
	if (pid < 0 || waitid(P_PID, (id_t)pid, &info, WEXITED) < 0)
		return 0;
	return !info.si_status; /* a signal's number is none */
}
