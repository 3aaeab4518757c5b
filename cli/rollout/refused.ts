import { Command } from 'commander';
import { type RefusedChange, refusedChanges } from '../../adapters/store/rollout.ts';
import type { PersonRecord } from '../../contracts/policy-authority.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { actingPerson } from '../actor.ts';
import { applicationNow } from '../clock.ts';
import { lifecycleOption } from '../lifecycle-option.ts';
import { peopleById, personName } from '../people.ts';
import { readerZone } from '../reader-zone.ts';
import { whyRefused } from '../reviews/refused-text.ts';
import { inSession, type Session } from '../session.ts';
import { clockTime } from '../times.ts';

const DAYS = 90;
/** The last ones are told one by one, the others counted. */
const TOLD = 3;

export function rolloutRefused(): Command {
  return new Command('refused')
    .description(`list changes of the last ${DAYS} days that were refused, who wanted them and why not`)
    .addOption(lifecycleOption())
    .addHelpText('after', '\nExample:\n  $ quarterdeck rollout refused')
    .action(inSession(list));
}

/** From this instant on refused changes are shown. @param now UTC instant, ISO 8601 */
export function refusedSince(now: string): string {
  return new Date(Date.parse(now) - DAYS * 86_400_000).toISOString();
}

/** What `rollout show` says of refused changes, newest first; nothing where there is none. */
export function refusedLines(
  refused: readonly RefusedChange[],
  people: ReadonlyMap<string, PersonRecord>,
  time: (at: string) => string,
): string[] {
  if (refused.length === 0) return [];
  const before = refused.length - TOLD;
  return [
    '',
    `Refused in the last ${DAYS} days:`,
    ...refused
      .slice(0, TOLD)
      .map(
        (one) =>
          `${time(one.at)}, ${one.segment} ${one.from} → ${one.to} by ${personName(people, one.by)}: ${whyNot(one)}`,
      ),
    ...(before > 0 ? [`${before} before these: quarterdeck rollout refused`] : []),
  ];
}

async function list(session: Session, { lifecycle }: { lifecycle: Lifecycle }): Promise<void> {
  const now = applicationNow().toISOString();
  const { refused, people } = await session.db(async (tx) => ({
    refused: await refusedChanges(tx, lifecycle, refusedSince(now)),
    people: await peopleById(tx),
  }));
  const zone = readerZone(await actingPerson(session));
  session.terminal.list(
    refused,
    [
      { head: 'WHEN', value: (one) => clockTime(one.at, now, zone) },
      { head: 'SEGMENT', value: (one) => one.segment, least: 18 },
      { head: 'CHANGE', value: (one) => `${one.from} → ${one.to}` },
      { head: 'WANTED BY', value: (one) => personName(people, one.by), least: 8 },
      { head: 'THEIR REASON', value: (one) => one.reason, below: true },
      { head: 'REFUSED', value: whyNot, below: true },
    ],
    `No change was refused in the last ${DAYS} days.`,
  );
}

/** `the agreement has changed since it was signed; look again and sign again (stale_round)` */
function whyNot(one: RefusedChange): string {
  return one.why === null ? whyRefused(one) : `${one.why} (${one.code})`;
}
