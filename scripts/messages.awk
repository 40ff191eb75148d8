# SPDX-License-Identifier: GPL-2.0-only
# The sources as they are compiled: each text in a call of CALLS stands by a number, text_message(N, "text") of base/text.h, and pack.awk packs it.
# A text is a string that is an argument by itself, or a branch of one ("a" ? "b" : "c"), not in another call or in brackets within. Line
# numbers stay. Those most often used have the lowest numbers, which take the shortest instructions.
#   awk -v calls='fail log_line' -v out=DIR -f messages.awk SRC/*.c SRC/*.c       (twice: the first time they are counted)
# writes DIR/SRC/FILE.new of each, and DIR/messages.new: "FILE... <tab> text", by number.

function die(text) {
	print FILENAME ":" FNR ": " text > "/dev/stderr"
	exit bad = 1
}

BEGIN {
	gsub(/ /, "|", calls)
	begin = "(^|[^A-Za-z0-9_])(" calls ")\\("
	for (i = 1; i < ARGC; i++)
		if (ARGV[i] in given)
			twice = 1
		else
			given[ARGV[i]] = 1
}

FNR == 1 {
	if (depth || comment)
		die("the file before ends within a call or a comment")
	if (FILENAME in counted && !numbered)
		number()
	counted[FILENAME] = 1
	file = FILENAME
	sub(/^src\//, "", file)
	if (numbered) {
		close(to)
		to = out "/" FILENAME ".new"
		print "#line 1 \"" FILENAME "\"" > to
	}
}

{
	line = depth || comment || $0 ~ begin || /\/\*/ ? scan($0) : $0
	if (numbered)
		print line > to
}

END {
	if (bad)
		exit 1
}

# Goes through LINE, over its strings and comments. DEPTH: of brackets, the call's own being 1. BEFORE: what stands before, no blank.
function scan(line,    done, c, s) {
	while (line != "") {
		if (comment) {
			if (!(i = index(line, "*/")))
				return done line
			done = done substr(line, 1, i + 1)
			line = substr(line, i + 2)
			comment = 0
		}
		if (!depth && match(line, begin) && !(index(substr(line, 1, RSTART), "/*"))) {
			done = done substr(line, 1, RSTART + RLENGTH - 1)
			line = substr(line, RSTART + RLENGTH)
			depth = 1
			before = "("
		}
		c = substr(line, 1, 1)
		s = c
		if (substr(line, 1, 2) == "/*") {
			comment = 1
			s = "/*"
		} else if (!depth) {
			match(line, /^[^\/]*./)
			s = substr(line, 1, RLENGTH)
		} else if (c == "\"" || c == "'") {
			if (c == "'")
				match(line, /^'(\\.|[^\\'])*'/)
			else if (!match(line, /^"(\\.|[^\\"])*"/))
				die("a string without end")
			s = substr(line, 1, RLENGTH)
		}
		line = substr(line, length(s) + 1)
		done = done (c == "\"" && depth == 1 && before ~ /[(,?:]/ && line ~ /^ *[,):]/ ? text(s) : s)
		if (depth && !comment) {
			depth += (c ~ /[([{]/) - (c ~ /[])}]/)
			if (c !~ /[ \t]/)
				before = c
		}
	}
	return done
}

function text(s) {
	if (!(s in count))
		all[++n] = s
	if (!numbered) {
		count[s]++
		if (index(" " users[s] " ", " " file " ") == 0)
			users[s] = users[s] (users[s] == "" ? "" : " ") file
		return s
	}
	return "text_message(" place[s] ", " s ")"
}

function number(    most, i, s, places) {
	for (i = 1; i <= n; i++)
		most = count[all[i]] > most ? count[all[i]] : most
	for (; most; most--)
		for (i = 1; i <= n; i++)
			if (count[s = all[i]] == most) {
				place[s] = places++
				s = substr(s, 2, length(s) - 2)
				gsub(/\\"/, "\"", s)
				if (s ~ /\\/)
					die("an escape that packed texts do not have: " s)
				print users[all[i]] "\t" s > (out "/messages.new")
			}
	close(out "/messages.new")
	numbered = 1
}
