/* SPDX-License-Identifier: GPL-2.0-only */
/* box/record: a trace goes out and comes back, and nothing else passes for one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "box/record.h"

static const char boot[] = "01234567-89ab-cdef-0123-456789abcdef\n", later[] = "01234567-89ab-cdef-0123-456789abcde0\n";
static struct trace trace;
static struct record record;

static int begin(void **state)
{
	(void)state;
	memset(&trace, 0, sizeof(trace));
	strcpy(trace.name, "web");
	strcpy(trace.cgroup, "husk/web");
	strcpy(trace.link[0].name, "h-web");
	trace.pid = 4711;
	trace.start = UINT64_MAX - 1;
	trace.cgroup_made = true;
	memset(&record, 0xee, sizeof(record));
	record_pack(&record, &trace, boot);
	return 0;
}

static void round_trip(void **state)
{
	(void)state;
	assert_true(record_valid(&record, boot, "web"));
	assert_memory_equal(&record.trace, &trace, sizeof(trace));
	assert_int_equal(record.size, sizeof(record));
}

static void no_garbage_is_written(void **state)
{
	static struct record again;

	(void)state;
	memset(&again, 0x11, sizeof(again));
	record_pack(&again, &trace, boot);
	assert_memory_equal(&again, &record, sizeof(record));
}

static void not_ours(void **state)
{
	struct record empty = { 0 };

	(void)state;
	assert_false(record_valid(&record, later, "web"));
	assert_false(record_valid(&record, boot, "we"));
	assert_false(record_valid(&record, boot, "webb"));
	assert_false(record_valid(&record, boot, ""));
	assert_false(record_valid(&empty, boot, "web"));
	record.size--; /* another release's */
	assert_false(record_valid(&record, boot, "web"));
}

static void texts_end(void **state)
{
	(void)state;
	memset(record.trace.cgroup, 'x', sizeof(record.trace.cgroup));
	assert_false(record_valid(&record, boot, "web"));
	begin(NULL);
	memset(record.trace.link[CONFIG_NET_LINKS - 1].name, 'x', TRACE_IFNAME);
	assert_false(record_valid(&record, boot, "web"));
	begin(NULL);
	memset(record.trace.link[0].inside, 'x', TRACE_IFNAME);
	assert_false(record_valid(&record, boot, "web"));
	begin(NULL);
	memset(record.trace.pidfile, 'x', sizeof(record.trace.pidfile));
	assert_false(record_valid(&record, boot, "web"));
	begin(NULL);
	record.trace.own[TRACE_OWN - 3] = 'x';
	assert_false(record_valid(&record, boot, "web"));
	begin(NULL);
	memset(record.trace.name, 'x', sizeof(record.trace.name));
	assert_false(record_valid(&record, boot, "web"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(round_trip, begin),
		cmocka_unit_test_setup(no_garbage_is_written, begin),
		cmocka_unit_test_setup(not_ours, begin),
		cmocka_unit_test_setup(texts_end, begin),
	};

	return cmocka_run_group_tests_name("box_record", tests, NULL, NULL);
}
