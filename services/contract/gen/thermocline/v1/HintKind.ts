// Original file: proto/thermocline/v1/hint.proto

export const HintKind = {
  HINT_KIND_UNSPECIFIED: 'HINT_KIND_UNSPECIFIED',
  /**
   * Fast by `before_unix_ms`, and from then on until the hint expires.
   */
  HINT_KIND_PROMOTE_BEFORE: 'HINT_KIND_PROMOTE_BEFORE',
  HINT_KIND_NEVER_DEMOTE: 'HINT_KIND_NEVER_DEMOTE',
} as const;

export type HintKind =
  | 'HINT_KIND_UNSPECIFIED'
  | 0
  /**
   * Fast by `before_unix_ms`, and from then on until the hint expires.
   */
  | 'HINT_KIND_PROMOTE_BEFORE'
  | 1
  | 'HINT_KIND_NEVER_DEMOTE'
  | 2

export type HintKind__Output = typeof HintKind[keyof typeof HintKind]
