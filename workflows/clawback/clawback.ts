import type { ClawbackActivities } from '../../activities/clawback/index.ts';
import type { ClawbackLook } from '../../activities/clawback/look.ts';
import type { CaseInput, CaseResult } from '../case-input.ts';
import { type Case, openCase } from '../kit/case.ts';
import type { CaseEnding, CaseSteps } from '../kit/case-steps.ts';
import { decide } from '../kit/decide.ts';
import { sendPartnerNotice } from '../kit/notice.ts';
import { read, record } from '../kit/profiles.ts';
import { runCase } from '../kit/run.ts';
import { localFirst } from '../kit/step.ts';

const reading = localFirst<ClawbackActivities>(read, 'clawback');
const clawbacks = localFirst<ClawbackActivities>(record, 'clawback');

type ClawbackCase = Case<ClawbackLook, CaseEnding>;

const STEPS: CaseSteps<ClawbackLook, CaseEnding> = {
  lifecycle: 'clawback',
  firstSegment: 'unknown/unknown/unknown',
  look: (request) => reading.look(request),
  open: (request) => clawbacks.open(request),
  close: (end) => clawbacks.close(end),
  failed: { authority: null },
  shown: ({ partner, refunds }) => ({
    change: partner ? { partnerId: partner.id } : {},
    line: `${refunds.length} ${refunds.length === 1 ? 'line' : 'lines'} to take back`,
  }),
};

/** Takes back what was earned on a sale that was refunded, or whose registration was rolled back. */
export async function clawback(input: CaseInput): Promise<CaseResult> {
  const one = openCase(input, STEPS);
  return runCase(one, () =>
    decide(one, {
      async question({ claims, refunds }) {
        await hold(one, claims);
        return {
          clocks: ['claim'],
          // A yes would take nothing back: it is told again, and says which sale it is of.
          ...(refunds.length === 0 ? { actions: ['reject', 'reassign'] } : {}),
        };
      },
      async watch(look) {
        // Its segment may have been put in shadow after a person was asked.
        await release(one);
        const { outcome } = await one.opened(look);
        return { outcome: `shadow: ${outcome}`, authority: null };
      },
      approve: (look, authority) => takeBack(one, look, authority),
      async reject(_, authority) {
        await release(one);
        return { outcome: 'Kept', authority };
      },
      async silent() {
        await release(one);
        return { outcome: 'Incomplete', authority: null };
      },
    }),
  );
}

const HELD = 'held ';

/** The claims that this case holds, in the order of their holds. */
function heldBy({ memory }: ClawbackCase): { program: string; claim: string }[] {
  // A case remembers numbers and flags only. No id of a claim holds a blank.
  return Object.keys(memory)
    .filter((name) => name.startsWith(HELD))
    .map((name) => {
      const [claim = '', ...program] = name.slice(HELD.length).split(' ');
      return { claim, program: program.join(' ') };
    });
}

const holdOf = ({ now }: ClawbackCase, claim: string) => `${now.case}/hold/${claim}`;

/** Until somebody has decided, nothing of these claims is paid. */
async function hold(one: ClawbackCase, claims: ClawbackLook['claims']): Promise<void> {
  for (const { program, claim } of claims) {
    const held = heldBy(one);
    if (held.some((known) => known.claim === claim)) continue;
    const payload = { program, claim, event: holdOf(one, claim) };
    await one.ledger.write(`hold-${held.length + 1}`, 'accounts.hold', payload);
    one.memory[`${HELD}${claim} ${program}`] = true;
  }
}

async function release(one: ClawbackCase): Promise<void> {
  for (const [at, { program, claim }] of heldBy(one).entries()) {
    const payload = { program, hold: holdOf(one, claim), event: `${holdOf(one, claim)}/release` };
    await one.ledger.write(`release-${at + 1}`, 'accounts.release', payload);
  }
}

async function takeBack(one: ClawbackCase, look: ClawbackLook, authority: string): Promise<CaseEnding> {
  const programs = new Map<string, TakenFrom>();
  for (const [at, refund] of look.refunds.entries()) {
    const { program, title, reference, line, refunded, on, first = false } = refund;
    const event = `${one.now.case}/refund/${at + 1}`;
    const part = refunded === 'whole' ? refunded : { ...refunded };
    await one.ledger.write(`refund-${at + 1}`, 'accounts.refund', {
      program,
      line,
      refunded: part,
      on,
      event,
      // Two systems may tell of one refund at the same moment, each under an id of its own.
      ...(first ? { first } : {}),
    });
    const events = [...(programs.get(program)?.events ?? []), event];
    programs.set(program, { title, reference, ...programs.get(program), events });
  }
  await release(one);
  let told = 0;
  for (const from of programs.values()) if (await tell(one, look, from, told + 1)) told += 1;
  return { outcome: told > 0 ? 'Taken Back' : 'Nothing Taken Back', authority };
}

/** What was refunded under one program, whose currency may be another one than the next program's. */
interface TakenFrom {
  title: string;
  reference: string;
  events: string[];
}

/** Tells the partner what was taken back under a program. @returns whether anything was */
async function tell(
  { ledger }: ClawbackCase,
  { partner }: ClawbackLook,
  { title, reference, events }: TakenFrom,
  number: number,
): Promise<boolean> {
  const back = await clawbacks.bookedBack(events);
  if (back === null) return false;
  const kind = 'taken_back';
  const values = { program: title, amount: `${back.amount} ${back.currency}`, reference };
  const step = number > 1 ? `${kind}-${number}` : kind;
  if (partner) await sendPartnerNotice(ledger, 'clawback', { kind, to: partner, values, step });
  return true;
}
