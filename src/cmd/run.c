// SPDX-License-Identifier: GPL-2.0-only
/* `husk run`: a container from the command line. */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/code.h"
#include "base/fd.h"
#include "base/log.h"
#include "base/sys.h"
#include "box/detach.h"
#include "box/launch.h"
#include "box/ns.h"
#include "box/seal.h"
#include "cmd/cmd.h"
#include "guard/caps.h"
#include "spec/dump.h"
#include "spec/help.h"
#include "spec/parse.h"

/*
 * They are open, or the next file that husk opens would pass as one; on no directory, from which there is a way to all of the host. Which of them are the
 * host's null device, root_own_null must know.
 */
static int open_standard_streams(struct spec *spec)
{
	for (int fd = 0; fd < 3; fd++) {
		struct stat st;

		if (fstat(fd, &st) < 0 && (openat(AT_FDCWD, "/dev/null", O_RDWR) < 0 || fstat(fd, &st) < 0))
			return fail_sys("/dev/null");
		if (S_ISDIR(st.st_mode))
			return fail("standard streams: %d: a directory", fd);
		if (fd_is_null(&st))
			spec->null_streams |= 1u << fd;
	}
	return 0;
}

int cmd_run(int argc, char **argv)
{
	static struct spec the_one;
	struct spec *spec = &the_one;
	int got;

	(void)argc;
	HIDE(spec);
	spec_init(spec);
	if (open_standard_streams(spec) < 0)
		return -1;
	got = spec_read_argv(spec, argv + 1);
	if (got > 0)
		spec_help(1);
	if (got)
		return got > 0 ? 0 : -1;
	/* Whatever else the caller left open does not go in. (A config file may have been among it.) */
	if (fd_close_from(3) < 0)
		return fail_sys("descriptors");
	if (CFG_BOX_TOLERATE && !spec->dump)
		ns_tolerate(spec);
	/*
	 * Before husk becomes two. A build without pid namespaces shows the host's processes always; and who may trace process 1 of --init may open its
	 * file, of which root inside is the owner.
	 */
	if (!spec->dump && ((spec->share | spec->join) & NS_PID || !CFG_NS_PID || (spec->init && caps_kept(spec) >> CAP_SYS_PTRACE & 1))) {
		if (CFG_BOX_SEAL && spec->read_once)
			return fail("--config: husk starts twice (--share pid, --join pid, --init with sys_ptrace), and reads a pipe once");
		if (seal_self(argv - 1) < 0) /* with the program's own name, which stands before the command's */
			return -1;
	}
	/* Before the check, which puts the supervisor's pid into a derived name. */
	if (CFG_BOX_DETACH && spec->detach && !spec->dump && !detach_fork(&got))
		return got;
	if (spec_check(spec, sys_euid() == 0) < 0)
		return -1;
	if (spec->dump)
		return spec_dump(spec, 1);
	return box_run(spec);
}
