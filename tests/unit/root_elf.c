/* SPDX-License-Identifier: GPL-2.0-only */
/* root/elf: both sizes and both byte orders, made by hand; every field broken in turn, every length cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <cmocka.h>
#include "root/elf.h"

enum { HEADERS_AT = 64, DYNAMIC_AT = 512, STRINGS_AT = 2048, SIZE = 3072, BASE = 0x10000 };
static const char interp_text[] = "/lib/ld.so", strings[] = "\0libc.so.6\0/opt/lib:$ORIGIN\0/run\0libm.so.6";
enum { LIBC = 1, RPATH = 11, RUNPATH = 28, LIBM = 33 };

static unsigned char image[SIZE];
static bool wide, big;
static unsigned n_headers, n_entries;
static struct elf elf;
static char interp[ELF_TEXT], name[ELF_TEXT];

static void put(size_t at, unsigned bytes, uint64_t value)
{
	for (unsigned i = 0; i < bytes; i++)
		image[at + (big ? bytes - 1 - i : i)] = (unsigned char)(value >> 8 * i);
}

static unsigned word(void)
{
	return wide ? 8 : 4;
}

/* Field N of segment I, in words, as the 64-bit layout without its flags numbers them: 0 type, 1 offset, 2 address, 4 size. */
static size_t field(unsigned i, unsigned f)
{
	return HEADERS_AT + i * (wide ? 56 : 32) + f * word();
}

static void segment(unsigned type, uint64_t offset, uint64_t address, uint64_t size)
{
	put(field(n_headers, 0), 4, type);
	put(field(n_headers, 1), word(), offset);
	put(field(n_headers, 2), word(), address);
	put(field(n_headers, 4), word(), size);
	put(wide ? 56 : 44, 2, ++n_headers);
}

static void dynamic(uint64_t tag, uint64_t value)
{
	put(DYNAMIC_AT + n_entries * 2 * word(), word(), tag);
	put(DYNAMIC_AT + n_entries++ * 2 * word() + word(), word(), value);
}

static void make(bool is_wide, bool is_big)
{
	wide = is_wide, big = is_big;
	n_headers = n_entries = 0;
	memset(image, 0, sizeof(image));
	memcpy(image, "\177ELF", 4);
	image[4] = wide ? 2 : 1;
	image[5] = big ? 2 : 1;
	image[6] = 1;
	put(18, 2, 40);
	put(24 + word(), word(), HEADERS_AT);
	put(wide ? 54 : 42, 2, wide ? 56 : 32);
	segment(6, HEADERS_AT, BASE + HEADERS_AT, 100); /* PT_PHDR */
	segment(3, 1024, BASE + 1024, sizeof(interp_text));
	segment(1, 0, BASE, 1024);
	segment(1, STRINGS_AT, 2 * BASE, 256);
	segment(2, DYNAMIC_AT, BASE + DYNAMIC_AT, 7 * 2 * word());
	memcpy(image + 1024, interp_text, sizeof(interp_text));
	memcpy(image + STRINGS_AT, strings, sizeof(strings));
	dynamic(ELF_NEEDED, LIBC);
	dynamic(5, 2 * BASE);
	dynamic(ELF_RPATH, RPATH);
	dynamic(ELF_RUNPATH, RUNPATH);
	dynamic(ELF_NEEDED, LIBM);
	dynamic(0, 0);
	dynamic(ELF_NEEDED, LIBC); /* behind the end */
}

static int load(size_t size)
{
	static int fd = -1;

	if (fd >= 0)
		close(fd);
	fd = memfd_create("elf", 0);
	assert_int_equal(write(fd, image, size), size);
	memset(&elf, 0xee, sizeof(elf));
	memset(interp, 0xee, sizeof(interp));
	return elf_open(&elf, fd, interp);
}

static void both(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 4; i++) {
		make(i & 1, i & 2);
		assert_int_equal(load(SIZE), 1);
		assert_int_equal(elf.wide, wide);
		assert_int_equal(elf.big, big);
		assert_int_equal(elf.kind >> 16, 40);
		assert_string_equal(interp, "/lib/ld.so");
		assert_int_equal(elf_name(&elf, ELF_NEEDED, 0, name), 1);
		assert_string_equal(name, "libc.so.6");
		assert_int_equal(elf_name(&elf, ELF_NEEDED, 1, name), 1);
		assert_string_equal(name, "libm.so.6");
		assert_int_equal(elf_name(&elf, ELF_NEEDED, 2, name), 0);
		assert_int_equal(elf_name(&elf, ELF_RPATH, 0, name), 1);
		assert_string_equal(name, "/opt/lib:$ORIGIN");
		assert_int_equal(elf_name(&elf, ELF_RUNPATH, 0, name), 1);
		assert_string_equal(name, "/run");
		assert_int_equal(elf_name(&elf, ELF_RUNPATH, 1, name), 0);
	}
}

static void no_elf(void **state)
{
	(void)state;
	make(true, false);
	assert_int_equal(load(0), 0);
	assert_int_equal(load(3), 0);
	image[3] = 'f';
	assert_int_equal(load(SIZE), 0);
}

