/*
 * Memory of one kind, filled with a known pattern and held: held KIND MIB [PATH]. Prints what it holds as one line of JSON
 * (pid, first page, pages), then the checksum of the content for every line that it reads, until its input ends.
 *   anon, thp, shmem   memory of this process; shmem is shared anonymous memory
 *   file               PATH, mapped by this process
 *   unmapped           PATH, written and read with read(2) and write(2) alone, so that no process maps it
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <signal.h>
#include <unistd.h>

#define MIB (1UL << 20)
#define HUGE (2 * MIB)
#define WORDS (MIB / sizeof(uint64_t))

static void need(int holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "held: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* splitmix64 (Steele, Lea, Flood 2014): each word of the pattern from its index. */
static uint64_t word(uint64_t index)
{
	uint64_t z = (index + 1) * 0x9e3779b97f4a7c15ULL;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

static void fill(uint64_t *block, uint64_t first)
{
	for (uint64_t i = 0; i < WORDS; i++)
		block[i] = word(first + i);
}

/* FNV-1a over words. */
static uint64_t mix(uint64_t sum, const uint64_t *block)
{
	for (uint64_t i = 0; i < WORDS; i++)
		sum = (sum ^ block[i]) * 0x100000001b3ULL;
	return sum;
}

static uint64_t *map(const char *kind, size_t bytes, int fd)
{
	int shared = fd >= 0 || !strcmp(kind, "shmem");
	char *at = mmap(NULL, bytes + HUGE, PROT_READ | PROT_WRITE,
			(shared ? MAP_SHARED : MAP_PRIVATE) | (fd < 0 ? MAP_ANONYMOUS : 0), fd, 0);

	need(at != MAP_FAILED, "mmap");
	if (fd < 0)
		at += (HUGE - (uintptr_t)at % HUGE) % HUGE;
	need(!madvise(at, bytes, !strcmp(kind, "thp") ? MADV_HUGEPAGE : MADV_NOHUGEPAGE), "madvise");
	return (uint64_t *)at;
}

int main(int argc, char **argv)
{
	uint64_t mib = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;
	uint64_t *memory = NULL, *block = malloc(MIB);
	char line[64];
	int fd = -1;

	if (!mib || !block) {
		fprintf(stderr, "usage: held anon|thp|shmem|file|unmapped MIB [PATH]\n");
		return 2;
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (argc > 3) {
		fd = open(argv[3], O_RDWR | O_CREAT | O_TRUNC, 0600);
		need(fd >= 0 && !ftruncate(fd, (off_t)(mib * MIB)), argv[3]);
	}
	if (strcmp(argv[1], "unmapped"))
		memory = map(argv[1], mib * MIB, fd);
	for (uint64_t i = 0; i < mib; i++) {
		fill(memory ? memory + i * WORDS : block, i * WORDS);
		if (!memory)
			need(pwrite(fd, block, MIB, (off_t)(i * MIB)) == (ssize_t)MIB, "write");
	}
	need(fd < 0 || !fsync(fd), "fsync");
	printf("{\"pid\":%d,\"startPage\":%" PRIuPTR ",\"pages\":%" PRIu64 "}\n", getpid(), (uintptr_t)memory / 4096,
	       mib * MIB / 4096);
	fflush(stdout);
	while (fgets(line, sizeof line, stdin)) {
		uint64_t sum = 0xcbf29ce484222325ULL;

		for (uint64_t i = 0; i < mib; i++) {
			if (!memory)
				need(pread(fd, block, MIB, (off_t)(i * MIB)) == (ssize_t)MIB, "read");
			sum = mix(sum, memory ? memory + i * WORDS : block);
		}
		printf("%016" PRIx64 "\n", sum);
		fflush(stdout);
	}
	return 0;
}
