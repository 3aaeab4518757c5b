import type { Program } from '../../../sandbox/channel/generator/claim/programs.ts';
import { type Figure, figure, shareFigure } from '../figures.ts';
import type { Decided } from './decide.ts';
import type { ReadPaper } from './extraction.ts';
import type { BenchClaim } from './world.ts';

/** A claim with what was decided about it, and what it has been paid. */
export interface Judged {
  claim: Pick<BenchClaim, 'fields' | 'truth'>;
  decided: Pick<Decided, 'case' | 'validation' | 'reasons'>;
  read: ReadPaper[];
  /** Minor units that were booked, and that the program gives by a second calculation; null: nothing was. */
  booked: number | null;
  due: number | null;
}

/** Reasons that are no word against a claim: policy sends even a spotless one to a person for them. */
const BY_POLICY = ['claim.ceiling', 'claim.worth'];
/** What nobody could read can neither be proven nor be trusted. */
const UNREAD = ['claim.document_unread', 'claim.unproved', 'claim.confidence', 'claim.proof_missing'];
/** Share of honest claims of a program. */
const NOISE = 0.2;
const SAME_SALE = /^claim\.(duplicate|split|hierarchy)/;

/** Rules that speak against a claim for what it is, and not for what it was written on or what it is worth. */
export function alarms({ claim, decided }: Judged, programs: ReadonlyMap<string, Program>): string[] {
  const program = programs.get(claim.fields.program);
  const usual = [
    ...BY_POLICY,
    ...(claim.truth.readable ? [] : UNREAD),
    ...(program?.proof.logo ? ['claim.logo'] : []),
  ];
  return [...new Set(decided.reasons.map(({ rule }) => rule))].filter((rule) => !usual.includes(rule));
}

const kindOf = ({ claim }: Judged) => claim.truth.kind.split('.')[0] as 'clean' | 'invalid' | 'duplicate';

/** Says of a claim whether what was planted in it was found, and found for what it is. */
export function finder(all: readonly Judged[], programs: ReadonlyMap<string, Program>) {
  const honest = Map.groupBy(
    all.filter((one) => kindOf(one) === 'clean'),
    ({ claim }) => claim.fields.program,
  );
  // What is said against many an honest claim of a program finds nothing.
  const isNoise = (program: string, rule: string) => {
    const list = honest.get(program) ?? [];
    return list.filter((one) => alarms(one, programs).includes(rule)).length > NOISE * list.length;
  };
  const noise = new Map<string, boolean>();
  return (one: Judged): boolean => {
    const { program } = one.claim.fields;
    const telling = alarms(one, programs).filter((rule) => {
      const key = `${program} ${rule}`;
      if (!noise.has(key)) noise.set(key, isNoise(program, rule));
      return !noise.get(key);
    });
    if (kindOf(one) === 'duplicate') return telling.some((rule) => SAME_SALE.test(rule));
    return telling.length > 0 && one.decided.validation !== 'Auto-Approved';
  };
}

/** The figures of a run, each with its sample. */
export function claimFigures(all: readonly Judged[], programs: ReadonlyMap<string, Program>): Figure[] {
  const of = (kind: ReturnType<typeof kindOf>) => all.filter((one) => kindOf(one) === kind);
  const [clean, invalid, duplicate] = [of('clean'), of('invalid'), of('duplicate')];
  const structured = clean.filter(({ claim }) => claim.truth.readable);
  const isAuto = ({ decided }: Judged) => decided.validation === 'Auto-Approved';
  const count = (list: readonly Judged[], is: (one: Judged) => boolean) => list.filter(is).length;
  const isFound = finder(all, programs);
  const decidedAlone = all.filter(({ decided }) => decided.validation !== 'Requires Review');
  const agreed = shareFigure('', count(decidedAlone, agrees), decidedAlone.length, ['≥', 0]);
  const recall = (name: string, list: readonly Judged[], aim: number) => {
    const share = shareFigure(name, count(list, isFound), list.length, ['≥', aim]);
    return [
      share,
      figure(`${name}_lower95`, share.sample?.low ?? 0, 'share', ['≥', Math.round((aim - 0.03) * 100) / 100]),
    ];
  };
  return [
    ...recall('claims.invalid_recall', invalid, 0.98),
    ...recall('claims.duplicate_recall', duplicate, 0.95),
    shareFigure(
      'claims.false_alarm_rate',
      count(clean, (one) => alarms(one, programs).length > 0),
      clean.length,
      ['≤', 0.03],
    ),
    shareFigure('claims.auto_rate', count(structured, isAuto), structured.length, ['≥', 0.6]),
    figure('claims.wrong_paid_minor', wrongPaid(clean), 'minor', ['=', 0]),
    figure(
      'claims.missed_paid_minor',
      sum([...invalid, ...duplicate].map(({ booked }) => booked ?? 0)),
      'minor',
    ),
    figure('claims.agreement_lower95', agreed.sample?.low ?? 0, 'share', ['≥', 0.97]),
  ];
}

/** What the machine decided by itself is what the truth says, and the amount is the same. */
function agrees(one: Judged): boolean {
  const { decided, booked, due } = one;
  if (decided.validation === 'Rejected') return kindOf(one) !== 'clean';
  return kindOf(one) === 'clean' && booked === due;
}

function wrongPaid(clean: readonly Judged[]): number {
  return sum(clean.map(({ booked, due }) => (booked === null || due === null ? 0 : Math.abs(booked - due))));
}

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

/** How many of each planted kind were missed, and by which rules honest claims were called wrong, with an example of each. */
export function misses(all: readonly Judged[], programs: ReadonlyMap<string, Program>): string[] {
  const isFound = finder(all, programs);
  const planted = Map.groupBy(
    all.filter((one) => kindOf(one) !== 'clean'),
    ({ claim }) => claim.truth.kind,
  );
  const missed = [...planted].sort().flatMap(([kind, list]) => {
    const gone = list.filter((one) => !isFound(one));
    if (gone.length === 0) return [];
    const [first] = gone as [Judged];
    const auto = gone.filter(({ decided }) => decided.validation === 'Auto-Approved').length;
    return [
      `${kind}: ${gone.length} of ${list.length} missed, ${auto} of them Auto-Approved; ${first.claim.truth.claim}: ${rulesOf(first)}`,
    ];
  });
  const flagged = new Map<string, Judged[]>();
  for (const one of all)
    if (kindOf(one) === 'clean')
      for (const rule of alarms(one, programs)) flagged.set(rule, [...(flagged.get(rule) ?? []), one]);
  const alarmed = [...flagged]
    .sort((a, b) => b[1].length - a[1].length)
    .map(([rule, list]) => {
      const [first] = list as [Judged];
      const text = first.decided.reasons.find((one) => one.rule === rule)?.text ?? '';
      const programsOf = countsOf(list.map(({ claim }) => claim.fields.program));
      const mediaOf = countsOf(list.map(({ claim }) => claim.truth.papers));
      return `${rule}: against ${list.length} honest claims (${programsOf}; ${mediaOf}); ${first.claim.truth.claim}: ${text}`;
    });
  return [...missed, ...alarmed];
}

const rulesOf = ({ decided }: Judged): string =>
  [...new Set(decided.reasons.map(({ rule }) => rule))].join(', ') || 'nothing speaks against it';

/** `pdf 3, csv 1` */
function countsOf(names: readonly string[]): string {
  const counts = [...Map.groupBy(names, (name) => name)].sort((a, b) => b[1].length - a[1].length);
  return counts.map(([name, list]) => `${name} ${list.length}`).join(', ');
}
