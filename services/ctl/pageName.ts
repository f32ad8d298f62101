import { ThermoclineError } from '../runtime/errors.js';

/** A page as the API wants it named. */
export type PageName = ({ readonly pid: number } | { readonly spaceKey: string }) &
  ({ readonly page: number } | { readonly address: number });

/** A pid, or the key of a space as plans and answers show it. Throws USAGE. */
export function spaceNamed(text: string): { readonly pid: number } | { readonly spaceKey: string } {
  if (/^[1-9]\d{0,9}$/.test(text)) return { pid: Number(text) };
  if (/^(process(:\d+){4}|file(:\d+){2}|physical:\d+)$/.test(text)) return { spaceKey: text };
  const expected = 'a pid, or a key: process:PID:START:STACK:INODE, file:DEVICE:INODE, physical:NODE';
  throw new ThermoclineError('USAGE', `space: got ${JSON.stringify(text)}; expected ${expected}`);
}

/** `<space>:<page>` of --run: a page number, or an address with 0x. Throws USAGE. */
export function runNamed(text: string): PageName {
  const [, space, place] = /^(.+):([^:]+)$/.exec(text) ?? [];
  if (space === undefined || place === undefined) {
    throw new ThermoclineError('USAGE', `--run: got ${JSON.stringify(text)}; expected <space>:<page>`);
  }
  if (/^0x/i.test(place)) return { ...spaceNamed(space), address: addressNamed(place) };
  const page = /^\d+$/.test(place) ? Number(place) : Number.NaN;
  if (Number.isSafeInteger(page)) return { ...spaceNamed(space), page };
  const says = `--run: got ${JSON.stringify(place)}; expected a page number, or an address with 0x`;
  throw new ThermoclineError('USAGE', says);
}

/** Hexadecimal as in /proc/PID/maps, with 0x or without. Throws USAGE. */
export function addressNamed(text: string): number {
  const address = /^(0x)?[0-9a-f]+$/i.test(text) ? Number.parseInt(text, 16) : Number.NaN;
  if (Number.isSafeInteger(address)) return address;
  const says = `address: got ${JSON.stringify(text)}; expected hexadecimal below 2^53, as in /proc/PID/maps`;
  throw new ThermoclineError('USAGE', says);
}
