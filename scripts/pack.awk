# SPDX-License-Identifier: GPL-2.0-only
# Texts as C arrays of half their size: again and again the pair of codes that is seen most often becomes a code of its own (byte pair
# encoding). 0 is a text's end, then come the letters that there are, then the pairs, which may hold others. A line "@NAME" begins a
# text. In the lines a 1 stands for a NUL; one that ends so, or with a comma, goes on with the next. "EPERM: TEXT" is an error's, for which
# `errors` has the number. "@@TEXT" is a whole text of less than `message` bytes, without a line's end.
#   awk -v longest=BYTES -v message=BYTES -f pack.awk <texts >texts.h

/^@/ {
	if (n)
		text[n++] = 0
	long = 0
	most = /^@@/ ? message : longest
	if (!sub(/^@@/, ""))
		next
}
{
	if (most == longest && $1 ~ /^E[A-Z0-9]+:$/) {
		errors = errors " " substr($1, 1, length($1) - 1) ","
		$0 = substr($0, length($1) + 2) "\1"
	}
	line = $0 ~ /[\1,]$/ || most != longest ? $0 : $0 "\n"
	if ((long += length(line)) >= most) {
		print "pack.awk: longer than " most " bytes: " $0 > "/dev/stderr"
		exit bad = 1
	}
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		if (!(c in code)) {
			code[c] = ++last
			letters = letters ", '" (c == "\1" ? "\\0" : c == "\n" ? "\\n" : c == "\t" ? "\\t" : c ~ /['\\]/ ? "\\" c : c) "'"
		}
		text[n++] = code[c]
	}
}
END {
	if (bad)
		exit 1
	text[n++] = 0
	while (++last < 256) {
		split("", seen)
		best = ""
		for (i = 0; i + 1 < n; i++) {
			pair = text[i] "," text[i + 1]
			if (text[i] && text[i + 1] && ++seen[pair] > seen[best])
				best = pair
		}
		if (seen[best] < 4) # two bytes for the pair; the rest is what it saves
			break
		split(best, half, ",")
		pairs = pairs " { " half[1] ", " half[2] " },"
		for (i = to = 0; i < n; i++)
			if (i + 1 < n && text[i] == half[1] && text[i + 1] == half[2]) {
				text[to++] = last
				i++
			} else
				text[to++] = text[i]
		n = to
	}
	print "static const char letters[] = { 0" letters " };"
	print "static const unsigned short errors[] = {" (errors ? errors : " 0") " };"
	print "static const unsigned char pairs[][2] = {" pairs " };"
	printf "static const unsigned char packed[] = {"
	for (i = 0; i < n; i++)
		printf "%s%d,", i % 32 ? " " : "\n\t", text[i]
	print "\n};"
}
