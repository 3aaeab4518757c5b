import { expect, test } from '@jest/globals';
import { SEARCH_ATTRIBUTES } from '../../scripts/setup/search-attributes.ts';
import { attributes } from '../../workflows/search-attributes.ts';

test('workflows write exactly the search attributes that are registered, with their types', () => {
  const written = Object.values(attributes).map(({ name, type }) => [name, type.toLowerCase()]);
  const registered = Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => [name, type.toLowerCase()]);
  expect(written.sort()).toEqual(registered.sort());
  expect(written.length).toBeLessThanOrEqual(10);
});
