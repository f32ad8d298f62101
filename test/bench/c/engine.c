/*
 * The yardstick for ingest: services/core/engine/engine.ts in C, over batches that the bench wrote to a file. Same algorithm,
 * same order, same model. Usage: engine FILE. Prints CPU ns of each window over all spaces, then the checksum of the model.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LAST UINT64_MAX
#define START_MASK 0xffffffffffffull
#define RUN_MAX_PAGES 65024ull
#define HEAT_BITS 6
#define AGE_BITS 3
#define HEAT_SHIFT (16 - HEAT_BITS)
#define HEAT_ROUND ((1 << HEAT_SHIFT) - 1)

typedef struct {
  uint64_t *place;
  uint16_t *heat, *age;
  uint8_t *node, *kind, *mark, *stale, *seen;
  size_t count, capacity;
} table;

typedef struct {
  uint64_t start, pages;
  int heat, age, seen;
  uint32_t tags;
} run;

static size_t round8(size_t n) { return (n + 7) & ~(size_t)7; }

static table table_of(size_t capacity) {
  size_t n = round8(capacity);
  uint8_t *at = malloc(n * 17 + 8);
  table t = {(uint64_t *)at, (uint16_t *)(at + 8 * n), (uint16_t *)(at + 10 * n), at + 12 * n, at + 13 * n,
             at + 14 * n, at + 15 * n, at + 16 * n, 0, n};
  return t;
}

typedef struct {
  uint64_t *restrict place;
  uint16_t *restrict heat, *restrict age;
  uint8_t *restrict node, *restrict kind, *restrict mark, *restrict stale, *restrict seen;
} columns;

static inline void write_run(columns t, size_t i, uint64_t start, uint64_t pages, int heat, int age, uint32_t tags,
                             int seen) {
  t.place[i] = start | pages << 48;
  t.heat[i] = (uint16_t)heat;
  t.age[i] = (uint16_t)age;
  t.node[i] = (uint8_t)tags;
  t.kind[i] = (uint8_t)(tags >> 8);
  t.mark[i] = (uint8_t)(tags >> 16);
  t.stale[i] = (uint8_t)(tags >> 24);
  t.seen[i] = (uint8_t)seen;
}

static __attribute__((noinline)) size_t write_long(columns t, size_t i, uint64_t start, uint64_t pages, int heat, int age,
                                                   uint32_t tags, int seen) {
  for (; pages > RUN_MAX_PAGES; pages -= RUN_MAX_PAGES, start += RUN_MAX_PAGES)
    write_run(t, i++, start, RUN_MAX_PAGES, heat, age, tags, seen);
  write_run(t, i++, start, pages, heat, age, tags, seen);
  return i;
}

static inline int alike(int heat_a, int heat_b, int age_a, int age_b) {
  if ((heat_a + HEAT_ROUND) >> HEAT_SHIFT != (heat_b + HEAT_ROUND) >> HEAT_SHIFT) return 0;
  if (age_a == age_b) return 1;
  int shift = 31 - __builtin_clz((unsigned)(age_a | age_b)) - AGE_BITS;
  if (shift < 0) shift = 0;
  return age_a >> shift == age_b >> shift;
}

typedef struct {
  uint32_t count, gaps_len, lengths_len, node_count;
  uint64_t cover_start, cover_pages;
  const uint8_t *gaps, *lengths, *evidence, *node, *kind;
} look;

static uint64_t varint(const uint8_t **at) {
  uint64_t value = 0;
  for (int shift = 0;; shift += 7) {
    uint8_t byte = *(*at)++;
    value |= (uint64_t)(byte & 127) << shift;
    if (byte < 128) return value;
  }
}

static void decode(const look *k, uint64_t *starts, uint64_t *pages) {
  const uint8_t *g = k->gaps, *ge = g + k->gaps_len, *n = k->lengths, *ne = n + k->lengths_len;
  uint64_t end = 0;
  for (uint32_t i = 0; i < k->count; i++) {
    if (g >= ge || n >= ne) exit(3);
    uint64_t gap = *g < 128 ? *g++ : varint(&g), length = *n < 128 ? *n++ : varint(&n);
    if (length == 0) exit(3);
    starts[i] = end + gap;
    pages[i] = length;
    end = starts[i] + length;
    if (end > START_MASK) exit(3);
  }
  if (g != ge || n != ne) exit(3);
}

static void merge(const table *from, const look *look, const uint64_t *restrict starts, const uint64_t *restrict lengths,
                  table *to, const uint8_t *restrict tables, double keep, int age_step, uint64_t blur) {
  const uint8_t *takes_node = tables + 256, *remap = tables + 512;
  const columns m = {from->place, from->heat, from->age, from->node, from->kind, from->mark, from->stale, from->seen};
  const columns out = {to->place, to->heat, to->age, to->node, to->kind, to->mark, to->stale, to->seen};
  const uint8_t *restrict evidence = look->evidence, *restrict nodes = look->node, *restrict kinds = look->kind;
  const size_t m_count = from->count, l_count = look->count;
  size_t i = 0, l = 0, written = 0;
  uint64_t ms = LAST, me = LAST, ls = LAST, le = LAST, cs = look->cover_start, ce = cs + look->cover_pages;
  uint64_t start = 0, pages = 0;
  int heat = 0, age = 0, seen = 0;
  uint32_t tags = 0;
  if (m_count) ms = m.place[0] & START_MASK, me = ms + (m.place[0] >> 48);
  if (l_count) ls = starts[0], le = ls + lengths[0];
  while (i < m_count || l < l_count) {
    uint64_t page = ms < ls ? ms : ls, end;
    while (ce <= page) cs = ce = LAST;
    int covered = cs <= page, in_model = ms == page, in_look = ls == page, known = 1;
    if (in_model && in_look && covered && me == le && me <= ce) {
      end = me;
    } else {
      uint64_t a = in_look ? le : ls, b = covered ? ce : cs;
      end = in_model ? me : ms;
      if (a < end) end = a;
      if (b < end) end = b;
    }
    int new_heat = 0, new_age = 0, new_seen = 0;
    uint32_t new_tags = 0;
    if (covered && in_look) {
      int looked = evidence[l], target = looked * 257, read = tables[nodes[l]];
      new_seen = looked > 0;
      if (in_model) {
        uint8_t old = m.mark[i];
        new_heat = target + (int)((double)(m.heat[i] - target) * keep);
        new_age = m.age[i] + age_step;
        new_seen |= (m.seen[i] << 1) & 255;
        uint32_t node = read != 255 && takes_node[old] ? (uint32_t)read : m.node[i];
        new_tags = node | (uint32_t)kinds[l] << 8 | (uint32_t)remap[old] << 16;
      } else {
        new_heat = target;
        new_age = age_step;
        new_tags = (uint32_t)read | (uint32_t)kinds[l] << 8;
      }
      if (new_age > 65535) new_age = 65535;
      new_age = looked > 0 ? 0 : new_age;
    } else if (!covered && in_model) {
      int stale = m.stale[i] + (m.stale[i] == 0) + 3;
      if (stale > 255) stale = 255;
      new_tags = m.node[i] | (uint32_t)m.kind[i] << 8 | (uint32_t)remap[m.mark[i]] << 16 | (uint32_t)stale << 24;
      new_heat = m.heat[i];
      new_age = m.age[i];
      new_seen = m.seen[i];
    } else {
      known = 0;
    }
    if (known) {
      uint64_t more = end - page;
      if (new_tags == tags && page == start + pages && pages + more <= RUN_MAX_PAGES && pages > 0 &&
          (alike(heat, new_heat, age, new_age) || pages + more <= blur)) {
        if (heat != new_heat)
          heat = (int)(((double)heat * (double)pages + (double)new_heat * (double)more) / (double)(pages + more) + 0.5);
        if (new_age < age) age = new_age;
        if (more > pages) seen = new_seen;
        pages += more;
      } else {
        if (pages > RUN_MAX_PAGES) written = write_long(out, written, start, pages, heat, age, tags, seen);
        else if (pages > 0) write_run(out, written++, start, pages, heat, age, tags, seen);
        start = page, pages = more, heat = new_heat, age = new_age, tags = new_tags, seen = new_seen;
      }
    }
    if (in_model) ms = end;
    if (in_look) ls = end;
    if (me <= end) {
      ms = me = LAST;
      if (++i < m_count) ms = m.place[i] & START_MASK, me = ms + (m.place[i] >> 48);
    }
    if (le <= end) {
      ls = le = LAST;
      if (++l < l_count) ls = starts[l], le = ls + lengths[l];
    }
  }
  to->count = pages > 0 ? write_long(out, written, start, pages, heat, age, tags, seen) : written;
}

static void keep_runs(table *to, const table *from) {
  size_t n = from->count;
  if (to->capacity < n || to->capacity > n + n / 16 + 16) {
    free(to->place);
    *to = table_of(n + n / 32);
  }
  memcpy(to->place, from->place, 8 * n);
  memcpy(to->heat, from->heat, 2 * n);
  memcpy(to->age, from->age, 2 * n);
  memcpy(to->node, from->node, n);
  memcpy(to->kind, from->kind, n);
  memcpy(to->mark, from->mark, n);
  memcpy(to->stale, from->stale, n);
  memcpy(to->seen, from->seen, n);
  to->count = n;
}

static uint64_t cpu_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
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
  if (argc != 2) return 2;
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
  look *looks = malloc(sizeof(look) * spaces * windows);
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
  table *models = malloc(sizeof(table) * spaces);
  for (size_t s = 0; s < spaces; s++) models[s] = table_of(8);
  uint64_t *starts = malloc(8 * most), *pages = malloc(8 * most);
  table out = table_of(8 * most * windows);
  uint8_t tables[768];
  /* Windows of 10 s and a half-life of 60 s, as in the bench: 2^(-10/60). */
  const double keep = 0.8908987181403393;
  for (uint32_t w = 0; w < windows; w++) {
    uint64_t before = cpu_ns();
    for (uint32_t s = 0; s < spaces; s++) {
      const look *k = &looks[(size_t)w * spaces + s];
      memset(tables, 255, 256);
      for (uint32_t n = 0; n < k->node_count; n++) tables[n] = (uint8_t)n;
      memset(tables + 256, 1, 256);
      for (int n = 0; n < 256; n++) tables[512 + n] = (uint8_t)n;
      decode(k, starts, pages);
      merge(&models[s], k, starts, pages, &out, tables, keep, 10, (uint64_t)argc - 2);
      keep_runs(&models[s], &out);
    }
    printf("%llu\n", (unsigned long long)(cpu_ns() - before));
  }
  uint32_t sum = 2166136261u;
  for (uint32_t s = 0; s < spaces; s++) sum = checksum(&models[s], sum);
  printf("%u\n", sum);
  return 0;
}
