# SPDX-License-Identifier: GPL-2.0-only
# husk's build: one file, non-recursive. `make help` tells the targets.
#
# A build system may give CC, CROSS_COMPILE, CFLAGS, CPPFLAGS, LDFLAGS, PKG_CONFIG, PREFIX, DESTDIR on the command line or in the
# environment: husk's own flags live in variables of their own and are used beside those, never appended to them (a value on the
# command line would silently cancel that). A complete .config needs no Python, and no target fails while this file is read.

VERSION := 0.1

BOARD ?= host
O ?= build
PREFIX ?= /usr/local
SBINDIR ?= $(PREFIX)/sbin
MANDIR ?= $(PREFIX)/share/man
BASHDIR ?= $(PREFIX)/share/bash-completion/completions

MAKEFLAGS += --no-builtin-rules --no-print-directory
# Numbers and orders are the same everywhere.
export LC_ALL := C
.SUFFIXES:
.DELETE_ON_ERROR:
.SECONDEXPANSION:
.DEFAULT_GOAL := all

$(if $(word 2,$(O))$(findstring :,$(O)),$(error O: make takes no path with blanks or colons))
out := $(O)/$(BOARD)
gen := $(out)/gen
say = $(if $(V),,@printf '  %-7s %s\n' '$(1)' '$(2)';)

# ---- which configuration -----------------------------------------------------------------------------------------------------------
# .config in the source root, or in O where that is given, is the user's. Where there is none, BOARD's defconfig is completed beside the
# objects: that is the one step of a plain `make` that needs Python.

own-config := $(if $(filter file,$(origin O)),.config,$(O)/.config)
own-defconfig := $(dir $(own-config))defconfig
dotconfig := $(or $(wildcard $(own-config)),$(out)/.config)

config-goals := config defconfig menuconfig guiconfig oldconfig olddefconfig savedefconfig allnoconfig allyesconfig randconfig
bare-goals := help setup clean distclean install boards-check $(config-goals) %_defconfig
# What changes the configuration, or takes the objects away, comes before anything is read that depends on it: one goal after the other.
ifneq ($(and $(filter clean distclean $(config-goals) %_defconfig,$(MAKECMDGOALS)),$(filter-out $(bare-goals),$(MAKECMDGOALS))),)
.PHONY: $(MAKECMDGOALS) in-turn
$(MAKECMDGOALS): in-turn ; @:
in-turn:
	@for goal in $(MAKECMDGOALS); do $(MAKE) $$goal || exit; done
else

ifneq ($(filter-out $(bare-goals),$(or $(MAKECMDGOALS),all)),)
include $(gen)/auto.mk
endif

# ---- what is compiled: one line a room; add your file here ------------------------------------------------------------------------

obj-y += main.c
obj-y += base/fd.c base/lines.c base/log.c base/path.c base/proc.c base/str.c base/sys.c base/text.c

obj-y += spec/option.c spec/argv.c spec/check.c spec/word.c spec/unit.c
obj-y += spec/kind.c spec/kind_box.c spec/kind_file.c spec/kind_net.c
obj-$(CONFIG_CG) += spec/kind_limit.c
obj-$(CONFIG_GUARD_CAPS) += spec/kind_caps.c
obj-$(or $(CONFIG_MNT_MASK_MORE),$(CONFIG_MNT_SYSCTL),$(CONFIG_MNT_DNS)) += spec/kind_list.c
obj-$(CONFIG_GUARD_RLIMIT) += spec/kind_rlimit.c
obj-$(CONFIG_CMD_RUN_CONFIG) += spec/file.c
obj-$(CONFIG_CMD_RUN_DUMP) += spec/dump.c
obj-$(CONFIG_CMD_HINTS) += spec/hint.c
obj-$(CONFIG_CMD_HELP) += spec/help.c

obj-y += box/launch.c box/inside.c box/supervise.c box/steps.c box/ns.c box/process.c box/watch.c
obj-$(CONFIG_BOX_DETACH) += box/detach.c
obj-$(CONFIG_BOX_PIDFILE) += box/pidfile.c
obj-$(CONFIG_BOX_TTY) += box/tty.c
obj-$(CONFIG_BOX_INIT) += box/init.c
obj-$(CONFIG_BOX_NAME) += box/state.c box/record.c
obj-$(CONFIG_BOX_SEAL) += box/seal.c
obj-$(CONFIG_NS_JOIN) += box/join.c

