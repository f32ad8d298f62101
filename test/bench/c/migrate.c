/* The yardstick of migration, and the memory that it moves.
 *   migrate hold MIB                    allocates small anonymous pages on node 0, prints pid, address and pages, and waits
 *   migrate move PID ADDRESS PAGES NODE moves them by move_pages(2) in calls that take some 20 ms: 64 pages at first, then as
 *                                       many as the latency allows (services/actuator/pace.ts has the same rule);
 *                                       prints seconds, pages that are on NODE afterwards, and calls
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define PAGE 4096L
#define CALL_SECONDS 0.020
#define MOST_CALL_SECONDS 0.100
#define MEMORY 0.8
#define LEAST_SPREAD 0.1
#define PROBE 1.5
#define LEAST 64
#define MOST 16384
#define MPOL_MF_MOVE 2
#define MPOL_BIND 2

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static int hold(long mib) {
  long pages = mib * 256;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  uint8_t *memory = mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED || madvise(memory, pages * PAGE, MADV_NOHUGEPAGE)) return perror("mmap"), 1;
  unsigned long node0 = 1;
  if (syscall(SYS_mbind, memory, pages * PAGE, MPOL_BIND, &node0, 8, 0)) return perror("mbind"), 1;
  for (long i = 0; i < pages; i++) *(uint64_t *)(memory + i * PAGE) = i * 0x9e3779b97f4a7c15ULL;
  /* The policy was for the first touch alone: pages may go anywhere from now on. */
  if (syscall(SYS_mbind, memory, pages * PAGE, 0, NULL, 0, 0)) return perror("mbind"), 1;
  printf("{\"pid\":%d,\"startPage\":%ld,\"pages\":%ld}\n", getpid(), (long)memory / PAGE, pages);
  fflush(stdout);
  for (;;) pause();
}

/* The size of the next call after one of `count` pages that took `seconds`: as in services/actuator/pace.ts. */
static long next_size(long size, long count, double seconds) {
  static double calls, n, t, nn, nt, fixed;
  calls = calls * MEMORY + 1;
  n = n * MEMORY + count;
  t = t * MEMORY + seconds;
  nn = nn * MEMORY + (double)count * count;
  nt = nt * MEMORY + count * seconds;
  double mean_n = n / calls, mean_t = t / calls, variance = nn / calls - mean_n * mean_n;
  int told = variance > LEAST_SPREAD * mean_n * LEAST_SPREAD * mean_n;
  if (told) fixed = mean_t - (nt / calls - mean_n * mean_t) / variance * mean_n;
  fixed = fixed < 0 ? 0 : fixed > 0.9 * mean_t ? 0.9 * mean_t : fixed;
  if (fixed > MOST_CALL_SECONDS / 2) fixed = MOST_CALL_SECONDS / 2;
  double budget = 2 * fixed < CALL_SECONDS ? CALL_SECONDS : 2 * fixed;
  double fits = (budget - fixed) * mean_n / (mean_t - fixed);
  if (fits > size && count < size) return size;
  if (!told && fits <= LEAST) return LEAST * PROBE;
  size = fits > 2 * size ? 2 * size : fits < size / 2.0 ? size / 2 : (long)fits;
  return size < LEAST ? LEAST : size > MOST ? MOST : size;
}

static int move(int pid, long start, long pages, int node) {
  void **at = malloc(MOST * sizeof *at);
  int *nodes = malloc(MOST * sizeof *nodes), *status = malloc(MOST * sizeof *status);
  for (int i = 0; i < MOST; i++) nodes[i] = node;
  long size = LEAST, there = 0, calls = 0;
  double begun = now();
  for (long done = 0; done < pages;) {
    long count = pages - done < size ? pages - done : size;
    for (long i = 0; i < count; i++) at[i] = (void *)((start + done + i) * PAGE);
    double before = now();
    if (syscall(SYS_move_pages, pid, count, at, nodes, status, MPOL_MF_MOVE) < 0) return perror("move_pages"), 1;
    size = next_size(size, count, now() - before);
    for (long i = 0; i < count; i++) there += status[i] == node;
    done += count;
    calls++;
  }
  printf("{\"seconds\":%.6f,\"there\":%ld,\"calls\":%ld}\n", now() - begun, there, calls);
  return 0;
}

int main(int count, char **words) {
  if (count == 3 && !strcmp(words[1], "hold")) return hold(atol(words[2]));
  if (count == 6 && !strcmp(words[1], "move"))
    return move(atoi(words[2]), atol(words[3]), atol(words[4]), atoi(words[5]));
  fprintf(stderr, "usage: migrate hold MIB | migrate move PID START_PAGE PAGES NODE\n");
  return 2;
}
