// SPDX-License-Identifier: GPL-2.0-only
/* --dns and --search: resolv.conf, and with --hostname hosts and hostname, in a tmpfs of their own and bound over the root's. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/path.h"
#include "base/str.h"
#include "base/sys.h"
#include "root/mount.h"
#include "root/root.h"

#define DIR ".husk" /* in husk's own /dev, for a moment */

/* All of "search" and of "nameserver" at once: a domain has less than 254 bytes, an address less than 46. */
static char text[CONFIG_MAX_WORDS * 320];
static size_t used;

static void say(const char *fmt, const char *word)
{
	used += str_fmt(text + used, sizeof(text) - used, fmt, word);
}

/* What was said becomes PATH, "/etc/NAME". */
static int put(const char *path)
{
	char name[32];
	int fd, target;

	str_fmt(name, sizeof(name), DIR "/%s", path + 5);
	fd = openat(root_dev_fd(), name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0 || write(fd, text, used) != (ssize_t)used || (target = path_make(root_fd(), path, false)) < 0)
		return fail_hint(CFG_ROOT_OVERLAY && errno == EROFS ? "--overlay, or an empty file there" : NULL, "%s", path);
	used = 0;
	return mount_file(fd, target, path, SYS_ATTR_NOSUID | SYS_ATTR_NODEV | SYS_ATTR_NOEXEC);
}

static int write_all(const struct spec *spec)
{
	const char *address = "127.0.1.1"; /* of the loopback net, where the container has none */
	size_t start;

	for (unsigned i = 0; i < spec->search.n; i++)
		say(i ? " %s" : "search %s", spec->search.word[i]);
	say(used ? "\n%s" : "%s", "");
	for (unsigned i = 0; i < spec->dns.n; i++)
		say("nameserver %s\n", spec->dns.word[i]);
	if (put("/etc/resolv.conf") < 0)
		return -1;
	if (!spec->hostname)
		return 0;
	for (unsigned i = spec->n_links; i-- > 0;)
		if (spec->links[i].n_ip)
			address = spec->links[i].ip[0].text;
	say("127.0.0.1\tlocalhost\n::1\tlocalhost\n%s", "");
	start = used;
	say("%s", address);
	used = start + strcspn(text + start, "/");
	say("\t%s\n", spec->hostname);
	if (put("/etc/hosts") < 0)
		return -1;
	say("%s\n", spec->hostname);
	return put("/etc/hostname");
}

int root_write_dns(const struct spec *spec)
{
	if (!spec->dns.n && !spec->search.n)
		return 0;
	/* Its own: EEXIST is what a bind brought, and nothing is written there. */
	if (sys_fchdir(root_dev_fd()) < 0 || mkdirat(root_dev_fd(), DIR, 0755) < 0 ||
	    mount("tmpfs", DIR, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=755,size=128k") < 0)
		return fail_sys("dns: /dev/" DIR);
	if (write_all(spec) < 0)
		return fail_in("dns");
	/* Only the files stay, where they are bound. */
	if (sys_fchdir(root_dev_fd()) < 0 || umount2(DIR, MNT_DETACH) < 0 || rmdir(DIR) < 0)
		return fail_sys("dns");
	return 0;
}
