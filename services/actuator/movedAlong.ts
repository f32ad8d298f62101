/** Pages remembered together; beyond it the oldest are forgotten, and are then found already there. */
const MOST_PAGES = 65_536;

/**
 * Pages that moved because another page of their folio did, until the batch comes that names them: then they are moved ones,
 * not ones that were there already.
 */
export class MovedAlong {
  /** Key and page, in order of arrival. */
  private readonly pages = new Set<string>();

  /** `key`: the file and where its pages went. */
  add(key: string, pages: Float64Array): void {
    for (const page of pages) this.pages.add(`${key}/${page}`);
    for (const oldest of this.pages) {
      if (this.pages.size <= MOST_PAGES) break;
      this.pages.delete(oldest);
    }
  }

  /** Whether this page came along; says so once. */
  take(key: string, page: number): boolean {
    return this.pages.delete(`${key}/${page}`);
  }
}
