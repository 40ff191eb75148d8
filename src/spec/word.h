/* SPDX-License-Identifier: GPL-2.0-only */
/* Words as a shell reads them, without expansion. */
#ifndef SPEC_WORD_H
#define SPEC_WORD_H
/*
 * Takes the next word of the line at *LINE, unquoted in place: '...', "..." (where a backslash keeps only " \ $ `), backslash, adjacent
 * pieces, the empty word ''. A '#' that begins a word ends the line. *LINE is left behind the word. Returns 1 and the word in *WORD,
 * ended by a NUL; 0 where the line has no more; -1 where a quote is not closed, or a backslash ends the line.
 */
int word_next(char **line, char **word);
#endif
