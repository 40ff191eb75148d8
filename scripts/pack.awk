# SPDX-License-Identifier: GPL-2.0-only
# Texts as C arrays of half their size: again and again the pair of codes that is seen most often becomes a code of its own (byte pair
# encoding). A line "@NAME" begins a text, "@+NAME" one of rows, each of less than `message` bytes, and "@+" its next row; texts of rows come first. In the
# lines a 1 stands for a NUL; one that ends so, or with a comma, goes on with the next. "EPERM: TEXT" is an error's, for which `errors` has the number.
# "@@TEXT" is a whole text of less than `message` bytes, without a line's end.
#   awk -v longest=BYTES -v message=BYTES -f pack.awk <texts >texts.h
#
# The codes, of letters, pairs and a text's end, have as many bits as Huffman gives them by how often they are seen, the first bit the highest,
# and are canonical: from each length to the next the numbers go on, doubled; of one length the letters' come first. `lengths`: for each length,
# from 1 on, how many are letters and how many are pairs. What stands for what has a number of 9 bits: in the order of the codes, the letters (among
# them the end, END) before the pairs; behind the last text lies each pair, two such numbers, the lowest bit first. The bits of `packed` begin with
# the lowest of a byte. `starts`: the first bit of each text that has a name, and of the first that has none. `rows`: half the bits of
# each row, which has an even number of them; `firsts`: the number of each such text's first.

function die(text) {
	print "pack.awk: " text > "/dev/stderr"
	exit bad = 1
}

/^@/ {
	if (n_texts++)
		code[n++] = 0
	long = 0
	most = /^@[@+]/ ? message : longest
	if (/^@\+?[A-Z]/ || (/^@@/ && !nameless++))
		begins[n_texts]
	if (/^@\+[A-Z]/)
		firsts = firsts " " (n_texts - 1) ","
	if (/^@\+/)
		n_rows = n_texts
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
	whole[n_texts] = whole[n_texts] line
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		if (!(c in of_letter)) {
			of_letter[c] = ++last
			plain[last] = c
			letter[last] = c == "\1" ? "\\0" : c == "\n" ? "\\n" : c == "\t" ? "\\t" : c ~ /['\\]/ ? "\\" c : c
		}
		code[n++] = of_letter[c]
	}
}