obj-y += root/defaults.c root/mount.c root/mountinfo.c root/tree.c
obj-$(CONFIG_MNT_DEV) += root/null.c
obj-$(CONFIG_ROOT_IMAGE) += root/image.c
obj-$(CONFIG_ROOT_WITH) += root/with.c root/loader.c root/elf.c
obj-$(CONFIG_ROOT_MOVE) += root/switch.c
obj-$(CONFIG_ROOT_OVERLAY) += root/overlay.c
obj-$(CONFIG_ROOT_OLDKERNEL) += root/oldkernel.c
obj-$(or $(CONFIG_MNT_BIND),$(CONFIG_MNT_TMPFS)) += root/bind.c
obj-$(CONFIG_MNT_MASK) += root/mask.c
obj-$(CONFIG_MNT_MASK_MORE) += root/cover.c
obj-$(CONFIG_MNT_IDMAP) += root/idmount.c
obj-$(CONFIG_MNT_DEVICE) += root/device.c
obj-$(CONFIG_MNT_SYSCTL) += root/sysctl.c
obj-$(CONFIG_MNT_DNS) += root/dns.c

obj-$(CONFIG_NS_NET) += net/nl.c net/net.c net/name.c net/link.c
obj-$(CONFIG_NET_LO) += net/lo.c
obj-$(CONFIG_NET_LINK) += net/host.c
obj-$(CONFIG_NET_PHYS) += net/phys.c
obj-$(CONFIG_NET_IP) += net/addr.c
obj-$(CONFIG_CMD_CHECK) += net/probe.c

obj-$(or $(CONFIG_CG),$(CONFIG_CMD_CHECK)) += cgroup/detect.c
obj-$(CONFIG_CG) += cgroup/cgroup.c cgroup/group.c cgroup/hierarchy.c cgroup/limit.c
obj-$(CONFIG_CG_DEVICES) += cgroup/devices.c
obj-$(CONFIG_CG_V1) += cgroup/v1.c
obj-$(CONFIG_CG_V2) += cgroup/v2.c

obj-y += guard/privilege.c guard/session.c guard/status.c
obj-$(CONFIG_GUARD_CAPS) += guard/caps.c
obj-$(CONFIG_GUARD_FILTER) += guard/filter.c
obj-$(CONFIG_GUARD_USER) += guard/passwd.c
obj-$(CONFIG_NS_USER) += guard/idmap.c
obj-$(CONFIG_NS_USER_HELPER) += guard/subid.c
obj-$(or $(CONFIG_GUARD_RLIMIT),$(CONFIG_GUARD_NICE),$(CONFIG_GUARD_OOM)) += guard/limits.c
obj-$(CONFIG_GUARD_PERSONALITY) += guard/personality.c

obj-$(CONFIG_CMD_RUN) += cmd/run.c
obj-$(CONFIG_CMD_CHECK) += cmd/check.c
obj-$(CONFIG_CMD_CGROUP) += cmd/cgroup.c

# ---- compiler and C library --------------------------------------------------------------------------------------------------------

# Debian's names of architectures, and their compilers.
triple-amd64 := x86_64-linux-gnu
triple-arm64 := aarch64-linux-gnu
triple-armel := arm-linux-gnueabi
triple-armhf := arm-linux-gnueabihf
triple-mips := mips-linux-gnu
triple-mipsel := mipsel-linux-gnu
triple-riscv64 := riscv64-linux-gnu

