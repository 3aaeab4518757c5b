import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ROLLOUT_MODES, type RolloutMode } from '../../domain/rollout.ts';
import { lesser, provenRollout, type TrailChange, trailEnd } from '../../domain/rollout-trail.ts';

const signed = (to: RolloutMode, nonce: string): TrailChange => ({
  to,
  signed: { nonce, token: `token of ${nonce}` },
});
const unsigned = (to: RolloutMode): TrailChange => ({ to, signed: null });
const mode = fc.constantFrom(...ROLLOUT_MODES);
const change = fc
  .tuple(mode, fc.option(fc.constantFrom('a', 'b', 'c'), { nil: null }))
  .map(([to, nonce]) => (nonce === null ? unsigned(to) : signed(to, nonce)));
const rank = (one: RolloutMode) => ROLLOUT_MODES.indexOf(one);

describe('the end of a trail', () => {
  test('is the last change, where all that go upwards are signed', () => {
    expect(trailEnd([])).toBeNull();
    expect(trailEnd([signed('assisted', 'a'), signed('automated', 'b')])).toEqual({
      mode: 'automated',
      promotion: 'token of b',
    });
    // Taken back by the machine itself, which signs nothing: what is left rests on the promotion before.
    expect(trailEnd([signed('automated', 'a'), unsigned('assisted')])).toEqual({
      mode: 'assisted',
      promotion: 'token of a',
    });
    expect(trailEnd([signed('automated', 'a'), unsigned('off'), signed('assisted', 'b')])).toEqual({
      mode: 'assisted',
      promotion: 'token of b',
    });
  });

  test('is not moved upwards by what nobody has signed, nor by a token that was used before', () => {
    expect(trailEnd([unsigned('automated')])).toEqual({ mode: 'shadow', promotion: null });
    const again = [signed('automated', 'a'), unsigned('shadow'), signed('automated', 'a')];
    expect(trailEnd(again)?.mode).toBe('shadow');
    // A token that lowered once raises nothing later.
    expect(trailEnd([signed('off', 'a'), signed('automated', 'a')])?.mode).toBe('off');
  });

  test('lies never above the highest mode that a fresh signature names, or the beginning', () => {
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        const end = trailEnd(changes);
        const names = changes.filter((one) => one.signed !== null).map(({ to }) => to);
        const highest = Math.max(rank('shadow'), ...names.map(rank));
        expect(rank(end?.mode ?? 'shadow')).toBeLessThanOrEqual(highest);
        if (names.length === 0 && end) expect(end.promotion).toBeNull();
      }),
    );
  });
});

describe('the mode in force', () => {
  const end = (one: RolloutMode) => ({ mode: one, promotion: `to ${one}` });

  test('is shadow where nothing is said, and where only the table says more', () => {
    expect(provenRollout('deal', 'Gold/EMEA/x', [])).toMatchObject({ mode: 'shadow', unproved: null });
    const planted = { segment: 'Gold/EMEA/x', table: 'automated' as const, trail: null };
    expect(provenRollout('deal', 'Gold/EMEA/x', [planted])).toEqual({
      mode: 'shadow',
      promotion: null,
      unproved: { segment: 'Gold/EMEA/x', mode: 'automated' },
    });
    const wider = { segment: 'Gold/*/*', table: 'assisted' as const, trail: end('assisted') };
    expect(provenRollout('deal', 'Gold/EMEA/x', [planted, wider])).toMatchObject({
      mode: 'assisted',
      unproved: { segment: 'Gold/EMEA/x', mode: 'automated' },
    });
    const lowered = { ...planted, table: 'off' as const };
    expect(provenRollout('deal', 'Gold/EMEA/x', [lowered, wider])).toMatchObject({
      mode: 'off',
      unproved: null,
    });
  });

  test('is that of table and trail which lets the machine do less', () => {
    fc.assert(
      fc.property(mode, mode, (table, trail) => {
        const one = { segment: 'Gold/EMEA/*', table, trail: end(trail) };
        const found = provenRollout('deal', 'Gold/EMEA/x', [one]);
        expect(found.mode).toBe(lesser(table, trail));
        expect(found.unproved !== null).toBe(rank(table) > rank(trail));
      }),
    );
  });

  test('stands on the trail where the row was renamed, so that a kill switch cannot be moved away', () => {
    const standings = [
      { segment: 'Gold/EMEA/*', table: 'automated' as const, trail: end('automated') },
      { segment: 'Gold/*/*', table: null, trail: { mode: 'off' as const, promotion: null } },
    ];
    expect(provenRollout('deal', 'Gold/EMEA/x', standings)).toMatchObject({ mode: 'off' });
    const demoted = [
      { segment: 'Gold/EMEA/x', table: null, trail: { mode: 'shadow' as const, promotion: null } },
      { segment: 'Gold/*/*', table: 'automated' as const, trail: end('automated') },
    ];
    expect(provenRollout('deal', 'Gold/EMEA/x', demoted)).toMatchObject({ mode: 'shadow' });
  });
});
