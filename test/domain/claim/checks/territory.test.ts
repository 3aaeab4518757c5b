import { expect, test } from '@jest/globals';
import { covers } from '../../../../domain/claim/checks/territory.ts';

test.each([
  ['DACH', 'AT', true],
  ['DACH', 'FR', false],
  ['Deutschland', 'DE', true],
  ['United Kingdom', 'GB', true],
  ['us', 'US', true],
  ['EMEA', 'ZA', true],
  ['EMEA', 'AU', false],
  ['LATAM', 'BR', true],
  ['AMER', 'US', true],
  ['APAC', 'DE', false],
  ['Greater Springfield', 'US', null],
  ['Europe', 'DE', null],
  ['constructor', 'DE', null],
])('%s holds %s: %s', (territory, country, held) => {
  expect(covers(territory, country)).toBe(held);
});
