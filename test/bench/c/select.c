/*
 * The yardstick for finding the hottest and coldest: exact histograms of 16-bit heat and age over the same tables, then one pass
 * that takes what is above the cuts. Usage: select FILE TURNS. FILE: u32 tables; of each u32 capacity, u32 count, its bytes.
 * Prints CPU ns of each turn, then the pages taken hot and cold and a checksum.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double by_heat[65536], by_age[65536];

static uint64_t cpu_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static int cut(const double *pages, double limit) {
  double sum = 0;
  for (int bin = 65535; bin >= 0; bin--)
    if ((sum += pages[bin]) > limit) return bin + 1;
  return 0;
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  FILE *f = fopen(argv[1], "rb");
  if (!f) return 2;
  uint32_t tables, head[2];
  if (fread(&tables, 4, 1, f) != 1) return 2;
  uint32_t *capacities = malloc(4 * tables), *counts = malloc(4 * tables);
  uint8_t **bytes = malloc(sizeof(*bytes) * tables);
  for (uint32_t t = 0; t < tables; t++) {
    if (fread(head, 8, 1, f) != 1) return 2;
    capacities[t] = head[0];
    counts[t] = head[1];
    bytes[t] = malloc((size_t)head[0] * 17);
    if (fread(bytes[t], 17, head[0], f) != head[0]) return 2;
  }
  fclose(f);
  double hot = 0, cold = 0;
  uint32_t sum = 0;
  for (int turn = atoi(argv[2]); turn > 0; turn--) {
    uint64_t before = cpu_ns();
    memset(by_heat, 0, sizeof by_heat);
    memset(by_age, 0, sizeof by_age);
    for (uint32_t t = 0; t < tables; t++) {
      size_t n = capacities[t];
      const uint64_t *place = (const uint64_t *)bytes[t];
      const uint16_t *heat = (const uint16_t *)(bytes[t] + 8 * n), *age = (const uint16_t *)(bytes[t] + 10 * n);
      for (uint32_t i = 0; i < counts[t]; i++) {
        double pages = (double)(uint32_t)(place[i] >> 48);
        by_heat[heat[i]] += pages;
        by_age[age[i]] += pages;
      }
    }
    double all = 0;
    for (int bin = 0; bin < 65536; bin++) all += by_heat[bin];
    int hot_from = cut(by_heat, all * 0.05), cold_from = cut(by_age, all * 0.05);
    hot = cold = 0;
    sum = 0;
    for (uint32_t t = 0; t < tables; t++) {
      size_t n = capacities[t];
      const uint64_t *place = (const uint64_t *)bytes[t];
      const uint16_t *heat = (const uint16_t *)(bytes[t] + 8 * n), *age = (const uint16_t *)(bytes[t] + 10 * n);
      for (uint32_t i = 0; i < counts[t]; i++) {
        int is_hot = heat[i] >= hot_from;
        if (!is_hot && age[i] < cold_from) continue;
        double pages = (double)(uint32_t)(place[i] >> 48);
        if (is_hot) hot += pages;
        else cold += pages;
        sum += i;
      }
    }
    printf("%llu\n", (unsigned long long)(cpu_ns() - before));
  }
  printf("%.0f\n%.0f\n%u\n", hot, cold, sum);
  return 0;
}
