/* SPDX-License-Identifier: GPL-2.0-only */
/* The commands. argv[0] is the command's own name. Each returns husk's exit status, or -1 with the error's text: main.c prints it, 125. */
#ifndef CMD_CMD_H
#define CMD_CMD_H

int cmd_run(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_cgroup(int argc, char **argv);
#endif
