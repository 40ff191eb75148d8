# SPDX-License-Identifier: GPL-2.0-only
# Texts as C arrays of half their size: again and again the pair of codes that is seen most often becomes a code of its own (byte pair
# encoding). A line "@NAME" begins a text. In the lines a 1 stands for a NUL; one that ends so, or with a comma, goes on with the next.
# "EPERM: TEXT" is an error's, for which `errors` has the number. "@@TEXT" is a whole text of less than `message` bytes, without a line's end.
#   awk -v longest=BYTES -v message=BYTES -f pack.awk <texts >texts.h
#
# A code is a row of nibbles, the lower half of a byte first: 0 is a text's end, 10 to EF (hexadecimal) are the 224 codes that are seen most
# often, F00 to FFF the others. Numbered in this order from 0 the letters lie together: those seen more often are the last of two nibbles, the
# rest the first of three. A pair takes three bytes: the lower eight bits of either half, then the upper four of both. `starts`: the first nibble
# of each text that has a name, and of the first that has none.

function die(text) {
	print "pack.awk: " text > "/dev/stderr"
	exit bad = 1
}

/^@/ {
	if (n)
		code[n++] = 0
	long = 0
	most = /^@@/ ? message : longest
	named += !/^@@/
	if (!sub(/^@@/, ""))
		next
}
{
	if (most == longest && $1 ~ /^E[A-Z0-9]+:$/) {
		errors = errors " " substr($1, 1, length($1) - 1) ","
		$0 = substr($0, length($1) + 2) "\1"
	}
	line = $0 ~ /[\1,]$/ || most != longest ? $0 : $0 "\n"
	if ((long += length(line)) >= most)
		die("longer than " most " bytes: " $0)
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		if (!(c in of_letter)) {
			of_letter[c] = ++last
			letter[last] = c == "\1" ? "\\0" : c == "\n" ? "\\n" : c == "\t" ? "\\t" : c ~ /['\\]/ ? "\\" c : c
		}
		code[n++] = of_letter[c]
	}
}

# PAIR is seen N times more, or fewer, the last time at I.
function note(pair, i, n) {
	if (pair ~ /^0|,0$/)
		return
	seen[pair] += n
	if (n > 0)
		where[pair] = where[pair] " " i
}

# What stands at I and behind it becomes the code NEW.
function join(i, new,    r) {
	r = next_[i]
	note(code[prev[i]] "," code[i], 0, -1)
	note(code[r] "," code[next_[r]], 0, -1)
	next_[i] = next_[r]
	prev[next_[r]] = i
	code[i] = new
	code[r] = -1
	note(code[prev[i]] "," new, prev[i], 1)
	note(new "," code[next_[i]], i, 1)
}

# The codes from FIRST to LAST get the next numbers, those that are seen most often the first; no more than ROOM of them.
function number(first, last, room,    i, times, top) {
	for (i = first; i <= last; i++)
		top = uses[i] > top ? uses[i] : top
	for (times = top; times >= 0; times--)
		for (i = first; i <= last; i++)
			if (uses[i] == times && !(i in numbers) && room-- > 0)
				numbers[i] = ++numbered
}

function put(nibble) {
	n_nibbles++
	if (half == "")
		half = nibble
	else {
		bytes = bytes (++n_bytes % 32 == 1 ? "\n\t" : " ") (half + 16 * nibble) ","
		half = ""
	}
}

END {
	if (bad)
		exit 1
	code[n++] = 0
	code[-1] = code[n] = 0
	for (i = 0; i < n; i++) {
		next_[i] = i + 1
		prev[i] = i - 1
		note(code[i] "," code[i + 1], i, 1)
	}
	n_letters = last
	while (last < 480) {
		best = ""
		most = 3 # three bytes for a pair
		for (pair in seen)
			if (seen[pair] > most || (seen[pair] == most && best != "" && pair < best)) {
				best = pair
				most = seen[pair]
			}
		if (best == "")
			break
		split(best, halves, ",")
		first[++last] = halves[1]
		second[last] = halves[2]
		times = split(where[best], at, " ")
		for (i = 1; i <= times; i++)
			if (code[at[i]] == halves[1] && code[next_[at[i]]] == halves[2])
				join(at[i], last)
		delete seen[best]
		delete where[best]
	}

	for (i = 0; i < n; i = next_[i])
		uses[code[i]]++
	# How often the 224th is seen, and how many letters are seen as often.
	for (i = 1; i <= last; i++)
		most = uses[i] > most ? uses[i] : most
	for (fit = 0; most && fit + 0 < 224; most--)
		for (i = 1; i <= last; i++)
			if (uses[i] == most && fit < 224) {
				fit++
				frequent += i <= n_letters
			}
	number(n_letters + 1, last, fit - frequent)
	before = numbered + 0
	number(1, n_letters, n_letters)
	number(n_letters + 1, last, last)

	for (i = 1; i <= last; i++)
		by_number[numbers[i]] = i
	for (i = 1; i <= last; i++)
		if ((c = by_number[i]) <= n_letters)
			letters = letters (letters == "" ? "" : ", ") "'" letter[c] "'"
		else {
			a = numbers[first[c]]
			b = numbers[second[c]]
			pairs = pairs " { " a % 256 ", " b % 256 ", " int(a / 256) + 16 * int(b / 256) " },"
		}
	starts = " 0"
	for (i = 0; i < n; i = next_[i]) {
		c = code[i] ? numbers[code[i]] : 0
		if (c > 224) {
			put(15)
			c -= 225
		} else if (c)
			c += 15
		if (code[i])
			put(int(c / 16))
		put(c % 16)
		if (!code[i] && named-- > 0)
			starts = starts ", " n_nibbles
	}
	if (half != "")
		put(0)
	print "#define LETTERS_FROM " before + 1
	print "static const char letters[] = { " letters " };"
	print "static const unsigned short errors[] = {" (errors ? errors : " 0") " };"
	print "static const unsigned short starts[] = {" starts " };"
	print "static const unsigned char pairs[][3] = {" (pairs ? pairs : " { 0 }") " };"
	print "static const unsigned char packed[] = {" bytes "\n};"
}