# PAIR is seen N times more, or fewer, the last time at I.
function note(pair, i, n) {
	if (pair ~ /^0|,0$/)
		return
	if ((seen[pair] += n) > 2)
		often[pair]
	else
		delete often[pair]
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

# By how often each code is used, how many bits it takes: the two that are seen least often become one, again and again.
function measure(    n, i, k, a, most, used, codes, next_leaf, next_pair, weight, above) {
	for (i = 0; i <= last; i++)
		if (uses[i]) {
			used[uses[i]] = used[uses[i]] " " i
			if (uses[i] > most)
				most = uses[i]
		}
	for (i = 1; i <= most; i++) {
		a = split(used[i], codes, " ")
		for (k = 1; k <= a; k++)
			queue[++n] = codes[k]
	}
	for (i = 1; i <= n; i++)
		weight[i] = uses[queue[i]]
	next_leaf = 1
	next_pair = n + 1
	for (i = n + 1; i < 2 * n; i++)
		for (k = 0; k < 2; k++) {
			a = next_leaf <= n && (next_pair == i || weight[next_leaf] <= weight[next_pair]) ? next_leaf++ : next_pair++
			above[a] = i
			weight[i] += weight[a]
		}
	for (i = 0; i <= last; i++)
		bits[i] = 0
	longest_code = 0
	depth[2 * n - 1] = 0
	for (i = 2 * n - 2; i >= 1; i--) {
		depth[i] = depth[above[i]] + 1
		if (i <= n)
			bits[queue[i]] = depth[i]
		if (depth[i] > longest_code)
			longest_code = depth[i]
	}
}

# What it takes, or would take.
function cost(c) {
	return bits[c] ? bits[c] : longest_code + 1
}

# Cuts each text anew into the codes that take the fewest bits in all.
function cut(    c, i, k, s, at, sum, best, taken, of_string, begins) {
	for (c = 1; c <= last; c++)
		if (!(c in gone) && (bits[c] || c <= n_letters)) {
			of_string[string[c]] = c
			for (k = 1; k <= length(string[c]); k++)
				begins[substr(string[c], 1, k)]
		}
	for (c = 0; c <= last; c++)
		uses[c] = 0
	n = 0
	for (i = 1; i <= n_texts; i++) {
		best[length(whole[i]) + 1] = 0
		for (at = length(whole[i]); at > 0; at--) {
			best[at] = -1
			for (k = 1; at + k <= length(whole[i]) + 1 && (s = substr(whole[i], at, k)) in begins; k++)
				if (s in of_string) {
					sum = cost(of_string[s]) + best[at + k]
					if (best[at] < 0 || sum <= best[at]) {
						best[at] = sum
						taken[at] = of_string[s]
					}
				}
		}
		for (at = 1; at <= length(whole[i]); at += length(string[c])) {
			c = code[n++] = taken[at]
			uses[c]++
		}
		code[n++] = 0
		uses[0]++
	}
}

# Takes out the pairs that are no other's half and save less than LEAST bits. Returns how many.
function weed(least,    c, half, out) {
	for (c = n_letters + 1; c <= last; c++)
		if (!(c in gone))
			half[first[c]] = half[second[c]] = 1
	for (c = n_letters + 1; c <= last; c++)
		if (!(c in gone) && !(c in half) && uses[c] * (cost(first[c]) + cost(second[c]) - cost(c)) < least) {
			gone[c]
			out++
		}
	n_gone += out
	return out + 0
}

# The next numbers, and codes of SIZE bits, for those from FIRST to LAST that have so many. Returns how many.
function number(first, last, size,    c, count) {
	for (c = first; c <= last; c++)
		if (bits[c] == size && !(c in gone)) {
			by_number[numbered] = c
			numbers[c] = numbered++
			word[c] = next_word++
			count++
		}
	return count + 0
}

# The lowest N bits of V, the highest first. (No powers: an awk may be built without.)
function put(v, n,    high) {
	for (high = 1; --n > 0; high *= 2)
		;
	for (; high >= 1; high /= 2) {
		byte += v >= high ? place : 0
		v -= v >= high ? high : 0
		place *= 2
		if (++n_bits % 8 == 0) {
			bytes = bytes (n_bits % 256 == 8 ? "\n\t" : " ") byte ","
			byte = 0
			place = 1
		}
	}
}

BEGIN {
	place = 1
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
	while (last < 700) {
		best = ""
		most = 2
		for (pair in often)
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
		delete often[best]
		delete where[best]
	}
	for (i = 0; i < n; i = next_[i])
		uses[code[i]]++
	for (i = 1; i <= n_letters; i++)
		string[i] = plain[i]
	for (; i <= last; i++)
		string[i] = string[first[i]] string[second[i]]
	least = 18 # of a pair itself
	do {
		measure()
		cut()
		measure()
		out = weed(least)
		least += 4 * (last - n_gone > 511)
	} while (out || last - n_gone > 511)
	measure()

	for (i = 1; i <= longest_code + 1; i++) {
		k = i % (longest_code + 1) # last those that are no more than halves
		next_word *= 2
		numbered = letters_numbered + 0
		a = number(0, n_letters, k)
		letters_numbered = numbered
		numbered = n_letters + 1 + pairs_numbered
		b = number(n_letters + 1, last, k)
		pairs_numbered += b
		if (k)
			lengths = lengths " " a ", " b ","
	}
	for (i = 0; i <= n_letters; i++)
		letters = letters (i ? ", " : "") (by_number[i] ? "'" letter[by_number[i]] "'" : 0)
	starts = " 0"
	if (!nameless)
		begins[n_texts + 1]
	for (i = 0; i < n; i++) {
		put(word[code[i]], bits[code[i]])
		if (code[i])
			continue
		if (++ended <= n_rows) {
			if (n_bits % 2)
				put(0, 1)
			rows = rows " " (n_bits - from) / 2 ","
			if (n_bits - from > 511)
				die("a row of more than 511 bits")
			from = n_bits
		}
		if (ended + 1 in begins)
			starts = starts ", " n_bits
	}
	at_pairs = n_bits
	for (; (i = n_letters + 1 + n_put) in by_number; n_put++) {
		c = numbers[first[by_number[i]]] + 512 * numbers[second[by_number[i]]]
		for (k = 0; k < 18; k++) {
			put(c % 2, 1)
			c = int(c / 2)
		}
	}
	put(0, 31) # it is read as four bytes
	if (n_bits >= 65536)
		die("more than 65535 bits")
	print "#define END " numbers[0]
	print "#define PAIRS " at_pairs
	print "static const char letters[] = { " letters " };"
	print "static const unsigned char lengths[] = {" lengths " };"
	print "static const unsigned short errors[] = {" (errors ? errors : " 0") " };"
	print "static const unsigned char firsts[] = {" firsts " };"
	print "static const unsigned char rows[] = {" rows " };"
	print "static const unsigned short starts[] = {" starts " };"
	print "static const unsigned char packed[] = {" bytes "\n};"
}
