// Original file: proto/thermocline/v1/access.proto

export const ColumnEncoding = {
  COLUMN_ENCODING_UNSPECIFIED: 'COLUMN_ENCODING_UNSPECIFIED',
  COLUMN_ENCODING_PLAIN: 'COLUMN_ENCODING_PLAIN',
  /**
   * Each column on its own through raw DEFLATE (RFC 1951).
   */
  COLUMN_ENCODING_DEFLATE: 'COLUMN_ENCODING_DEFLATE',
} as const;

export type ColumnEncoding =
  | 'COLUMN_ENCODING_UNSPECIFIED'
  | 0
  | 'COLUMN_ENCODING_PLAIN'
  | 1
  /**
   * Each column on its own through raw DEFLATE (RFC 1951).
   */
  | 'COLUMN_ENCODING_DEFLATE'
  | 2

export type ColumnEncoding__Output = typeof ColumnEncoding[keyof typeof ColumnEncoding]