native-arch := $(shell dpkg --print-architecture 2>/dev/null)
# Says ARCH, unless the board is the machine itself.
boards := $(patsubst board/%/board.mk,%,$(wildcard board/*/board.mk))
$(if $(filter $(BOARD),$(boards)),,$(error no board '$(BOARD)'; there are: $(boards)))
include board/$(BOARD)/board.mk
board-arch := $(or $(BOARD_ARCH),$(native-arch))

# A board of another architecture has its own compiler; CROSS_COMPILE from outside is for any.
ifneq ($(board-arch),$(native-arch))
CROSS_COMPILE ?= $(triple-$(board-arch))-
endif
ifeq ($(origin CC),default)
CC := $(CROSS_COMPILE)gcc
endif
PKG_CONFIG ?= pkg-config
# Set-up's own musl and libcap-ng serve a static husk made by a compiler that has no other claim: CROSS_COMPILE's gcc, or a plain gcc
# or clang. A compiler given in any other form, PKG_CONFIG or SYSROOT= from outside bring a C library with them.
triple := $(if $(CROSS_COMPILE),$(patsubst %-,%,$(notdir $(CROSS_COMPILE))),$(triple-$(native-arch)))
plain-cc := $(filter $(CROSS_COMPILE)gcc gcc gcc-% clang clang-% cc,$(CC))
ifneq ($(and $(CONFIG_STATIC),$(plain-cc),$(filter file,$(origin PKG_CONFIG))),)
SYSROOT ?= $(O)/sysroot/$(triple)
endif

# MIPS by default goes through a table for every call and address, for the sake of shared libraries, and its instructions take four
# bytes. The 16 bit ones, as OpenWrt builds for these processors, and no table: a third smaller. CFLAGS=-Os for one without MIPS16e.
ifneq ($(and $(SYSROOT),$(filter mips-% mipsel-%,$(triple))),)
CFLAGS ?= -Os -mips16 -mno-abicalls -fno-pic -G0
mips-ldflags := -Wl,--no-warn-mismatch
endif
# gcc from 12 on and clang know -Oz. Asked once, and only where something is compiled.
smallest = $(eval smallest := $(shell $(CC) -Oz -E -x c /dev/null >/dev/null 2>&1 && echo -Oz || echo -Os))$(smallest)
CFLAGS ?= $(smallest)

husk-cflags := -std=c11 -D_GNU_SOURCE -Wall -Wextra -Isrc -I$(gen)
husk-cflags += -ffunction-sections -fdata-sections -fno-asynchronous-unwind-tables -fno-unwind-tables -fno-stack-protector
husk-cflags += $(if $(or $(WERROR),$(CI),$(CONFIG_WERROR)),-Werror)
husk-ldflags := $(mips-ldflags) -Wl,--gc-sections,--build-id=none
husk-libs :=

# A static husk is no PIE unless that is asked for: a quarter smaller. RELRO would pad it to the largest page size there is.
ifeq ($(CONFIG_STATIC)$(findstring -static-pie,$(CFLAGS) $(LDFLAGS)),y)
husk-cflags += -fno-pie
husk-ldflags += -static -Wl,-z,noseparate-code,-z,norelro
# The data may begin on the text's last page: no padding in the file.
husk-ldflags += -Wl,-z,common-page-size=64
# Debian's compiler mends an erratum of the Cortex-A53 with 4 KiB of stubs; this way takes none, within 1 MiB of text.
comma := ,
husk-ldflags += $(if $(filter aarch64-%,$(triple)),-Wl$(comma)--fix-cortex-a53-843419=adr)
endif

ifneq ($(SYSROOT),)
# A compiler that has musl only lacks libcap-ng. For the others -nostdinc: a glibc header must not answer for one that musl lacks.
husk-cflags += $(if $(findstring -musl,$(triple)),,-nostdinc) -isystem $(SYSROOT)/include
# (Of the start files C needs the first only; gcc's own are for C++ and transactions.)
husk-ldflags += $(if $(findstring -musl,$(triple)),,-nostartfiles $(SYSROOT)/lib/crt1.o) -L$(SYSROOT)/lib $(if $(NOSTRIP),,-s)
husk-libs += $(if $(CONFIG_GUARD_CAPS),-lcap-ng)
sysroot-lib := $(if $(filter $(O)/sysroot/%,$(SYSROOT)),$(SYSROOT).made)
own-libc := $(if $(sysroot-lib),$(if $(findstring -musl,$(triple)),,y))
# A stack protector's canary lies in a thread's own storage.
husk-libs += $(if $(own-libc),$(if $(findstring -fstack-protector,$(CFLAGS) $(CPPFLAGS)),,$(SYSROOT)/lib/one-thread.o))
# gcc, seeing the whole program, drops a further 3 %; of its optimisations some pay in time only (for ARM each that it has was left out in turn). An address takes
# one instruction within 1 MiB of code, variadic functions need not save registers that husk never uses, nor be told how many, nobody follows a chain of
# frames, and a stack without such needs no more than 8 bytes' alignment (of set-up's libraries too). A high register of Thumb costs two bytes at each use.
# What hundreds of places jump to, as a `return -1` is, may take the ends over that they have in common (max-crossjump-edges).
# A packager decides that for himself, and clang would want lld. On x86_64 arrays are aligned to 32 bytes, so that the small variables can lie together: a
# start touches four pages less. On ARM what is called once is inlined however large its locals are.
one-frame := --param=large-stack-frame=100000 --param=large-stack-frame-growth=100000
small-aarch64 := -mcmodel=tiny -mgeneral-regs-only -fomit-frame-pointer -fno-guess-branch-probability $(one-frame)
small-arm := -fno-section-anchors -fno-if-conversion -fno-schedule-insns2 -mno-unaligned-access -mbranch-cost=5 -ffixed-r11 $(one-frame)
small-x86_64 := -fdata-sections -Wl,--sort-section=alignment -mgeneral-regs-only -mskip-rax-setup -fno-forward-propagate -malign-data=abi \
	-fno-if-conversion -fno-tree-forwprop $(if $(own-libc),-mpreferred-stack-boundary=3)
husk-gcc := $(findstring gcc,$(CC))
small-cflags := $(if $(husk-gcc),-flto -flto-partition=none -fno-shrink-wrap -fno-move-loop-invariants -fno-optimize-sibling-calls -fno-caller-saves -fno-thread-jumps \
	--param=logical-op-non-short-circuit=0 -fno-inline-small-functions -fno-tree-tail-merge -fno-tree-dominator-opts -fno-tree-loop-im -fipa-pta \
	--param=max-crossjump-edges=10000)
small-cflags += $(if $(husk-gcc),$(small-$(firstword $(subst -, ,$(triple)))))
else ifneq ($(CONFIG_GUARD_CAPS),)
husk-cflags += $(shell $(PKG_CONFIG) --cflags libcap-ng)
husk-libs += $(shell $(PKG_CONFIG) $(if $(CONFIG_STATIC),--static) --libs libcap-ng)
endif

compile = $(CC) $(husk-cflags) $(small-cflags) $(CPPFLAGS) $(CFLAGS)
link = $(CC) $(small-cflags) $(CFLAGS) $(husk-ldflags) $(LDFLAGS)

# ---- husk --------------------------------------------------------------------------------------------------------------------------

objs := $(patsubst %.c,$(out)/%.o,$(sort $(obj-y)))
obj-dirs := $(sort $(dir $(objs)))

.PHONY: all objects
all: $(out)/husk $(out)/husk.8 $(out)/husk.bash
# For who only wants to see them compile: without the texts, which take as long to pack as a few files to compile.
objects: $(filter-out %/base/text.o,$(objs))

$(out)/husk: $(objs) $(out)/link.flags $(sysroot-lib)
	$(call say,LINK,$@)$(link) -o $@ $(objs) $(husk-libs)$(if $(SYSROOT),$(if $(NOSTRIP),, && scripts/trim $@))
	@cat $(gen)/notes >&2

# Not on autoconf.h but on the symbols that the file names: deps.awk.
$(objs): $(out)/%.o: $(gen)/src/%.c $(out)/compile.flags | $(gen)/auto.mk $(sysroot-lib)
	$(call say,CC,src/$*.c)$(compile) -MMD -MF $(@:.o=.d) -c -o $@ $<
	@awk -v gen=$(gen) -f scripts/deps.awk $(@:.o=.d) >$(@:.o=.dep)

-include $(objs:.o=.dep)

# What is compiled is the source with a number for each text of these calls. Numbered are those of all files, so that they are the same
# in every configuration. (The unit tests compile the source itself.)
sources := $(sort $(wildcard src/*.c src/*/*.c))
messages := fail fail_sys fail_path fail_hint fail_in log_line packed put_json
.PRECIOUS: $(gen)/src/%.c
$(gen)/src/%.c: $(gen)/messages.made ;
$(gen)/messages: $(gen)/messages.made ;
$(gen)/messages.made: scripts/messages.awk Makefile $(sources)
	@mkdir -p $(addprefix $(gen)/,$(sort $(dir $(sources))))
	@awk -v calls='$(messages)' -v out=$(gen) -f scripts/messages.awk $(sources) $(sources)
	@cd $(gen) && for f in messages $(sources); do cmp -s $$f.new $$f || mv $$f.new $$f || exit 1; done
	@touch $@

