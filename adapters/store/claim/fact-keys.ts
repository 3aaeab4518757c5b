import type { ClaimFacts, FactLine } from '../../../domain/claim/checks/claim-facts.ts';
import type { Shared } from '../../../domain/claim/checks/past-claims.ts';
import { dayAfter } from '../../../domain/day-after.ts';
import { cameraKeys } from './camera-partners.ts';

/** Of larger files only documents, invoices and sales are compared: their lines name no customer, and many are alike by chance. */
const MOST_COMPARED = 200;
const DAYS = [-3, -2, -1, 0, 1, 2, 3];

/** One thing that two claims of one sale share. `line` is empty where it is about all lines. */
export interface FactKey {
  key: string;
  line: string;
}

const key = (shared: Exclude<Shared, 'image'>, ...parts: string[]) => `${shared}:${parts.join('|')}`;

/** Under what a claim is found. */
export function keysOf(facts: ClaimFacts): FactKey[] {
  return [
    ...ofClaim(facts),
    ...cameraKeys(facts).map((key) => ({ key, line: '' })),
    ...facts.lines.flatMap((line) => [
      ...ofLine(line),
      ...likeFigures(facts, line, line.soldOn).map((key) => ({ key, line: line.line })),
    ]),
  ];
}

/** What a claim looks for: the same, and like figures of the days around. */
export function soughtKeys(facts: ClaimFacts): string[] {
  const like = facts.lines.flatMap((line) =>
    DAYS.flatMap((days) => likeFigures(facts, line, line.soldOn && dayAfter(line.soldOn, days))),
  );
  return [
    ...new Set([...[...ofClaim(facts), ...facts.lines.flatMap(ofLine)].map((each) => each.key), ...like]),
  ];
}

/** What two claims that must not be looked at at the same moment have in common. */
export function lockedKeys(facts: ClaimFacts): string[] {
  const exact = [...ofClaim(facts), ...facts.lines.flatMap(ofLine)].map((each) => each.key);
  const like = facts.lines
    .filter((line) => isCompared(facts, line))
    .map((line) => key('fields', ...goods(line)));
  return [...new Set([...exact, ...like])];
}

function ofClaim({ partner, program, deal, customer, files }: ClaimFacts): FactKey[] {
  const scope = [partner, program ?? ''];
  const keys = [
    ...files.map(({ hash }) => key('file', hash)),
    ...(deal === null ? [] : [key('deal', ...scope, deal)]),
    ...customer.map(([word = '']) => key('customer', ...scope, word)),
  ];
  return [...new Set(keys)].map((one) => ({ key: one, line: '' }));
}

function ofLine({ line, sale, invoices, stems }: FactLine): FactKey[] {
  const keys = [
    ...(sale === null ? [] : [key('sale', sale)]),
    ...invoices.map((one) => key('invoice', one)),
    ...stems.map((one) => key('stem', one)),
  ];
  return keys.map((one) => ({ key: one, line }));
}

/** Like figures count for one partner, and for another one where the customer's name is alike: many sell the same on a day. */
function likeFigures(facts: ClaimFacts, line: FactLine, day: string | null): string[] {
  if (!isCompared(facts, line) || day === null) return [];
  const sellers = [facts.partner, ...facts.customer.map(([word = '']) => `*${word}`)];
  return sellers.map((seller) => key('fields', ...goods(line), day, seller));
}

const goods = ({ sku, quantity }: FactLine) => [sku ?? '', quantity ?? ''];

function isCompared({ lines }: ClaimFacts, { sku, quantity, soldOn }: FactLine): boolean {
  return lines.length <= MOST_COMPARED && sku !== null && quantity !== null && soldOn !== null;
}
