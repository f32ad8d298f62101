import { ThermoclineError } from '../runtime/errors.js';

const DEFAULT_PAGE_SIZE = 100;
const MAX_PAGE_SIZE = 1000;

export interface ListPage<T> {
  readonly items: readonly T[];
  /** Empty when there are no more. */
  readonly nextPageToken: string;
}

/**
 * One page of a list whose items have ids. The token is the id of the last item seen, so a page stays right while items
 * are added before it. A token whose item is gone is refused: the list has to be read anew.
 */
export function pageOf<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  request: { readonly pageSize: number; readonly pageToken: string },
): ListPage<T> {
  const size = Math.min(request.pageSize || DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
  let from = 0;
  if (request.pageToken !== '') {
    from = items.findIndex((item) => idOf(item) === request.pageToken) + 1;
    if (from === 0) {
      throw new ThermoclineError(
        'RPC_INVALID',
        'page_token: the list has changed since; begin again with an empty token',
      );
    }
  }
  const page = items.slice(from, from + size);
  const last = page[page.length - 1];
  return { items: page, nextPageToken: last !== undefined && from + size < items.length ? idOf(last) : '' };
}