# The texts of a build; the unit tests' too, which is why the directory is a pattern.
$(out)/base/text.o: $(gen)/texts.h
$(gen)/texts.made: $(gen)/messages
.PRECIOUS: %/texts.made
%/texts.h: %/texts.made ;
%/texts.made: scripts/options.awk scripts/pack.awk %/autoconf.h src/spec/option.c src/cgroup/limit.c src/base/texts.in Makefile
	@awk -v files='$(obj-y)' -f scripts/options.awk $*/autoconf.h src/spec/option.c src/cgroup/limit.c src/base/texts.in $(filter %/messages,$^) | \
		awk -v longest=4096 -v message=128 -f scripts/pack.awk >$*/texts.h.new
	@cmp -s $*/texts.h.new $*/texts.h || cp $*/texts.h.new $*/texts.h
	@touch $@

# Both take their options from the table in the source.
$(out)/husk.8: scripts/options.awk src/spec/option.c docs/husk.8.in Makefile
	$(call say,GEN,$@)awk -v version=$(VERSION) -f scripts/options.awk src/spec/option.c docs/husk.8.in >$@
$(out)/husk.bash: scripts/options.awk $(gen)/autoconf.h src/spec/option.c scripts/husk.bash.in
	$(if $(V),,@)awk -f scripts/options.awk $(gen)/autoconf.h src/spec/option.c scripts/husk.bash.in >$@

