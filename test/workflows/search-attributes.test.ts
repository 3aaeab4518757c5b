import { expect, test } from '@jest/globals';
import { attributes, SEARCH_ATTRIBUTES } from '../../workflows/search-attributes.ts';

/** How many of each type a namespace may have on Postgres or SQLite (Temporal documentation, "Search Attributes", limits). */
const MOST = { Keyword: 10, KeywordList: 3, Datetime: 3, Int: 3, Bool: 3 };

test('what workflows write is registered under its own name and type, and no more than a namespace holds', () => {
  expect(Object.keys(SEARCH_ATTRIBUTES)).toEqual(Object.keys(attributes));
  const types = Object.values(SEARCH_ATTRIBUTES);
  for (const [type, most] of Object.entries(MOST))
    expect(types.filter((one) => one === type).length).toBeLessThanOrEqual(most);
  expect(types.every((type) => type in MOST)).toBe(true);
});
