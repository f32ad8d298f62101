/* Look and model to pieces: services/core/engine/merge.ts in C. */
#pragma once
#include "decode.h"

/* The highest byte. */
static unsigned most_of(const uint8_t *bytes, size_t count) {
  __m128i most = _mm_setzero_si128();
  size_t i = 0;
  for (; i + 16 <= count; i += 16) most = _mm_max_epu8(most, load128(bytes + i));
  uint8_t lanes[16];
  store128(lanes, most);
  unsigned top = 0;
  for (; i < count; i++) top = bytes[i] > top ? bytes[i] : top;
  for (int j = 0; j < 16; j++) top = lanes[j] > top ? lanes[j] : top;
  return top;
}

/*
 * Writes to `to` what lies between two borders of either; join.h then makes one run of neighbours that are alike. `next`: what is
 * merged after this, fetched meanwhile, for tables and looks come from memory (the engine's are copied into its own instead).
 */
static void merge(const table *from, const struct look *look, const uint64_t *restrict places, const uint64_t *restrict longs,
                  table *to, const uint8_t *restrict tables, double keep, int age_step, const table *next,
                  const struct look *next_look) {
  const char *ahead = (const char *)next->place, *ahead_end = ahead + 17 * next->capacity;
  const char *packed = (const char *)next_look->gaps;
  const uint8_t *takes_node = tables + 256, *remap = tables + 512;
  const columns m = {from->place, from->heat, from->age, from->node, from->kind, from->mark, from->stale, from->seen};
  const columns out = {to->place, to->heat, to->age, to->node, to->kind, to->mark, to->stale, to->seen};
  const uint8_t *restrict evidence = look->evidence, *restrict nodes = look->node, *restrict kinds = look->kind;
  const size_t m_count = from->count, l_count = look->count;
  size_t i = 0, l = 0, written = 0;
  uint64_t ms = LAST, me = LAST, ls = LAST, le = LAST, cs = look->cover_start, ce = cs + look->cover_pages;
  /* Node ids that tables[] leaves as they are. */
  size_t known_nodes = 0;
  while (known_nodes < 256 && tables[known_nodes] == known_nodes) known_nodes++;
  const __m128i zero = _mm_setzero_si128(), ones = _mm_set1_epi8(1), one16 = _mm_set1_epi16(1);
  const __m128i steps = _mm_set1_epi16((short)age_step), surest = _mm_set1_epi16((short)0xfffd);
  const uint64_t fixed = (uint64_t)(keep * 4294967296.0) < 0xffffffff ? (uint64_t)(keep * 4294967296.0) : 0xffffffff;
  const __m128i keep_high = _mm_set1_epi16((short)(fixed >> 16)), keep_low = _mm_set1_epi16((short)fixed);
  const int takes0 = takes_node[0];
  const uint64_t odd = remap[0] != 0 || (takes0 && most_of(nodes, l_count) >= known_nodes);
  if (m_count) ms = m.place[0] & START_MASK, me = ms + (m.place[0] >> 48);
  if (l_count) ls = places[0] & START_MASK, le = ls + (places[0] >> 48 < LONG ? places[0] >> 48 : longs[0]);
  memset(out.stale, 0, 2 * (m_count + l_count + 1) + 8);
  while (i < m_count || l < l_count) {
    if (ms == ls && i + 8 <= m_count && l + 8 < l_count && cs <= ms && le - ls < LONG &&
        (places[l + 8] & START_MASK) <= ce) {
      /* Eight at once, and no branch on where a border is that only one has. Of a run begun, what is left stands in mp or lp. */
      uint64_t mp = ms | (me - ms) << 48, lp = ls | (le - ls) << 48;
      unsigned first = mp == lp ? ~3u : ~0u;
      do {
        __builtin_prefetch(ahead), __builtin_prefetch(ahead + 64);
        ahead += 128;
        if (ahead >= ahead_end) ahead = packed, packed = ahead_end = ahead + 5 * next_look->count;
        const uint64_t *mx = m.place + i, *lx = places + l;
        __m128i m0 = load128(mx), m1 = load128(mx + 2), m2 = load128(mx + 4), m3 = load128(mx + 6);
        __m128i e0 = _mm_cmpeq_epi32(m0, load128(lx)), e1 = _mm_cmpeq_epi32(m1, load128(lx + 2));
        __m128i e2 = _mm_cmpeq_epi32(m2, load128(lx + 4)), e3 = _mm_cmpeq_epi32(m3, load128(lx + 6));
        unsigned equal = (unsigned)_mm_movemask_epi8(_mm_packs_epi16(_mm_packs_epi32(e0, e1), _mm_packs_epi32(e2, e3)));
        unsigned k = (unsigned)__builtin_ctz(~equal & first) >> 1, n = k + 1 - (k >> 3);
        uint64_t *o = out.place + written;
        store128(o, m0);
        store128(o + 2, m1);
        store128(o + 4, m2);
        store128(o + 6, m3);
        store64(o, mp);
        uint64_t mk = mx[k], lk = lx[k];
        mk = k ? mk : mp;
        lk = k ? lk : lp;
        uint64_t piece = mk < lk ? mk : lk;
        o[k] = piece;
        /* Differences times what is kept of them, truncated: the product of 48 bits but for its lowest 16. */
        __m128i evi = low8(evidence + l);
        __m128i target = _mm_unpacklo_epi8(evi, evi);
        __m128i before = load128(m.heat + i);
        __m128i above = _mm_subs_epu16(before, target);
        __m128i far = _mm_or_si128(above, _mm_subs_epu16(target, before));
        __m128i low = _mm_mullo_epi16(far, keep_high), carry = _mm_mulhi_epu16(far, keep_low);
        __m128i part = _mm_add_epi16(low, carry);
        __m128i kept = _mm_mulhi_epu16(far, keep_high);
        __m128i no_carry = _mm_cmpeq_epi16(_mm_adds_epu16(low, carry), part);
        kept = _mm_add_epi16(_mm_add_epi16(kept, one16), no_carry);
        __m128i falls = _mm_cmpeq_epi16(above, zero);
        kept = _mm_sub_epi16(_mm_xor_si128(kept, falls), falls);
        store128(out.heat + written, _mm_add_epi16(target, kept));
        /* What was left away could decide. */
        unsigned unsure = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi16(_mm_subs_epu16(part, surest), zero));
        __m128i unseen = _mm_cmpeq_epi16(target, zero);
        store128(out.age + written, _mm_and_si128(_mm_adds_epu16(load128(m.age + i), steps), unseen));
        __m128i looks = low8(m.seen + i);
        looks = _mm_sub_epi8(_mm_add_epi8(looks, looks), _mm_cmpeq_epi8(_mm_min_epu8(evi, ones), ones));
        _mm_storel_epi64((__m128i *)(out.seen + written), looks);
        uint64_t marks = load64(m.mark + i);
        store64(out.node + written, load64(takes0 ? nodes + l : m.node + i));
        store64(out.kind + written, load64(kinds + l));
        store64(out.mark + written, marks);
        if (__builtin_expect((marks | odd | (unsure ^ 0xffff)) != 0, 0)) {
          for (size_t j = 0; j < 8; j++) {
            uint8_t old = m.mark[i + j], n = tables[nodes[l + j]];
            int target = evidence[l + j] * 257;
            out.heat[written + j] = (uint16_t)(target + (int)((double)(m.heat[i + j] - target) * keep));
            out.mark[written + j] = remap[old];
            out.node[written + j] = n != 255 && takes_node[old] ? n : m.node[i + j];
          }
        }
        /* What is left of the longer one begins where the piece ends. */
        uint64_t pages = piece >> 48, step = pages - (pages << 48);
        if (__builtin_expect((k < 8) & ((((mk ^ lk) & START_MASK) != 0) | (lk >= LONG << 48) | (mk > lk)), 0)) {
          i += k, l += k, written += k, mp = mk, lp = lk;
          if (((mk ^ lk) & START_MASK) != 0 || lk >= LONG << 48) break;
          written++, l++;
          mp += step, lp = places[l];
        } else {
          i += n, l += k, written += n;
          mp = mx[n];
          lp = lk + (step & ((k >> 3) - 1ull));
        }
        first = mp == lp ? ~3u : ~0u;
      } while (i + 8 <= m_count && l + 8 < l_count && (places[l + 8] & START_MASK) <= ce);
      ms = me = ls = le = LAST;
      if (i < m_count) ms = mp & START_MASK, me = ms + (mp >> 48);
      if (l < l_count) ls = lp & START_MASK, le = ls + (lp >> 48 < LONG ? lp >> 48 : longs[l]);
      continue;
    }
    uint64_t page = ms < ls ? ms : ls, end;
    while (ce <= page) cs = ce = LAST;
    int covered = cs <= page, in_model = ms == page, in_look = ls == page, known = 1;
    uint64_t a = in_look ? le : ls, b = covered ? ce : cs;
    end = in_model ? me : ms;
    if (a < end) end = a;
    if (b < end) end = b;
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
      uint64_t pages = end - page;
      if (pages > RUN_MAX_PAGES) {
        uint64_t start = page;
        for (; pages > RUN_MAX_PAGES; pages -= RUN_MAX_PAGES, start += RUN_MAX_PAGES)
          write_run(out, written++, start, RUN_MAX_PAGES, new_heat, new_age, new_tags, new_seen);
        out.place[written - 1] += 1ull << 48; /* Tells join that the rest follows. */
        write_run(out, written++, start, pages, new_heat, new_age, new_tags, new_seen);
      } else {
        write_run(out, written++, page, pages, new_heat, new_age, new_tags, new_seen);
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
      if (++l < l_count) ls = places[l] & START_MASK, le = ls + (places[l] >> 48 < LONG ? places[l] >> 48 : longs[l]);
    }
  }
  to->count = written;
}
