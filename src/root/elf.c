// SPDX-License-Identifier: GPL-2.0-only
/* What an ELF file needs to start. Knows nothing of paths. Lays no structure over the file: field by field, whatever size and order they have. */
#include "root/elf.h"
#include <string.h>
#include <unistd.h>

#define HEADERS 64 /* of segments, at most: linkers make about a dozen */

enum { SEGMENT_LOAD = 1, SEGMENT_DYNAMIC, SEGMENT_INTERP }; /* PT_* */
enum { STRINGS = 5 };					    /* DT_STRTAB */

static unsigned word(const struct elf *elf)
{
	return elf->wide ? 8 : 4;
}

static uint64_t get(const struct elf *elf, const unsigned char *at, unsigned bytes)
{
	uint64_t value = 0;

	for (unsigned i = 0; i < bytes; i++)
		value = value << 8 | at[elf->big ? i : bytes - 1 - i];
	return value;
}

/* The Kth of the words at AT. */
static uint64_t nth(const struct elf *elf, const unsigned char *at, unsigned k)
{
	unsigned w = word(elf);

	return get(elf, at + k * w, w);
}

/* All N bytes, or it is a bad file. An offset that is no off_t is refused by the kernel. */
static bool load(const struct elf *elf, void *buf, size_t n, uint64_t at)
{
	return pread(elf->fd, buf, n, (off_t)at) == (ssize_t)n;
}

static int text(const struct elf *elf, uint64_t from, uint64_t at, char name[ELF_TEXT])
{
	ssize_t n = pread(elf->fd, name, ELF_TEXT, (off_t)(from + at));

	return at <= from + at && n > 0 && memchr(name, 0, (size_t)n) ? 1 : -1;
}

/* The value of the Nth entry TAG. */
static bool entry(const struct elf *elf, unsigned tag, unsigned n, uint64_t *value)
{
	unsigned w = word(elf);

	for (unsigned i = 0; i + 2 * w <= elf->used; i += 2 * w) {
		uint64_t t = nth(elf, elf->dynamic + i, 0);

		if (!t)
			break;
		if (t == tag && !n--) {
			*value = nth(elf, elf->dynamic + i, 1);
			return true;
		}
	}
	return false;
}

/* The dynamic section has addresses; the file's offsets come from the segments. */
static bool find_strings(struct elf *elf, const unsigned char *headers, unsigned n)
{
	unsigned size = 8 + 6 * word(elf);
	uint64_t address;

	if (!entry(elf, STRINGS, 0, &address))
		return !elf->used;
	for (unsigned i = 0; i < n; i++) {
		const unsigned char *h = headers + i * size;
		uint64_t into = address - nth(elf, h, 2);

		if (get(elf, h, 4) == SEGMENT_LOAD && into < nth(elf, h, 4)) {
			elf->strings = nth(elf, h, 1) + into;
			return elf->strings >= into;
		}
	}
	return false;
}

int elf_open(struct elf *elf, int fd, char interp[ELF_TEXT])
{
	unsigned char head[64], headers[HEADERS * 56];
	ssize_t got = pread(fd, head, sizeof(head), 0);
	unsigned w, size, n;

	*interp = 0;
	elf->fd = fd;
	elf->used = 0;
	if (got < 4 || memcmp(head, "\177ELF", 4))
		return 0;
	elf->wide = head[4] == 2;
	elf->big = head[5] == 2;
	w = word(elf);
	size = 8 + 6 * w;
	elf->kind = (unsigned)get(elf, head + 18, 2) << 16 | head[4] << 8 | head[5];
	n = (unsigned)get(elf, head + 32 + 3 * w, 2);
	if (got < (ssize_t)(40 + 3 * w) || head[4] - 1U > 1 || head[5] - 1U > 1 || n > HEADERS || (n && get(elf, head + 30 + 3 * w, 2) != size) ||
	    !load(elf, headers, n * size, nth(elf, head + 24, 1)))
		return -1;
	for (unsigned i = 0; i < n; i++) {
		const unsigned char *h = headers + i * size;
		uint64_t at = nth(elf, h, 1), length = nth(elf, h, 4);

		switch (get(elf, h, 4)) {
		case SEGMENT_INTERP:
			if (text(elf, at, 0, interp) < 0)
				return -1;
			break;
		case SEGMENT_DYNAMIC:
			elf->used = length < sizeof(elf->dynamic) ? (unsigned)length : sizeof(elf->dynamic);
			if (!load(elf, elf->dynamic, elf->used, at))
				return -1;
		}
	}
	return find_strings(elf, headers, n) ? 1 : -1;
}

int elf_name(const struct elf *elf, unsigned tag, unsigned n, char name[ELF_TEXT])
{
	uint64_t at;

	return entry(elf, tag, n, &at) ? text(elf, elf->strings, at, name) : 0;
}
