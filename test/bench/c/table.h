/* A table of runs as in services/core/columns.ts, and words and vectors of it: SSE2, which every x86-64 has, so plain -O2. */
#pragma once
#include <emmintrin.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define LAST UINT64_MAX
#define START_MASK 0xffffffffffffull
#define RUN_MAX_PAGES 65024ull
/* Pages of a look's run in its place are at most this: then it has as many or more, which stand in a column of their own. */
#define LONG 65535ull
#define NODE_UNKNOWN 255

typedef struct {
  uint64_t *place;
  uint16_t *heat, *age;
  uint8_t *node, *kind, *mark, *stale, *seen;
  size_t count, capacity;
} table;

static size_t round8(size_t n) { return (n + 7) & ~(size_t)7; }

static table table_of(size_t capacity) {
  size_t n = round8(capacity);
  uint8_t *at = malloc(n * 17 + 16);
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

static columns columns_of(const table *t) {
  columns c = {t->place, t->heat, t->age, t->node, t->kind, t->mark, t->stale, t->seen};
  return c;
}

static inline uint32_t tags_of(columns t, size_t i) {
  return t.node[i] | (uint32_t)t.kind[i] << 8 | (uint32_t)t.mark[i] << 16 | (uint32_t)t.stale[i] << 24;
}

static inline uint64_t load64(const void *at) {
  uint64_t v;
  memcpy(&v, at, 8);
  return v;
}
static inline void store64(void *at, uint64_t v) { memcpy(at, &v, 8); }
static inline __m128i load128(const void *at) { return _mm_loadu_si128((const __m128i *)at); }
static inline void store128(void *at, __m128i v) { _mm_storeu_si128((__m128i *)at, v); }
static inline __m128i low8(const void *at) { return _mm_loadl_epi64((const __m128i *)at); }
