/** What a server answers at most for one page, and what we ask for. */
const PAGE_SIZE = 1000;

/** Items of a list that comes in pages, up to `limit`. `ask` answers one page and the token of the next, '' after the last. */
export async function collectPages<T>(
  limit: number,
  ask: (page: { readonly pageSize: number; readonly pageToken: string }) => Promise<[readonly T[], string]>,
): Promise<T[]> {
  const items: T[] = [];
  let pageToken = '';
  do {
    const [page, next] = await ask({ pageSize: Math.min(PAGE_SIZE, limit - items.length), pageToken });
    items.push(...page);
    pageToken = next;
  } while (pageToken !== '' && items.length < limit);
  return items.slice(0, limit);
}
