/* SPDX-License-Identifier: GPL-2.0-only */
/* A container's start and its life, from the parent's side. */
#ifndef BOX_LAUNCH_H
#define BOX_LAUNCH_H
#include "spec/spec.h"

/*
 * Runs the container of SPEC, valid, to its end. Returns husk's exit status (husk(8): EXIT STATUS), having undone everything; or -1 with
 * the error's text where COMMAND was never exec'd and the status is 125.
 */
int box_run(const struct spec *spec);
#endif
