/* SPDX-License-Identifier: GPL-2.0-only */
/* What a process inherits without being asked: session, keyring, signals, scheduler. */
#ifndef GUARD_SESSION_H
#define GUARD_SESSION_H
#include "spec/spec.h"

/* Step, child: a session and a session keyring of its own; the plain scheduler, at --nice. */
int session_enter(const struct spec *spec);

/* Child, after status_read(): no signal is ignored. execve keeps what is: a nohup's HUP, a shell's background INT. */
void session_signals(void);
#endif