/* Static: no interpreter, nothing needed. An object file: no segments. */
static void bare(void **state)
{
	(void)state;
	make(true, false);
	put(56, 2, 1);
	assert_int_equal(load(SIZE), 1);
	assert_string_equal(interp, "");
	assert_int_equal(elf_name(&elf, ELF_NEEDED, 0, name), 0);
	put(56, 2, 0);
	put(54, 2, 0);
	put(32, 8, 0);
	assert_int_equal(load(64), 1);
	assert_int_equal(load(63), -1);
}

/* Whatever is cut off: never a fault, and never a name that is not in the file. */
static void cut(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 4; i++)
		for (size_t size = 4; size < SIZE; size++) {
			make(i & 1, i & 2);
			if (load(size) == 1 && elf_name(&elf, ELF_NEEDED, 0, name) == 1)
				assert_string_equal(name, "libc.so.6");
			if (size < STRINGS_AT)
				assert_int_not_equal(load(size) == 1 && elf_name(&elf, ELF_NEEDED, 0, name) == 1, 1);
		}
}

static int bad(size_t at, unsigned bytes, uint64_t value)
{
	make(wide, big);
	put(at, bytes, value);
	return load(SIZE);
}

static void hostile(void **state)
{
	static const uint64_t values[] = { SIZE - 1, SIZE, 0x7fffffff, 0xfffffff0, UINT32_MAX, INT64_MAX, (uint64_t)INT64_MAX + 1, UINT64_MAX };

	(void)state;
	for (unsigned i = 0; i < 4; i++) {
		make(i & 1, i & 2);
		assert_int_equal(bad(4, 1, 0), -1);
		assert_int_equal(bad(4, 1, 3), -1);
		assert_int_equal(bad(5, 1, 0), -1);
		assert_int_equal(bad(5, 1, 3), -1);
		assert_int_equal(bad(wide ? 54 : 42, 2, 8), -1);   /* size of a header */
		assert_int_equal(bad(wide ? 56 : 44, 2, 65), -1);  /* how many */
		assert_int_equal(bad(wide ? 56 : 44, 2, 0xffff), -1);
		for (unsigned k = 0; k < sizeof(values) / sizeof(values[0]); k++) {
			uint64_t v = wide ? values[k] : (uint32_t)values[k];

			if (!v)
				continue;
			assert_int_equal(bad(24 + word(), word(), v), -1);  /* where the headers are */
			assert_int_equal(bad(field(4, 1), word(), v), -1); /* where the dynamic section is */
			assert_int_equal(bad(DYNAMIC_AT + 3 * word(), word(), v), -1); /* the strings' address is in no segment */
			if (v >= SIZE)
				assert_int_equal(bad(field(1, 1), word(), v), -1); /* the interpreter's name */
			/* A string outside the file. */
			if (bad(DYNAMIC_AT + word(), word(), v) == 1)
				assert_int_not_equal(elf_name(&elf, ELF_NEEDED, 0, name) == 1 && *name, 1);
			/* The strings' segment. */
			if (bad(field(3, 1), word(), v) == 1)
				assert_int_not_equal(elf_name(&elf, ELF_NEEDED, 0, name), 1);
		}
		/* A dynamic section without end fills what is read of it, and no more. */
		make(wide, big);
		put(field(4, 4), word(), UINT32_MAX);
		assert_int_equal(load(SIZE), -1);
	}
}

/* A name as long as the buffer has no end in it. */
static void long_name(void **state)
{
	(void)state;
	make(true, true);
	memset(image + 1024, 'a', 1024);
	assert_int_equal(load(SIZE), -1);
	make(true, true);
	memset(image + 1024, 'a', 1023);
	assert_int_equal(load(SIZE), 1);
	assert_int_equal(strlen(interp), 1023);
	make(true, true);
	memset(image + STRINGS_AT + 1, 'a', 1023);
	assert_int_equal(load(SIZE), 1);
	memset(image + STRINGS_AT + 1, 'a', SIZE - STRINGS_AT - 1);
	assert_int_equal(load(SIZE), 1);
	assert_int_equal(elf_name(&elf, ELF_NEEDED, 0, name), -1);
}

/* Any bytes at all: the sanitizers watch. */
static void noise(void **state)
{
	(void)state;
	srand(1);
	for (unsigned i = 0; i < 20000; i++) {
		make(i & 1, i & 2);
		for (unsigned k = 0; k < 8; k++)
			image[4 + rand() % 700] = (unsigned char)rand();
		if (load(SIZE) != 1)
			continue;
		for (unsigned k = 0; k < 1000 && elf_name(&elf, ELF_NEEDED, k, name) == 1; k++)
			assert_true(strlen(name) < ELF_TEXT);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both), cmocka_unit_test(no_elf), cmocka_unit_test(bare), cmocka_unit_test(cut),
		cmocka_unit_test(hostile), cmocka_unit_test(long_name), cmocka_unit_test(noise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
