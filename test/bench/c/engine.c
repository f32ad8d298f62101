/*
 * The yardstick for ingest: services/core/engine in C, over batches that the bench wrote to a file. Same algorithm, same order,
 * same model. Usage: engine FILE [parts]. Prints CPU ns of each window over all spaces, or with `parts` what decode, merge and join
 * took of it (by the clock), then the checksum of the model.
 */
#include <stdio.h>
#include <time.h>

#include "join.h"
#include "merge.h"

static void keep_runs(table *to, const table *from, uint64_t blur) {
  size_t n = from->count;
  if (to->capacity < n || to->capacity > n + n / 16 + 16) {
    free(to->place);
    *to = table_of(n + n / 16);
  }
  to->count = join(columns_of(from), n, columns_of(to), blur);
}

static uint64_t cpu_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static uint64_t clock_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static uint32_t mix(uint32_t sum, uint32_t value) { return (sum ^ value) * 16777619u; }

static uint32_t checksum(const table *t, uint32_t sum) {
  for (size_t i = 0; i < t->count; i++) {
    uint64_t pages = t->place[i] >> 48;
    sum = mix(sum, (uint32_t)(t->place[i] & 0xffffffff));
    sum = mix(sum, (uint32_t)(t->place[i] >> 32 & 0xffff));
    sum = mix(sum, (uint32_t)pages);
    sum = mix(sum, (uint32_t)t->heat[i] << 16 | t->age[i]);
    sum = mix(sum, (uint32_t)t->node[i] << 24 | (uint32_t)t->kind[i] << 16 | (uint32_t)t->mark[i] << 8 | t->stale[i]);
    sum = mix(sum, t->seen[i]);
  }
  return sum;
}

int main(int argc, char **argv) {
  if (argc != 2 && argc != 3) return 2;
  const int parts = argc == 3;
  FILE *f = fopen(argv[1], "rb");
  if (!f) return 2;
  fseek(f, 0, SEEK_END);
  long size = ftell(f);
  rewind(f);
  uint8_t *file = malloc((size_t)size);
  if (fread(file, 1, (size_t)size, f) != (size_t)size) return 2;
  fclose(f);
  uint32_t spaces, windows;
  memcpy(&spaces, file, 4);
  memcpy(&windows, file + 4, 4);
  look *looks = malloc(sizeof(look) * ((size_t)spaces * windows + 1));
  const uint8_t *at = file + 8;
  size_t most = 0;
  for (size_t i = 0; i < (size_t)spaces * windows; i++) {
    look *k = &looks[i];
    memcpy(k, at, 32);
    k->gaps = at + 32;
    k->lengths = k->gaps + k->gaps_len;
    k->evidence = k->lengths + k->lengths_len;
    k->node = k->evidence + k->count;
    k->kind = k->node + k->count;
    at = k->kind + k->count;
    if (k->count > most) most = k->count;
  }
  looks[(size_t)spaces * windows] = looks[0];
  table *models = malloc(sizeof(table) * spaces);
  for (size_t s = 0; s < spaces; s++) models[s] = table_of(8);
  uint64_t *starts = malloc(8 * most), *pages = malloc(8 * most);
  table out = table_of(8 * most * windows);
  uint8_t tables[768];
  /* Windows of 10 s and a half-life of 60 s, as in the bench: 2^(-10/60). */
  const uint64_t blur = spaces >> 31; /* None, which the compiler is not to know. */
  const double keep = 0.8908987181403393;
  for (uint32_t w = 0; w < windows; w++) {
    uint64_t before = cpu_ns(), part[3] = {0, 0, 0};
    for (uint32_t s = 0; s < spaces; s++) {
      const look *k = &looks[(size_t)w * spaces + s];
      memset(tables, 255, 256);
      for (uint32_t n = 0; n < k->node_count; n++) tables[n] = (uint8_t)n;
      memset(tables + 256, 1, 256);
      for (int n = 0; n < 256; n++) tables[512 + n] = (uint8_t)n;
      uint64_t at = parts ? clock_ns() : 0;
      decode(k, starts, pages);
      if (parts) part[0] += clock_ns() - at, at = clock_ns();
      merge(&models[s], k, starts, pages, &out, tables, keep, 10, &models[s + 1 < spaces ? s + 1 : 0], k + 1);
      if (parts) part[1] += clock_ns() - at, at = clock_ns();
      keep_runs(&models[s], &out, blur);
      if (parts) part[2] += clock_ns() - at;
    }
    if (parts)
      for (int i = 0; i < 3; i++) printf("%llu\n", (unsigned long long)part[i]);
    else
      printf("%llu\n", (unsigned long long)(cpu_ns() - before));
  }
  uint32_t sum = 2166136261u;
  for (uint32_t s = 0; s < spaces; s++) sum = checksum(&models[s], sum);
  printf("%u\n", sum);
  return 0;
}
