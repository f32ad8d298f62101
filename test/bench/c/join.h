/* Neighbours that are alike become one run: services/core/engine/join.ts in C. */
#pragma once
#include "table.h"

#define HEAT_BITS 6
#define AGE_BITS 3
#define HEAT_SHIFT (16 - HEAT_BITS)
#define HEAT_ROUND ((1 << HEAT_SHIFT) - 1)

static inline int alike(int heat_a, int heat_b, int age_a, int age_b) {
  if ((heat_a + HEAT_ROUND) >> HEAT_SHIFT != (heat_b + HEAT_ROUND) >> HEAT_SHIFT) return 0;
  if (age_a == age_b) return 1;
  int shift = 31 - __builtin_clz((unsigned)(age_a | age_b)) - AGE_BITS;
  if (shift < 0) shift = 0;
  return age_a >> shift == age_b >> shift;
}

/* Copies runs, neighbours that are alike as one. */
static size_t join(columns t, size_t count, columns to, uint64_t blur) {
  const __m128i round = _mm_set1_epi16(HEAT_ROUND), none = _mm_setzero_si128();
  size_t i = 0, w = 0;
  while (i < count) {
    size_t n = 0;
    while (i + 9 <= count && !blur) {
      __m128i heat = load128(t.heat + i), next_heat = load128(t.heat + i + 1);
      __m128i bucket = _mm_srli_epi16(_mm_adds_epu16(heat, round), HEAT_SHIFT);
      __m128i like = _mm_cmpeq_epi16(bucket, _mm_srli_epi16(_mm_adds_epu16(next_heat, round), HEAT_SHIFT));
      __m128i age = load128(t.age + i), next_age = load128(t.age + i + 1);
      /* Ages are alike where the highest bit in which they differ is below the bits that count. */
      __m128i x = _mm_xor_si128(age, next_age), z = _mm_srli_epi16(_mm_or_si128(age, next_age), AGE_BITS);
      __m128i far = _mm_or_si128(_mm_cmpeq_epi16(_mm_subs_epu16(z, x), none),
                                 _mm_cmpeq_epi16(_mm_subs_epu16(_mm_xor_si128(x, z), x), none));
      far = _mm_andnot_si128(_mm_cmpeq_epi16(x, none), far);
      unsigned bits = (unsigned)_mm_movemask_epi8(_mm_andnot_si128(far, like));
      store128(to.heat + w, heat);
      store128(to.age + w, age);
      store128(to.place + w, load128(t.place + i));
      store128(to.place + w + 2, load128(t.place + i + 2));
      store128(to.place + w + 4, load128(t.place + i + 4));
      store128(to.place + w + 6, load128(t.place + i + 6));
      store64(to.node + w, load64(t.node + i));
      store64(to.kind + w, load64(t.kind + i));
      store64(to.mark + w, load64(t.mark + i));
      store64(to.stale + w, load64(t.stale + i));
      store64(to.seen + w, load64(t.seen + i));
      if (bits) {
        n = (size_t)__builtin_ctz(bits) >> 1;
        i += n, w += n;
        break;
      }
      i += 8, w += 8;
    }
    uint64_t start = t.place[i] & START_MASK, pages = t.place[i] >> 48;
    int heat = t.heat[i], age = t.age[i], seen = t.seen[i];
    uint32_t tags = tags_of(t, i);
    for (i++; i < count; i++) {
      uint64_t page = t.place[i] & START_MASK, more = t.place[i] >> 48;
      if (tags_of(t, i) != tags || page != start + pages || pages + more > RUN_MAX_PAGES ||
          !(alike(heat, t.heat[i], age, t.age[i]) || pages + more <= blur))
        break;
      if (heat != t.heat[i])
        heat = (int)(((double)heat * (double)pages + (double)t.heat[i] * (double)more) / (double)(pages + more) + 0.5);
      if (t.age[i] < age) age = t.age[i];
      if (more > pages) seen = t.seen[i];
      pages += more;
    }
    int cut = pages > RUN_MAX_PAGES;
    write_run(to, w++, start, cut ? RUN_MAX_PAGES : pages, heat, age, tags, seen);
    if (cut) {
      write_run(to, w++, t.place[i] & START_MASK, t.place[i] >> 48, heat, age, tags, seen);
      i++;
    }
  }
  return w;
}
