import type { Page } from './page.ts';

/**
 * All pages of a listing, one after the other. Advances by the items received and asks for the limit that was granted:
 * the largest one is not documented. Ends at an empty page or when the total is reached.
 */
export async function* paginate<Item>(
  read: (paging: { offset: number; limit: number }) => Promise<Page<Item>>,
  { limit: wanted }: { limit: number },
): AsyncGenerator<Page<Item>, void, undefined> {
  let offset = 0;
  let limit = wanted;
  for (;;) {
    const page = await read({ offset, limit });
    yield page;
    offset += page.items.length;
    if (page.items.length === 0 || offset >= page.totalCount) return;
    if (page.limit !== null && page.limit > 0) limit = Math.min(limit, page.limit);
  }
}
