import type { Store } from '../../../adapters/store/pool.ts';
import type { Money } from '../../../domain/money.ts';
import { minorOf } from '../../../sandbox/channel/generator/claim/money.ts';
import type { Program } from '../../../sandbox/channel/generator/claim/programs.ts';
import { type Decided, decide, grant, refuse, type TakenIn, takeIn } from './decide.ts';
import type { ReadPaper } from './extraction.ts';
import { withClaimInstallation } from './installation.ts';
import type { Judged } from './score.ts';
import { secondCalculation } from './second-calculation.ts';
import type { ClaimYear, HandedIn } from './world.ts';

const SAID_EVERY = 100;

/**
 * Takes claims through the product's own intake, reading and decision on a fresh database, in the order in which they are handed in. A reviewer who knows
 * the truth decides what is left to people, so that later claims meet the history that honest work leaves.
 */
export function judge(
  store: Store,
  year: ClaimYear,
  programs: ReadonlyMap<string, Program>,
  say: (line: string) => void,
): Promise<Judged[]> {
  const { claims, partners, deals, funds, ratesCsv, from } = year;
  const seed = { partners, prmDeals: deals, fundRequests: funds };
  return withClaimInstallation(store, { seed, ratesCsv, from }, async (on) => {
    const due = secondCalculation({ programs, partners, funds, ratesCsv });
    const judged: Judged[] = [];
    for (const claim of claims) {
      const { body, papers } = await claim.handedIn();
      on.at(claim.submittedAt);
      const { case: id, readings } = await takeIn(on, body);
      const decided = await decide(on, id);
      const pays = claim.truth.kind.startsWith('clean') || decided.validation === 'Auto-Approved';
      const booked = pays ? await grant(on, decided) : await refuse(on, decided);
      judged.push({
        ...{ claim, decided },
        read: papersRead(papers, readings),
        booked: booked && sumOf(booked),
        due: booked && due.granted(claim.fields, linesOf(decided)),
      });
      if (judged.length % SAID_EVERY === 0) say(`${judged.length} of ${claims.length} claims decided.`);
    }
    return judged;
  });
}

const sumOf = (amounts: readonly Money[]): number =>
  amounts.reduce((sum, { amount, currency }) => sum + minorOf(`${amount} ${currency}`), 0);

/** Lines without a name of their own are called by their place, from 1. */
const linesOf = ({ accrual }: Decided): number[] =>
  (accrual?.lines ?? []).map(({ line }) => Number(line.slice((accrual?.claim.length ?? 0) + 1)) - 1);

function papersRead(papers: HandedIn['papers'], readings: TakenIn['readings']): ReadPaper[] {
  return [...readings].flatMap(([hash, { kept, seconds }]) => {
    const document = papers.get(hash);
    return document ? [{ document, seconds, reading: 'reading' in kept ? kept.reading : null }] : [];
  });
}
