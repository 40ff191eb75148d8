# SPDX-License-Identifier: GPL-2.0-only
# The configuration for the compiler and for make, out of Kconfig and a complete .config; no Python, so that any build host can.
#   awk -v out=DIR -v version=V -f autoconf.awk Kconfig .config
# writes DIR/autoconf.h (CFG_X as 0 or 1 for each bool, CONFIG_X for each number and text), DIR/auto.mk (CONFIG_X=y), and
# DIR/sym/X for each symbol whose value changed: what an object depends on (deps.awk).
# A symbol that .config does not mention is off, and one that needs what is off; both are said, and again at the link: DIR/notes. A number or text
# (hidden by what it depends on) has Kconfig's first default.

function die(text) {
	print text > "/dev/stderr"
	bad = 1
	exit 1
}

function note(text) {
	print FILENAME ": " text " (make olddefconfig)" > "/dev/stderr"
	print FILENAME ": " text " (make olddefconfig)" > (out "/notes")
}

# Is each of the conditions in TEXT met? A line each: A && B || C. (One menu or `if` deep.)
function met(text,    lines, ors, ands, i, k, m, any, all) {
	for (i = split(text, lines, "\n"); i; i--) {
		any = lines[i] == ""
		for (k = split(lines[i], ors, / *\|\| */); k && !any; k--) {
			all = 1
			for (m = split(ors[k], ands, / *&& */); m; m--)
				all = all && value[ands[m]] == "y"
			any = all
		}
		if (!any)
			return 0
	}
	return 1
}

# Kconfig
FNR == NR && /^(menu)?config / { sym = $2; order[++n] = sym; needs[sym] = around; next }
FNR == NR && /^if / { around = substr($0, 4) }
FNR == NR && /^menu / { sym = "" }
FNR == NR && /^end(if|menu)/ { around = "" }
FNR == NR && /^[ \t]+depends on / {
	sub(/^[ \t]+depends on /, "")
	if (sym)
		needs[sym] = needs[sym] "\n" $0
	else
		around = $0
	next
}
FNR == NR && /^[ \t]+(bool|int|string)/ && !(sym in type) { type[sym] = $1; asked[sym] = NF > 1; next }
FNR == NR && /^[ \t]+default / && !(sym in value) && type[sym] != "bool" {
	sub(/^[ \t]+default /, "")
	value[sym] = $0
}
FNR == NR { next }

# .config
/^# CONFIG_[A-Za-z0-9_]+ is not set/ { name = substr($2, 8); text = "n" }
/^CONFIG_[A-Za-z0-9_]+=/ { name = substr($0, 8, index($0, "=") - 8); text = substr($0, index($0, "=") + 1) }
/^(# )?CONFIG_/ {
	if (!(name in type))
		die(FILENAME ":" FNR ": CONFIG_" name " is not in Kconfig (make olddefconfig)")
	if (type[name] == "bool" && text != "y" && text != "n")
		die(FILENAME ":" FNR ": CONFIG_" name ": neither y nor n")
	seen = given[name] = 1
	value[name] = text
}
/^[^#]/ && !/^CONFIG_[A-Za-z0-9_]+=/ { die(FILENAME ":" FNR ": neither CONFIG_NAME=VALUE nor a comment") }

END {
	if (bad)
		exit 1
	if (!seen)
		die((FILENAME == "" ? ".config" : FILENAME) ": no CONFIG_ line in it")
	do {
		again = 0
		for (i = 1; i <= n; i++)
			if (type[order[i]] == "bool" && value[order[i]] == "y" && !met(needs[order[i]])) {
				lost = lost " " order[i]
				value[order[i]] = "n"
				again = 1
			}
	} while (again)
	for (i = 1; i <= n; i++)
		if (type[order[i]] == "bool" && asked[order[i]] && !(order[i] in given) && met(needs[order[i]]))
			missing = missing " " order[i]
	printf "" > (out "/notes")
	if (lost)
		note("off, as what they need is off:" lost)
	if (missing)
		note("not mentioned, and so off:" missing)
	header = out "/autoconf.h"
	# What the last run wrote, to touch no stamp without need.
	while ((getline line < header) > 0)
		if (line ~ /^#define /)
			old[line] = 1
	close(header)
	print "/* From .config by scripts/autoconf.awk. */" > (header ".tmp")
	print "#ifndef AUTOCONF_H\n#define AUTOCONF_H" > (header ".tmp")
	printf "" > (out "/auto.mk.tmp")
	put("HUSK_VERSION", "HUSK_VERSION \"" version "\"")
	for (i = 1; i <= n; i++) {
		name = order[i]
		if (type[name] == "bool") {
			put(name, "CFG_" name " " (value[name] == "y"))
			if (value[name] == "y")
				print "CONFIG_" name "=y" > (out "/auto.mk.tmp")
		} else {
			if (value[name] == "" || (type[name] == "int" && value[name] !~ /^[0-9]+$/))
				die(FILENAME ": CONFIG_" name " has no value")
			put(name, "CONFIG_" name " " value[name])
		}
	}
	print "#endif" > (header ".tmp")
}

function put(name, text) {
	print "#define " text > (header ".tmp")
	if (!(("#define " text) in old)) {
		print text > (out "/sym/" name)
		close(out "/sym/" name)
	}
}
