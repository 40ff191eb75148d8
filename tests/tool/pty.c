/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Runs a command on a terminal of its own, as a person at a keyboard would: types what SCRIPT says, prints what the terminal shows, and at the end
 * says whether the terminal's settings are what they were. Exits with the command's status, 128+N for a signal.
 *   SCRIPT: steps parted by ';'   =TEXT wait until the screen has shown TEXT    TEXT\n type it (\n \t \\ \cX)    +N wait N tenths of a second
 *           #ROWSxCOLS change the size    %SIGNAL send a signal to the command    ~ compare the settings: "changed" or "same"    ! hang up
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

static char screen[65536];
static size_t shown, seen; /* what there is; up to where a '=' has found its text */
static int master, slave;
static struct termios before;
static pid_t pid;

static void look(int ms)
{
	struct pollfd p = { master, POLLIN, 0 };

	if (master < 0)
		usleep((unsigned)ms * 1000);
	while (master >= 0 && poll(&p, 1, ms) > 0) {
		ssize_t n = read(master, screen + shown, sizeof(screen) - 1 - shown);

		if (n <= 0)
			return;
		shown += (size_t)n;
		screen[shown] = 0;
		ms = 0;
	}
}

static int is_changed(void)
{
	struct termios now;

	tcgetattr(slave, &now);
	return now.c_iflag != before.c_iflag || now.c_oflag != before.c_oflag || now.c_lflag != before.c_lflag || now.c_cflag != before.c_cflag;
}

static void say(const char *text)
{
	printf("[%s]\n", text);
	fflush(stdout);
}

static void wait_for(const char *text)
{
	char *at;

	for (int i = 0; i < 100; i++) {
		at = strstr(screen + seen, text);
		if (at) {
			seen = (size_t)(at - screen) + strlen(text);
			/* What is typed next is echoed behind the rest of the line, not into it. */
			for (size_t was = 0; was != shown && i < 100; i++) {
				was = shown;
				look(50);
			}
			return;
		}
		look(100);
	}
	say("missing");
}

static void type(const char *s)
{
	for (; *s; s++) {
		char c = *s;

		if (c == '\\') {
			c = *++s == 'n' ? '\n' : *s == 't' ? '\t' : *s == 'c' ? (char)(*++s & 31) : *s;
		}
		if (write(master, &c, 1) != 1)
			perror("pty: write");
	}
}

static void step(char *s)
{
	struct winsize size = { 0 };
	unsigned rows, cols;

	if (*s == '=')
		wait_for(s + 1);
	else if (*s == '+')
		for (int i = atoi(s + 1); i; i--)
			look(100), usleep(100000);
	else if (*s == '#' && sscanf(s + 1, "%ux%u", &rows, &cols) == 2) {
		size.ws_row = (unsigned short)rows;
		size.ws_col = (unsigned short)cols;
		ioctl(master, TIOCSWINSZ, &size);
	} else if (*s == '%')
		kill(pid, atoi(s + 1));
	else if (*s == '~')
		say(is_changed() ? "changed" : "same");
	else if (*s == '!') {
		close(slave);
		close(master);
		master = slave = -1;
	} else
		type(s);
}

int main(int argc, char **argv)
{
	struct winsize size = { .ws_row = 33, .ws_col = 77 };
	int status, number = 0, null;
	char path[32];

	if (argc < 3) {
		fputs("usage: pty SCRIPT COMMAND [ARG]...\n", stderr);
		return 2;
	}
	master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (master < 0 || ioctl(master, TIOCSPTLCK, &number) < 0 || ioctl(master, TIOCGPTN, &number) < 0) {
		perror("pty: /dev/ptmx");
		return 2;
	}
	snprintf(path, sizeof(path), "/dev/pts/%d", number);
	slave = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
	ioctl(master, TIOCSWINSZ, &size);
	tcgetattr(slave, &before);
	pid = fork();
	if (!pid) {
		setsid();
		ioctl(slave, TIOCSCTTY, 0);
		null = open("/dev/null", O_RDONLY | O_CLOEXEC);
		dup2(getenv("PTY_INPUT") ? null : slave, 0);
		dup2(slave, 1);
		dup2(slave, 2);
		execvp(argv[2], argv + 2);
		perror(argv[2]);
		_exit(127);
	}
	for (char *s = strtok(argv[1], ";"); s; s = strtok(NULL, ";"))
		step(s);
	for (int i = 0; i < 300 && waitpid(pid, &status, WNOHANG) == 0; i++) {
		if (i == 299) {
			say("stuck");
			kill(pid, SIGKILL);
			waitpid(pid, &status, 0);
		}
		look(50);
	}
	look(0);
	fputs(screen, stdout);
	if (slave >= 0)
		say(is_changed() ? "changed" : "same");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
