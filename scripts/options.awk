# SPDX-License-Identifier: GPL-2.0-only
# The option table (src/spec/option.c) as the manual's list, for completion and for the binary itself.
#   awk -v version=V -f options.awk option.c husk.8.in             the manual, every option
#   awk -f options.awk autoconf.h option.c husk.bash.in            completion, the options of this build
#   awk -v files=... -f options.awk autoconf.h option.c limit.c texts.in messages
#                                                                  the texts of this build, for pack.awk; messages.awk's of FILES alone
# In husk.8.in a group of the table stands as
#   @GROUP Limits           text before the list
#   @OPTION memory          text behind the table's own line of help, for those that need more
#   @END
# A group or an option that the table does not have is an error, and so is a group of the table without its place.

function die(text) {
	print "options.awk: " text > "/dev/stderr"
	bad = 1
	exit 1
}

FILENAME ~ /\.h$/ {
	if ($2 ~ /^CFG_/) {
		symbols = symbols ($3 substr($2, 5) "\1")
		built[substr($2, 5)] = $3
		trimmed = 1
	} else if (split($0, quoted, "\"") == 3)
		value[$2] = quoted[2]
	next
}

FILENAME ~ /\.c$/ && /^GROUP\(/ {
	split($0, quoted, "\"")
	group = quoted[2]
	groups[group] = 1
}
FILENAME ~ /\.c$/ && /^OPT\(/ {
	if (split($0, quoted, "\"") != 7)
		die(FILENAME ":" FNR ": not SYMBOL, letter, \"key\", \"ARG\", kind, field, \"help\"")
	split(quoted[1], head, /[(,] */)
	if (trimmed && !built[head[2]])
		next
	key[++n] = quoted[2]
	row[quoted[2]] = n
	of[n] = group
	symbol[n] = head[2]
	letter[n] = head[3] ~ /'/ ? substr(head[3], 2, 1) : ""
	arg[n] = quoted[4]
	help[n] = quoted[6]
}
FILENAME ~ /\.c$/ && /^LIMIT\(/ {
	split($0, quoted, "\"")
	split(quoted[1], head, /[(,] */)
	if (built[substr(head[2], 5)])
		limits = limits (limits == "" ? "" : "\n@+\n") quoted[2] "\1" quoted[4] "\1" quoted[6]
}
FILENAME ~ /\.c$/ { next }

# ---- the templates ----

FNR == 1 && !n { die("no row of the table was found") }

# What is put together from pieces has a 1 behind each, and no line's end.
FILENAME ~ /texts\.in$/ {
	if (/^#/)
		next
	if (/^\?/) {
		on = 0
		for (i = split(substr($1, 2), any, "|"); i; i--)
			on += built[any[i]]
		if (!on)
			next
		sub(/^[^ ]* /, "")
	}
	for (name in value)
		gsub("@" name "@", value[name])
	if (sub(/^\+/, ""))
		print $0 "\1"
	else if (/^=/)
		print ($1 == "=1" || built[substr($1, 2)] ? 1 : 0) $2 "\1" $3 "\1"
	else if ($0 == "%words")
		for (i = 1; i <= n; i++)
			print (i > 1 ? "@+\n" : "") key[i] "\1" arg[i]
	else if ($0 == "%limits")
		print limits
	else if ($0 == "%symbols")
		print symbols
	else if ($0 == "%help")
		for (i = 1; i <= n; i++)
			print (of[i] != of[i - 1] ? of[i] ":\n" : "") "\t" help[i]
	else
		print
	next
}
FILENAME ~ /messages$/ {
	split($0, half, "\t")
	text = ""
	for (i = split(half[1], users, " "); i; i--)
		if (index(" " files " ", " " users[i] " "))
			text = half[2]
	print "@@" text
	next
}

{
	gsub(/@VERSION@/, version)
	gsub(/@SHORT@/, short_options())
	gsub(/@LONG@/, long_options(0))
	gsub(/@FLAGS@/, long_options(1))
}

/^@GROUP / {
	now = substr($0, 8)
	if (!(now in groups))
		die(FILENAME ":" FNR ": the table has no group " now)
	delete groups[now]
	next
}
/^@OPTION / {
	about = $2
	if (!(about in row) || of[row[about]] != now)
		die(FILENAME ":" FNR ": --" about " is not in the table's group " now)
	next
}
/^@END$/ {
	for (i = 1; i <= n; i++)
		if (of[i] == now)
			print_option(i)
	now = about = ""
	next
}
about != "" { more[about] = more[about] $0 "\n"; next }
{ print }

END {
	if (bad)
		exit 1
	for (g in groups)
		if (FILENAME ~ /\.8\.in$/)
			die(FILENAME ": the group " g " of the table has no place")
}

function roff(s) {
	gsub(/\\/, "\\e", s)
	gsub(/-/, "\\-", s)
	return s
}

function print_option(i,    text) {
	text = "\\fB\\-\\-" roff(key[i]) "\\fR"
	if (letter[i] != "")
		text = "\\fB\\-" letter[i] "\\fR, " text
	if (arg[i] ~ /^\[/)
		text = text "[=\\fI" roff(substr(arg[i], 2, length(arg[i]) - 2)) "\\fR]"
	else if (arg[i] != "")
		text = text " \\fI" roff(arg[i]) "\\fR"
	print ".TP\n" text
	print roff(toupper(substr(help[i], 1, 1)) substr(help[i], 2) ".")
	printf "%s", more[key[i]]
	if (symbol[i] != "CMD_RUN")
		print "[" symbol[i] "]"
}

# The letters that want an argument; the words, or (BARE) those that want none.
function short_options(    i, s) {
	for (i = 1; i <= n; i++)
		if (letter[i] != "" && arg[i] ~ /^[^[]/)
			s = s letter[i]
	return s
}
function long_options(bare,    i, s) {
	for (i = 1; i <= n; i++)
		if (!bare || arg[i] !~ /^[^[]/)
			s = s (s == "" ? "" : " ") "--" key[i]
	return s
}
