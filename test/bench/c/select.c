/*
 * The yardstick for finding what to move: of runs on the slow node the hottest, of runs on the fast one first the oldest of those
 * that are cold, then the least hot, by exact histograms of 16-bit heat and age; then one pass that takes what is above the cuts.
 * Usage: select FILE TURNS HOT COLD PAGES: least heat to be promoted, least age that is cold, pages to take each way. FILE: u32
 * tables; of each u32 capacity, u32 count, its bytes; node 0 is fast, node 1 slow. Prints CPU ns of each turn, then the cuts (heat
 * of the hot, age of the cold, heat of those not cold), and the pages promoted and demoted.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double by_heat[65536], by_age[65536], by_coolness[65536];

static uint64_t cpu_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* The lowest bin from which on there are so many pages or fewer; 65536 where the highest alone has more. Less those from `limit`. */
static int cut(const double *pages, double *limit) {
  for (int bin = 65535; bin >= 0; bin--) {
    if (pages[bin] > *limit) return bin + 1;
    *limit -= pages[bin];
  }
  return 0;
}

int main(int argc, char **argv) {
  if (argc != 6) return 2;
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
  const int hot = atoi(argv[3]), cold = atoi(argv[4]);
  int hot_from = 0, cold_from = 0, cool_from = 0;
  double promoted = 0, demoted = 0;
  for (int turn = atoi(argv[2]); turn > 0; turn--) {
    uint64_t before = cpu_ns();
    memset(by_heat, 0, sizeof by_heat);
    memset(by_age, 0, sizeof by_age);
    memset(by_coolness, 0, sizeof by_coolness);
    for (uint32_t t = 0; t < tables; t++) {
      size_t n = capacities[t];
      const uint64_t *place = (const uint64_t *)bytes[t];
      const uint16_t *heat = (const uint16_t *)(bytes[t] + 8 * n), *age = (const uint16_t *)(bytes[t] + 10 * n);
      const uint8_t *node = bytes[t] + 12 * n;
      for (uint32_t i = 0; i < counts[t]; i++) {
        double pages = (double)(uint32_t)(place[i] >> 48);
        if (node[i] == 0) {
          if (age[i] >= cold) by_age[age[i]] += pages;
          else by_coolness[65535 - heat[i]] += pages;
        } else if (heat[i] >= hot) {
          by_heat[heat[i]] += pages;
        }
      }
    }
    double up = atof(argv[5]), down = up;
    hot_from = cut(by_heat, &up);
    cold_from = cut(by_age, &down);
    cool_from = cold_from > 0 ? 65536 : cut(by_coolness, &down);
    promoted = demoted = 0;
    for (uint32_t t = 0; t < tables; t++) {
      size_t n = capacities[t];
      const uint64_t *place = (const uint64_t *)bytes[t];
      const uint16_t *heat = (const uint16_t *)(bytes[t] + 8 * n), *age = (const uint16_t *)(bytes[t] + 10 * n);
      const uint8_t *node = bytes[t] + 12 * n;
      for (uint32_t i = 0; i < counts[t]; i++) {
        double pages = (double)(uint32_t)(place[i] >> 48);
        if (node[i] != 0) {
          if (heat[i] >= hot && heat[i] >= hot_from) promoted += pages;
        } else if (age[i] >= cold ? age[i] >= cold_from : 65535 - heat[i] >= cool_from) {
          demoted += pages;
        }
      }
    }
    printf("%llu\n", (unsigned long long)(cpu_ns() - before));
  }
  printf("%d\n%d\n%d\n%.0f\n%.0f\n", hot_from, cold_from, 65535 - cool_from, promoted, demoted);
  return 0;
}