# A change of the command line rebuilds what it makes.
# (Set-up first: it may install the compiler that is asked for -Oz.)
$(out)/compile.flags: FORCE | $(sysroot-lib)
	$(if $(filter-out $(wildcard $(obj-dirs)),$(obj-dirs)),@mkdir -p $(obj-dirs))
	@$(file >$@.new,$(compile))cmp -s $@.new $@ || cp $@.new $@
$(out)/link.flags: FORCE | $(sysroot-lib)
	@$(file >$@.new,$(link) $(objs) $(husk-libs))cmp -s $@.new $@ || cp $@.new $@
.PHONY: FORCE
FORCE:

# In the cache, where other clones find it too; a link here, so that no path of this machine gets into a command line.
$(O)/sysroot/%.made: scripts/toolchain scripts/sources scripts/capng-config.h $$(if $$(wildcard $(O)/sysroot/$$*/lib/libcap-ng.a),,FORCE)
	@mkdir -p $(O)/sysroot
	@root=$$(scripts/toolchain $* $(if $(CROSS_COMPILE),$(CROSS_COMPILE)gcc)) && ln -sfn "$$root" $(O)/sysroot/$* && touch $@

# ---- configuration -----------------------------------------------------------------------------------------------------------------

$(gen)/auto.mk: $(dotconfig) $(gen)/from Kconfig scripts/autoconf.awk Makefile
	@mkdir -p $(gen)/sym
	@awk -v out=$(gen) -v version=$(VERSION) -f scripts/autoconf.awk Kconfig $(dotconfig)
	@cmp -s $(gen)/autoconf.h.tmp $(gen)/autoconf.h || cp $(gen)/autoconf.h.tmp $(gen)/autoconf.h
	@mv $(gen)/auto.mk.tmp $@
$(gen)/autoconf.h: $(gen)/auto.mk ;
# Another .config than last time, however old it is.
$(gen)/from: FORCE
	@mkdir -p $(gen)
	@echo $(dotconfig) | cmp -s - $@ || echo $(dotconfig) >$@

# The first python3 in PATH is often not the one that has kconfiglib. KCONFIGLIB=DIR: where its modules lie.
with-python = export PYTHONPATH="$(KCONFIGLIB)$${PYTHONPATH:+:$$PYTHONPATH}" KCONFIG_CONFIG=$(1); \
	pick() { for py in $(or $(PYTHON),python3 /usr/bin/python3); do $$py -c 'import kconfiglib' 2>/dev/null && return; done; false; }; \
	pick || { scripts/setup build && pick; } || \
	{ echo "no Python with kconfiglib (Debian: python3-kconfiglib): say PYTHON= or KCONFIGLIB=" >&2; exit 1; }

$(out)/.config: board/$(BOARD)/defconfig Kconfig
	@mkdir -p $(out)
	@$(call with-python,$@); $$py -m defconfig --kconfig Kconfig $< >/dev/null && touch $@

.PHONY: $(config-goals)
config: oldconfig
# Where there is no .config yet, these begin with what a plain `make` would build.
menuconfig: ; @$(seed); $(call with-python,$(own-config)); $$py -m menuconfig Kconfig
guiconfig: ; @$(seed); $(call with-python,$(own-config)); $$py -m guiconfig Kconfig
oldconfig: ; @$(seed); $(call with-python,$(own-config)); $$py -m oldconfig Kconfig
olddefconfig: ; @$(seed); $(call with-python,$(own-config)); $$py -m olddefconfig Kconfig
savedefconfig: ; @$(seed); $(call with-python,$(own-config)); $$py -m savedefconfig --kconfig Kconfig --out $(own-defconfig)
allnoconfig: ; @mkdir -p $(dir $(own-config)); $(call with-python,$(own-config)); $$py -m allnoconfig Kconfig
allyesconfig: ; @mkdir -p $(dir $(own-config)); $(call with-python,$(own-config)); $$py -m allyesconfig Kconfig
randconfig: ; @mkdir -p $(dir $(own-config)); $(call with-python,$(own-config)); $$py scripts/kconfig random $(own-config)
defconfig: $(BOARD)_defconfig
seed = mkdir -p $(dir $(own-config)); [ -e $(own-config) ] || cp board/$(BOARD)/defconfig $(own-config)

# board/NAME/defconfig, else board/configs/NAME
%_defconfig: FORCE
	@mkdir -p $(dir $(own-config))
	@for f in board/$*/defconfig board/configs/$*; do [ ! -e $$f ] || break; f=; done; \
	[ "$$f" ] || { echo "no board/$*/defconfig and no board/configs/$*" >&2; exit 1; }; \
	$(call with-python,$(own-config)); $$py -m defconfig --kconfig Kconfig $$f

