// Original file: proto/thermocline/v1/common.proto

export const PageKind = {
  PAGE_KIND_UNSPECIFIED: 'PAGE_KIND_UNSPECIFIED',
  PAGE_KIND_ANON: 'PAGE_KIND_ANON',
  PAGE_KIND_FILE: 'PAGE_KIND_FILE',
  PAGE_KIND_SHMEM: 'PAGE_KIND_SHMEM',
  PAGE_KIND_ANON_HUGE: 'PAGE_KIND_ANON_HUGE',
  PAGE_KIND_FILE_HUGE: 'PAGE_KIND_FILE_HUGE',
  PAGE_KIND_SHMEM_HUGE: 'PAGE_KIND_SHMEM_HUGE',
} as const;

export type PageKind =
  | 'PAGE_KIND_UNSPECIFIED'
  | 0
  | 'PAGE_KIND_ANON'
  | 1
  | 'PAGE_KIND_FILE'
  | 2
  | 'PAGE_KIND_SHMEM'
  | 3
  | 'PAGE_KIND_ANON_HUGE'
  | 4
  | 'PAGE_KIND_FILE_HUGE'
  | 5
  | 'PAGE_KIND_SHMEM_HUGE'
  | 6

export type PageKind__Output = typeof PageKind[keyof typeof PageKind]
