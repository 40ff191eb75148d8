# SPDX-License-Identifier: GPL-2.0-only
# Text as a C array of half its size: again and again the pair of bytes that is seen most often becomes one byte from 128 on (byte pair encoding).
# `pairs` says what those stand for, 128 first; each may hold others. ASCII only.
#   awk -f pack.awk <text >text.h

BEGIN {
	for (i = 1; i < 128; i++)
		code[sprintf("%c", i)] = i
}
{
	for (i = 1; i <= length($0); i++)
		text[n++] = code[substr($0, i, 1)]
	text[n++] = 10
}
END {
	for (next_code = 128; next_code < 256; next_code++) {
		split("", seen)
		best = ""
		for (i = 0; i + 1 < n; i++) {
			pair = text[i] "," text[i + 1]
			if (++seen[pair] > seen[best])
				best = pair
		}
		if (seen[best] < 4) # two bytes for the pair; the rest is what it saves
			break
		split(best, half, ",")
		pairs = pairs " { " half[1] ", " half[2] " },"
		for (i = to = 0; i < n; i++)
			if (i + 1 < n && text[i] == half[1] && text[i + 1] == half[2]) {
				text[to++] = next_code
				i++
			} else
				text[to++] = text[i]
		n = to
	}
	print "static const unsigned char pairs[][2] = {" pairs " };"
	printf "static const unsigned char text[] = {"
	for (i = 0; i < n; i++)
		printf "%s%d,", i % 32 ? " " : "\n\t", text[i]
	print "\n};"
}