# ---- root file system and test tools -----------------------------------------------------------------------------------------------

.PHONY: rootfs tool fault
rootfs: $(out)/rootfs.tar
$(out)/rootfs.tar: rootfs/make rootfs/busybox rootfs/sources scripts/deb $(shell find rootfs/skel -type f)
	$(call say,ROOT,$(out)/rootfs)mkdir -p $(out) && scripts/setup root && rootfs/make $(out) $(board-arch)

# What BusyBox lacks: small static programs that the device tests call.
tools := $(patsubst tests/tool/%.c,$(out)/tool/%,$(wildcard tests/tool/*.c))
tool: $(tools)
$(tools): $(out)/tool/%: tests/tool/%.c $(out)/compile.flags $(out)/link.flags | $(sysroot-lib)
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(husk-cflags) $(CPPFLAGS) $(CFLAGS) $(husk-ldflags) $(LDFLAGS) -o $@ $<

# The sweep's two programs, and the names of this architecture's system calls.
fault: $(out)/fault/sweep $(out)/fault/inside
$(out)/fault/%: tests/fault/%.c $(out)/fault/syscalls.h $(out)/compile.flags $(out)/link.flags | $(sysroot-lib)
	$(call say,CC,$<)$(CC) $(husk-cflags) -I$(@D) $(CPPFLAGS) $(CFLAGS) $(husk-ldflags) $(LDFLAGS) -o $@ $<
$(out)/fault/syscalls.h: $(out)/compile.flags | $(sysroot-lib)
	@mkdir -p $(@D)
	@echo '#include <sys/syscall.h>' | $(CC) $(husk-cflags) $(CPPFLAGS) -E -dM - | sed -n 's/^#define __NR_\([a-z][a-z0-9_]*\) .*/[__NR_\1] = "\1",/p' >$@

# ---- tests -------------------------------------------------------------------------------------------------------------------------
# Each check-X prints what it did and ends with "N passed, N failed"; tests/run adds them up.

check-parts := unit unit-foreign build matrix size
check-containers := docs device fault
.PHONY: setup check boards-check mutants run memory demo bench size size-help matrix $(patsubst %,check-%,$(check-parts) $(check-containers))

setup:
	@scripts/setup build root check && scripts/toolchain $(triple) >/dev/null

ifeq ($(BOARD),host)
# Two rows side by side: compilers in one; in the other what starts containers, one after the other, as it looks for what others leave behind.
check: all rootfs tool fault
	@scripts/setup build root check
	@tests/run $(foreach p,$(check-parts),$(p)="$(MAKE) check-$(p)") $(foreach p,$(check-containers),$(p)+="$(MAKE) check-$(p)")
else
check: all rootfs tool
	@scripts/setup board $(board-arch) && scripts/qemu/board check $(BOARD) $(out)
endif

check-device: $(out)/husk rootfs tool
	@TAP=$(out)/device.tap tests/device/run $(out)
# By hand and on demand: MUTANTS='NAME...' for some of them.
mutants: rootfs tool
	@tests/mutants/run $(out) $(MUTANTS)
# Every system call of a start fails, and husk is killed at each: SPEC=NAME for one specification, NTH=3 for every third call (another each day).
check-fault: $(out)/husk tool fault
	@NTH=$(NTH) V=$(V) tests/fault/run $(out) $(SPEC)
check-docs: all
	@tests/docs $(out)
check-build:
	@tests/build
check-matrix matrix:
	@tests/matrix $(O)/matrix
check-size size:
	@scripts/size $(O)/size
size-help:
	@tests/matrix --figures $(O)/matrix
# The rows of board/*/rows: those for every commit, FULL=1 for all, ROWS='v1 squashfs' for those with all of these words.
boards-check:
	@O=$(O) FULL=$(FULL) ROWS="$(ROWS)" JOBS=$(JOBS) scripts/qemu/matrix
run: all rootfs
ifeq ($(BOARD),host)
	@board/host/run $(out)
else
	@scripts/setup board $(board-arch) && scripts/qemu/board run $(BOARD) $(out)
endif
# What BOARD needs at least: by its first row, or TESTS (KERNEL, CGROUP, ROOT).
memory: all rootfs tool
	@scripts/setup board $(board-arch) && scripts/qemu/memory $(BOARD) $(out)
demo: all rootfs
	@scripts/demo $(out)
ifeq ($(BOARD),host)
bench: all rootfs tool
	@scripts/setup bench && tests/bench/run $(out)
else
bench: all rootfs tool $(addprefix $(out)/bench/,driver limit)
	@scripts/setup board $(board-arch) && scripts/qemu/board bench $(BOARD) $(out)
endif
# For a board, by the board's compiler; tests/bench/run makes this machine's.
$(out)/bench/%: tests/bench/%.c $(out)/compile.flags $(out)/link.flags | $(sysroot-lib)
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(husk-cflags) $(CPPFLAGS) $(CFLAGS) $(husk-ldflags) $(LDFLAGS) -o $@ $<

# Unit tests see every option, whatever .config says, and are built for this machine with its own C library and gcc's sanitizers, for
# another (CROSS_COMPILE) as husk is, with husk's C library, and run by qemu-user. tests/unit/A_B.c is linked with src/A/B.c and base/
# alone, so that a wrong dependency fails to link; what a module may rightly use stands here.
unit-foreign := $(filter-out $(triple-$(native-arch)),$(triple))
unit := $(O)/unit$(unit-foreign:%=/%)
unit-nl := src/net/nl.c
unit-cgroup_limit := $(addprefix src/cgroup/,limit.c group.c v1.c v2.c detect.c)
unit-cgroup_devices := $(addprefix src/cgroup/,devices.c group.c)
unit-guard_caps := $(addprefix src/guard/,caps.c status.c)
unit-spec_argv := $(wildcard src/spec/*.c)
unit-spec_file := $(unit-spec_argv)
unit-spec_check := $(unit-spec_argv)
unit-spec_dump := $(unit-spec_argv)
unit-spec_kind_limit := $(unit-spec_argv)
# What a test's own functions stand in for.
unit-wrap-base_sys := syscall uname
unit-wrap-cgroup_devices := syscall
unit-wrap-guard_filter := syscall
unit-wrap-nl := send recvfrom
# Of libcap-ng the header only: the tests bring what they need of it along.
unit-capng := $(O)/sysroot/$(or $(unit-foreign),$(triple-$(native-arch)))
ifeq ($(unit-foreign),)
unit-cc := gcc -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all
unit-cc += -Isrc -I$(unit)/gen -idirafter $(unit-capng)/include
unit-libs := -lcmocka
else
# (cmocka.h defines uintptr_t unless glibc has.)
unit-cc = $(CC) $(filter-out -I$(gen),$(husk-cflags)) -Werror -D_UINTPTR_T -I$(unit)/gen -I$(unit)/cmocka/include $(CPPFLAGS) $(CFLAGS)
unit-libs = $(unit)/cmocka.o $(husk-ldflags) $(LDFLAGS)
unit-emulator := qemu-$(firstword $(subst -, ,$(triple)))
endif
unit-src = $(sort $(or $(unit-$(1)),src/$(subst _,/,$(1)).c) $(wildcard src/base/*.c))
unit-obj = $(patsubst src/%.c,$(unit)/%.o,$(1))
unit-tests := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/*.c))
unit-objs := $(call unit-obj,$(sort $(foreach t,$(unit-tests),$(call unit-src,$(t)))))

check-unit: $(unit-tests:%=$(unit)/%)
	@EMULATOR=$(unit-emulator) tests/unit/run $^

# The machines that husk is for: of either byte order, of 32 and 64 bits, with system calls, errors and signals numbered otherwise.
foreign-archs := $(filter-out $(native-arch),armhf arm64 mipsel mips riscv64)
# Those that no board of every commit stands for; with FULL=1 all.
foreign-tested := $(if $(FULL),$(foreign-archs),$(filter mips riscv64,$(foreign-archs)))
.PHONY: $(foreign-archs:%=check-unit-%)
check-unit-foreign:
	@tests/run $(foreach a,$(foreign-tested),$(a)="$(MAKE) check-unit-$(a)")
$(foreign-archs:%=check-unit-%): check-unit-%:
	@scripts/setup emulate
	@$(MAKE) $(if $(findstring j,$(firstword -$(MAKEFLAGS))),,-j$(shell nproc)) BOARD=host CROSS_COMPILE=$(triple-$*)- CONFIG_STATIC=y check-unit
$(unit)/gen/autoconf.h: Kconfig scripts/autoconf.awk
	@mkdir -p $(@D)/sym && echo CONFIG_STATIC=y >$(@D)/empty
	@$(call with-python,$(@D)/.config); $$py -m defconfig --kconfig Kconfig $(@D)/empty >/dev/null
	@awk -v out=$(@D) -v version=$(VERSION) -f scripts/autoconf.awk Kconfig $(@D)/.config && mv $@.tmp $@
$(unit-objs): $(unit)/%.o: src/%.c $(unit)/gen/autoconf.h
	@mkdir -p $(@D)
	$(call say,CC,$< (unit test))$(unit-cc) -MMD -MP -c -o $@ $<
$(unit)/guard/caps.o $(if $(unit-foreign),$(unit-objs) $(unit)/cmocka.o): | $(unit-capng).made
$(unit)/base/text.o: $(unit)/gen/texts.h
$(unit)/gen/texts.made: tests/unit/messages
# It takes no thread-local storage: husk's C library has none.
$(unit)/cmocka.o: tests/unit/sources
	@mkdir -p $(unit)/cmocka && tar -C $(unit)/cmocka --strip-components=1 -xf "$$(SOURCES=$< scripts/fetch cmocka_)"
	$(call say,CC,cmocka for $(triple))$(unit-cc) -w -DHAVE_INTTYPES_H -DHAVE_SIGNAL_H -DHAVE_STRINGS_H -c -o $@ $(unit)/cmocka/src/cmocka.c
$(unit-tests:%=$(unit)/%): $(unit)/%: tests/unit/%.c tests/unit/spec.h $(if $(unit-foreign),$(unit)/cmocka.o) $$(call unit-obj,$$(call unit-src,$$*))
	$(call say,CC,$<)$(unit-cc) -o $@ $(filter-out %/cmocka.o,$(filter %.c %.o,$^)) $(unit-wrap-$*:%=-Wl,--wrap=%) $(unit-libs)
-include $(unit-objs:.o=.d)

# ---- the rest ----------------------------------------------------------------------------------------------------------------------

.PHONY: install clean distclean help

# Compiles nothing and strips nothing: a packager has done the one and does the other himself.
install: $(filter all,$(MAKECMDGOALS))
	@[ -e $(out)/husk ] || { echo "no $(out)/husk: make first" >&2; exit 1; }
	install -d '$(DESTDIR)$(SBINDIR)' '$(DESTDIR)$(MANDIR)/man8' '$(DESTDIR)$(BASHDIR)'
	install -m 755 $(out)/husk '$(DESTDIR)$(SBINDIR)/husk'
	install -m 644 $(out)/husk.8 '$(DESTDIR)$(MANDIR)/man8/husk.8'
	install -m 644 $(out)/husk.bash '$(DESTDIR)$(BASHDIR)/husk'

# O may hold more than ours.
clean:
	rm -rf $(boards:%=$(O)/%) $(O)/sysroot $(O)/unit $(O)/matrix $(O)/size
	rmdir $(O) 2>/dev/null || :
distclean: clean
	rm -f $(own-config) $(own-config).old $(own-defconfig)

help:
	@sed -n 's/^## \{0,1\}//p' $(firstword $(MAKEFILE_LIST))
## On a fresh Debian, as root: `make demo` shows a container, `make check` runs every test.
##
##   make                  BOARD's husk: build/BOARD/husk
##   make setup            install what is missing (says what; the other targets do it when needed)
##   make demo             build, make the root, run a container that shows itself
##   make check            all tests of BOARD, and sizes; last line "N passed, N failed"
##   make check-unit-foreign  the unit tests on other architectures, by qemu-user (FULL=1: on all; check-unit-mips: on one)
##   make check-fault      every system call of a start fails in turn, husk is killed at each (SPEC=NAME NTH=3)
##   make mutants          take out one guard after the other, and see a test fail (MUTANTS=NAME...)
##   make bench            start time beside the limit program and other tools, also of an emulated BOARD
##   make size             bytes per configuration and architecture, against the budgets
##   make size-help        measure every option and write the figures into Kconfig
##   make matrix           every option off in turn, gcc and clang, no warning allowed
##   make rootfs           the BusyBox root: build/BOARD/rootfs/, .tar, .squashfs
##   make run              boot the board (host: a shell in a container)
##   make memory           the least memory with which BOARD passes its tests (TESTS='uts twenty': these)
##   make boards-check     the tests on every board, as a table (FULL=1: every kernel, cgroup version and root)
##   make install          husk, its manual and completion, by DESTDIR, PREFIX, SBINDIR, MANDIR, BASHDIR
##   make clean distclean  remove what was built; and the configuration
##
##   make defconfig NAME_defconfig menuconfig guiconfig oldconfig olddefconfig savedefconfig allnoconfig allyesconfig randconfig
##                         write .config (NAME: a folder of board/ or a file of board/configs/)
##
##   BOARD=NAME            a folder of board/: host, qemu-armv7, ...
##   O=DIR                 build in DIR, with the configuration DIR/.config
##   V=1                   show the commands
##   WERROR=1 NOSTRIP=1    warnings are errors; keep symbols
##   CC= CROSS_COMPILE= CFLAGS= CPPFLAGS= LDFLAGS= PKG_CONFIG= SYSROOT=    as given by a build system
##   PYTHON= KCONFIGLIB=   the interpreter and the modules for the *config targets
endif # several goals in turn
