import type { AskedThen } from '../../domain/case-as-of.ts';
import { actingPerson } from '../actor.ts';
import { applicationNow } from '../clock.ts';
import { fields } from '../layout.ts';
import { pagesOf } from '../lifecycles.ts';
import { peopleById, personName } from '../people.ts';
import { readerZone } from '../reader-zone.ts';
import type { Session } from '../session.ts';
import { clockTime } from '../times.ts';
import { caseStory, storyForPartner } from './case-story.ts';
import { amountText } from './case-text.ts';
import { caseThen, statusThen } from './case-then.ts';
import { findCase, noCase } from './find-case.ts';
import { historyLines, printHistory } from './history-text.ts';

/** Only what was there then: the trail up to that instant, and the evidence that was frozen by it. */
export async function showAsOf(session: Session, said: string, asOf: string): Promise<void> {
  const person = await actingPerson(session);
  const partner = person?.role === 'partner';
  const { stood, about, story, people } = await session.db(async (tx) => {
    const row = await findCase(tx, said);
    if (partner && person.partnerId !== row.partnerId) throw noCase(said);
    const told = await caseStory(tx, row.case);
    return {
      stood: await caseThen(tx, row, asOf),
      about: (await pagesOf(row.lifecycle)).about,
      story: partner ? storyForPartner(told) : told,
      people: await peopleById(tx),
    };
  });
  const before = (at: string) => Date.parse(at) <= Date.parse(asOf);
  const history = story.history.filter(({ at }) => before(at));
  const { terminal } = session;
  terminal.data({ ...stood, audit: story.audit.filter(({ entry }) => before(entry.at)) });
  if (terminal.json) return;
  const zone = readerZone(person);
  const now = applicationNow().toISOString();
  const time = (at: string) => clockTime(at, now, zone);
  const { question, amountUsd } = stood;
  terminal.say(terminal.paint('bold', `${stood.case}, as it stood ${time(asOf)}`));
  terminal.say(
    fields(
      [
        ['status', statusThen(stood)],
        [about, stood.about],
        ['value', amountUsd && `USD ${amountText(amountUsd)}`],
        ...Object.entries(stood.advised).map(([name, value]) => [name, String(value)] as const),
        ['segment', stood.segment && `${stood.segment} (${stood.mode})`],
        ['revision', stood.revision && stood.revision > 1 ? String(stood.revision) : null],
        ['waits for', question && waitsFor(question, (id) => personName(people, id), time)],
        ['protected until', stood.protectedUntil && time(stood.protectedUntil)],
        ['evidence', stood.evidenceHash],
      ],
      terminal.width,
    ),
  );
  printHistory(terminal, historyLines({ ...story, history }, people), time);
}

/** The partner's own time is not in the trail. */
function waitsFor(
  { paused, assignee, dueAt }: AskedThen,
  name: (id: string) => string,
  time: (at: string) => string,
): string {
  if (paused) return 'the partner, who was asked';
  return `${assignee === null ? 'whoever may decide' : name(assignee)}, due ${time(dueAt)}`;
}
