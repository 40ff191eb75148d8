// SPDX-License-Identifier: GPL-2.0-only
/* --dns and --search: resolv.conf, and with --hostname hosts and hostname, in a tmpfs of their own and bound over the root's. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>
#include "base/fd.h"
#include "base/log.h"
#include "base/path.h"
#include "base/str.h"
#include "base/sys.h"
#include "root/mount.h"
#include "root/root.h"

#define DIR ".husk" /* in husk's own /dev, for a moment */

/* /etc/NAME in the root, made where it is missing; so is what a link there points to, as of OpenWrt's to /tmp/resolv.conf. */
static int open_target(const char *path)
{
	int fd = path_make(root_fd(), path, false);
	char link[PATH_MAX], at[PATH_MAX];
	ssize_t n;

	if (fd >= 0 || errno != ENOENT)
		return fd;
	n = readlinkat(path_open(root_fd(), "/etc", O_DIRECTORY), path + 5, link, sizeof(link) - 1);
	if (n < 0)
		return -1;
	link[n] = 0;
	str_fmt(at, sizeof(at), *link == '/' ? "%s" : "/etc/%s", link);
	return path_make(root_fd(), at, false);
}

/* PATH: "/etc/NAME" */
static int put(const char *path, const char *text)
{
	char name[32];
	int fd, target;

	str_fmt(name, sizeof(name), DIR "/%s", path + 5);
	fd = openat(root_dev_fd(), name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		return fail_sys("%s", path);
	target = open_target(path);
	if (target < 0)
		return fail_sys("%s", path);
	return mount_attach(mount_copy(fd, false), target, path, SYS_ATTR_NOSUID | SYS_ATTR_NODEV | SYS_ATTR_NOEXEC, false);
}

/* The first address of the container's, without its prefix; an own one of the loopback net where it has none. */
static void own_address(const struct spec *spec, char *to, size_t size)
{
	const char *text = "127.0.1.1";

	for (unsigned i = spec->n_links; i-- > 0;)
		if (spec->links[i].n_ip)
			text = spec->links[i].ip[0].text;
	str_fmt(to, size, "%s", text);
	to[strcspn(to, "/")] = 0;
}

static int write_all(const struct spec *spec)
{
	char text[CONFIG_MAX_WORDS * 300], address[64];
	size_t used = 0;

	for (unsigned i = 0; i < spec->search.n; i++)
		used += str_fmt(text + used, sizeof(text) - used, i ? " %s" : "search %s", spec->search.word[i]);
	used += str_fmt(text + used, sizeof(text) - used, used ? "\n" : "");
	for (unsigned i = 0; i < spec->dns.n; i++)
		used += str_fmt(text + used, sizeof(text) - used, "nameserver %s\n", spec->dns.word[i]);
	if (put("/etc/resolv.conf", text) < 0)
		return -1;
	if (!spec->hostname)
		return 0;
	own_address(spec, address, sizeof(address));
	str_fmt(text, sizeof(text), "127.0.0.1\tlocalhost\n::1\tlocalhost\n%s\t%s\n", address, spec->hostname);
	if (put("/etc/hosts", text) < 0)
		return -1;
	str_fmt(text, sizeof(text), "%s\n", spec->hostname);
	return put("/etc/hostname", text);
}

int root_write_dns(const struct spec *spec)
{
	if (!spec->dns.n && !spec->search.n)
		return 0;
	if (sys_fchdir(root_dev_fd()) < 0 || root_mount_in_dev(spec, DIR, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=755,size=128k") < 0 ||
	    write_all(spec) < 0)
		return fail_in("dns");
	/* Only the files stay, where they are bound. */
	if (sys_fchdir(root_dev_fd()) < 0 || umount2(DIR, MNT_DETACH) < 0 || rmdir(DIR) < 0)
		return fail_sys("dns");
	return 0;
}
