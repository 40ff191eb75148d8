# SPDX-License-Identifier: GPL-2.0-only
# Out of a dependency file of the compiler's, one in which autoconf.h is replaced by the symbols that the source and its headers really
# name, so that flipping an option rebuilds what looks at it and no more.
#   awk -v gen=DIR -f deps.awk X.d >X.dep     (DIR: where autoconf.h and sym/ lie)
# A file that pastes a name together (CFG_##x) may look at any symbol: it depends on all of autoconf.h.

{
	sub(/\\$/, "")
	for (i = 1; i <= NF; i++)
		if ($i ~ /:$/)
			target = target == "" ? $i : target
		else if ($i != gen "/autoconf.h" && !($i in dep)) {
			dep[$i] = 1
			scan($i)
		}
}

END {
	print target
	for (file in dep)
		print target, file "\n" file ":"
}

function scan(file,    line, name, unused) {
	while ((getline line < file) > 0)
		while (match(line, /(^|[^A-Za-z0-9_])((CFG|CONFIG)_[A-Z0-9_#]+|HUSK_VERSION)/)) {
			name = substr(line, RSTART, RLENGTH)
			line = substr(line, RSTART + RLENGTH)
			sub(/^[^A-Z]*((CFG|CONFIG)_)?/, "", name)
			if (name ~ /#/)
				dep[gen "/autoconf.h"] = 1
			else if ((getline unused < (gen "/sym/" name)) >= 0)
				dep[gen "/sym/" name] = 1
			close(gen "/sym/" name)
		}
	close(file)
}
