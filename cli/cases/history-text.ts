import type { PersonRecord } from '../../contracts/policy-authority.ts';
import type { AuditEntry } from '../../domain/audit.ts';
import type { Json } from '../../domain/json.ts';
import { lookupTable } from '../../domain/lookup-table.ts';
import { personName } from '../people.ts';
import { refusedAmong, whyRefused } from '../reviews/refused-text.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import type { CaseStory, SaidDecision, ShownEffect } from './case-story.ts';

/** One thing that happened, for people. */
export interface HistoryLine {
  /** UTC instant, ISO 8601. */
  at: string;
  who: string;
  what: string;
}

/** Everything that happened to a case: who did what, with the words they gave for it. */
export function historyLines(
  { history, decisions, effects }: CaseStory,
  people: ReadonlyMap<string, PersonRecord>,
): HistoryLine[] {
  return history.map((entry) => {
    const [refused] = refusedAmong([entry]);
    if (refused) {
      const what = `${refused.action.replaceAll('_', ' ')} refused: ${whyRefused(refused)}, by ${refused.via}`;
      return { at: entry.at, who: `${personName(people, refused.by)}?`, what };
    }
    const said = decisions.find(
      ({ at, by }) => entry.action === 'decision.accepted' && at === entry.at && by === entry.actor,
    );
    const who = personName(people, entry.actor);
    return { at: entry.at, who, what: said ? saidText(said, people) : whatText(entry, effects) };
  });
}

/** `approve: Known customer`, `approve for Olga Brandt: …`, `reassign to Olga Brandt: …` */
export function saidText(
  { action, to, delegatedFrom, reason }: SaidDecision,
  people: ReadonlyMap<string, PersonRecord>,
): string {
  const instead = delegatedFrom === null ? '' : ` for ${personName(people, delegatedFrom)}`;
  const taker = to === null ? '' : ` to ${personName(people, to)}`;
  return `${action.replaceAll('_', ' ')}${taker}${instead}${reason === null ? '' : `: ${reason}`}`;
}

function whatText(entry: AuditEntry, effects: readonly ShownEffect[]): string {
  const [thing, happened = ''] = entry.action.split('.');
  if (thing === 'effect') {
    const effect = effects.find(({ key }) => key === entry.key);
    const code = typeof entry.code === 'string' ? ` (${entry.code})` : '';
    return `${effect?.name ?? String(entry.operation)}: ${happened.replaceAll('_', ' ')}${code}`;
  }
  const told = TOLD[entry.action];
  const details = (told ?? DETAILS).map((name) => entry[name]).filter(isShown);
  const words = entry.action.replace(/[._]/g, ' ');
  return [words, details.join(', ')].filter(Boolean).join(': ');
}

/** The notices among a case's writes that failed and were not sent later, each with its code. */
export function unsentNotices(history: readonly AuditEntry[], effects: readonly ShownEffect[]): string[] {
  return effects
    .filter(({ operation, status, undoes }) => operation === 'notify.send' && status === 'failed' && !undoes)
    .flatMap(({ key }) => {
      const failed = history.findLast((entry) => entry.action === 'effect.failed' && entry.key === key);
      return failed ? [whatText(failed, effects)] : [];
    });
}

/** Which references of an entry say most; of others the first that there is. */
const TOLD = lookupTable<readonly string[]>({
  'submission.received': [],
  'decision.computed': ['triage_status', 'confidence_score'],
  'decision.revealed': ['triage_status', 'confidence_score'],
  'case.checked': ['verdict'],
  'gate.opened': ['kind'],
  'gate.closed': ['outcome'],
  'case.closed': ['outcome'],
  'case.parked': ['segment'],
  'protection.extended': ['reason'],
  'ticket.asked': [],
  'ticket.opened': ['key'],
  'ticket.commented': ['key'],
  'ticket.moved': ['key', 'status'],
  'ticket.closed': ['key'],
  'ticket.withdrawn': ['key'],
  'ticket.reopened': ['key'],
  'ticket.withdrawal_asked': ['key', 'reason'],
  'ticket.reopening_asked': ['key', 'reason'],
});
const DETAILS = ['outcome', 'status', 'code', 'reason'] as const;

function isShown(value: Json | undefined): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

/** Nothing for a case without any. @param time an instant for the reader */
export function printHistory(
  terminal: Terminal,
  lines: readonly HistoryLine[],
  time: (at: string) => string,
): void {
  if (lines.length === 0) return;
  terminal.say('\nHistory');
  const history = table(
    lines,
    [
      { head: 'WHEN', value: (line) => time(line.at) },
      { head: 'WHO', value: (line) => line.who, least: 8 },
      { head: 'WHAT', value: (line) => line.what, least: 16, lines: 9 },
    ],
    terminal.width,
  );
  terminal.say(history);
}
