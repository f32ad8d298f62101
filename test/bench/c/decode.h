/* What a look's runs are on the wire to runs: services/core/engine/decode.ts in C. */
#pragma once
#include "table.h"

typedef struct look {
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

static void decode(const look *k, uint64_t *places, uint64_t *longs) {
  const uint8_t *g = k->gaps, *ge = g + k->gaps_len, *n = k->lengths, *ne = n + k->lengths_len;
  const __m128i zero = _mm_setzero_si128();
  uint64_t end = 0, total = 0;
  uint32_t i = 0;
  while (i < k->count) {
    if (i + 8 <= k->count && g + 8 <= ge && n + 8 <= ne) {
      uint64_t gap8 = load64(g), length8 = load64(n);
      /* Neither a byte of 128 or more, nor a length of 0. */
      if (!(((gap8 | length8) | ((length8 - 0x0101010101010101ull) & ~length8)) & 0x8080808080808080ull)) {
        __m128i length = _mm_unpacklo_epi8(_mm_cvtsi64_si128((long long)length8), zero);
        __m128i ends = _mm_add_epi16(length, _mm_unpacklo_epi8(_mm_cvtsi64_si128((long long)gap8), zero));
        ends = _mm_add_epi16(ends, _mm_slli_si128(ends, 2));
        ends = _mm_add_epi16(ends, _mm_slli_si128(ends, 4));
        ends = _mm_add_epi16(ends, _mm_slli_si128(ends, 8));
        __m128i start = _mm_sub_epi16(ends, length);
        __m128i base = _mm_set1_epi64x((long long)end);
        __m128i sl = _mm_unpacklo_epi16(start, zero), sh = _mm_unpackhi_epi16(start, zero);
        __m128i ll = _mm_unpacklo_epi16(zero, length), lh = _mm_unpackhi_epi16(zero, length);
        store128(places + i, _mm_add_epi64(base, _mm_unpacklo_epi32(sl, ll)));
        store128(places + i + 2, _mm_add_epi64(base, _mm_unpackhi_epi32(sl, ll)));
        store128(places + i + 4, _mm_add_epi64(base, _mm_unpacklo_epi32(sh, lh)));
        store128(places + i + 6, _mm_add_epi64(base, _mm_unpackhi_epi32(sh, lh)));
        end += (uint64_t)_mm_extract_epi16(ends, 7);
        if (end > START_MASK) exit(3);
        total += (uint64_t)_mm_cvtsi128_si64(_mm_sad_epu8(_mm_cvtsi64_si128((long long)length8), zero));
        g += 8, n += 8, i += 8;
        continue;
      }
    }
    if (g >= ge || n >= ne) exit(3);
    uint64_t gap = *g < 128 ? *g++ : varint(&g), length = *n < 128 ? *n++ : varint(&n);
    if (length == 0) exit(3);
    uint64_t start = end + gap;
    if (length >= LONG) longs[i] = length;
    places[i] = start | (length < LONG ? length : LONG) << 48;
    end = start + length;
    total += length;
    i++;
    if (end > START_MASK) exit(3);
  }
  if (g != ge || n != ne || total > (1ull << 36)) exit(3);
}
