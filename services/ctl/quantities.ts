/** Numbers as people read them. Field values of 64 bits come as decimal text. */

const BINARY_UNITS = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const;
const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 86_400;
/** Up to twice a unit the smaller one says more: 90s rather than 1m. */
const CHANGE_AT = 2;

/** `0`, `512`, `1.2Gi`, `64Mi`: one digit after the point below ten. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 1023.95 would print as 1024.
  while (value >= 1023.5 && unit < BINARY_UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = unit > 0 && value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : value.toFixed(0);
  return `${digits}${BINARY_UNITS[unit]}`;
}

/** `12s`, `5m`, `3h`, `2d`. A time ahead, from clocks that disagree, is `0s`. */
export function secondsText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < CHANGE_AT * MINUTE_S) return `${whole}s`;
  if (whole < CHANGE_AT * HOUR_S) return `${Math.floor(whole / MINUTE_S)}m`;
  if (whole < CHANGE_AT * DAY_S) return `${Math.floor(whole / HOUR_S)}h`;
  return `${Math.floor(whole / DAY_S)}d`;
}

/** How long ago; `-` for a time that was never set. */
export function ageText(unixMs: string | number, nowUnixMs: number): string {
  const at = Number(unixMs);
  return at === 0 ? '-' : secondsText((nowUnixMs - at) / 1000);
}

/** `in 20s`, `5m ago`. */
export function whenText(unixMs: string | number, nowUnixMs: number): string {
  const ahead = (Number(unixMs) - nowUnixMs) / 1000;
  return ahead > 0 ? `in ${secondsText(ahead)}` : `${secondsText(-ahead)} ago`;
}

/** `12.5%`; `-` for what is not known. */
export function shareText(share: number | undefined): string {
  return share === undefined ? '-' : `${(share * 100).toFixed(1)}%`;
}

/** `1 page`, `2 pages`. */
export function counted(count: number | string, noun: string): string {
  return `${count} ${noun}${Number(count) === 1 ? '' : 's'}`;
}

export function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
