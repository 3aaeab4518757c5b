import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openClock } from '../../adapters/clock.ts';

const DAY = 86_400_000;
const development = (offset?: string) => ({
  QUARTERDECK_ENVIRONMENT: 'development',
  QUARTERDECK_CLOCK_OFFSET: offset,
});
/** How far a clock is from the machine's, within the milliseconds that asking takes; never -0. */
function distance(offset?: string): number {
  const clock = openClock(development(offset));
  return Math.round((clock().getTime() - Date.now()) / 1_000) * 1_000 + 0;
}

test.each([
  [undefined, 0],
  ['', 0],
  ['P40D', 40 * DAY],
  ['-P1D', -DAY],
  ['PT12H', DAY / 2],
  ['P1DT2H3M4S', DAY + ((2 * 60 + 3) * 60 + 4) * 1_000],
  ['P36525D', 36_525 * DAY],
])('%s is %i ms', (offset, ms) => {
  expect(distance(offset)).toBe(ms);
});

test('it goes on, and every process with the same offset says the same', async () => {
  const [one, other] = [openClock(development('P40D')), openClock(development('P40D'))];
  const before = one();
  await new Promise((done) => setTimeout(done, 20));
  expect(other().getTime() - before.getTime()).toBeGreaterThanOrEqual(19);
});

test.each([
  '40',
  '40D',
  'P',
  'PT',
  'P1DT',
  'P1Y',
  'P1M',
  '2026-12-31',
  'P-1D',
  '+P1D',
  'P1.5D',
  'P36526D',
  ' P1D',
])('%j is refused, naming what can be written', (offset) => {
  expect(() => openClock(development(offset))).toThrow(/no duration.*write P40D/);
});

test('days and seconds add up, both ways', () => {
  fc.assert(
    fc.property(fc.nat(20_000), fc.nat(86_399), fc.boolean(), (days, seconds, back) => {
      const ms = days * DAY + seconds * 1_000;
      expect(distance(`${back ? '-' : ''}P${days}DT${seconds}S`)).toBe(back ? -ms || 0 : ms);
    }),
  );
});

test.each(['production', undefined])('moved where decisions count (%s) it does not start', (environment) => {
  const env = { QUARTERDECK_ENVIRONMENT: environment, QUARTERDECK_CLOCK_OFFSET: 'PT0S' };
  expect(() => openClock(env)).toThrow(/leave it out in production/);
});
