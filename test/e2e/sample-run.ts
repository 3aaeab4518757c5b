import { RECORD_HINT } from '../../adapters/intake/parse.ts';
import { type Input, type Intake, receive } from '../../adapters/intake/receive.ts';
import type { Settled } from '../../adapters/intake/received.ts';
import { evidenceOf } from '../../adapters/store/evidence.ts';
import { statement } from '../../adapters/store/statement.ts';
import { inputForm } from '../../cli/cases/input-form.ts';
import { type Reason, speaksAgainst } from '../../domain/decision.ts';
import type { Truth } from '../../sandbox/channel/generator/truth.ts';
import { type InboxItem, readChannel } from '../../sandbox/channel.ts';
import { SAMPLE_PARTS } from '../../scripts/sample-parts.ts';
import type { TestInstallation } from '../environment/installation.ts';
import { settledAll } from '../environment/settled.ts';

/** What the product made of one registration, in the words of truth.json. */
export interface Outcome {
  case: string | null;
  ends: string;
  triage_status: string | null;
  /** What it named as the conflict, under every name that the truth may give it. */
  conflict: string[];
  rules: string[];
}

const AT_ONCE = 4;

/** Takes the whole inbox through an installation. @returns the outcome of each part, by `file` or `file#row` */
export async function runInbox(here: TestInstallation, intake: Intake): Promise<Map<string, Outcome>> {
  await here.env.client.workflow.execute('matchMirror', {
    taskQueue: here.taskQueue,
    workflowId: `match-mirror-${here.taskQueue}`,
  });
  const parts = new Map<string, Settled>();
  const { inbox } = readChannel(new Date().toISOString().slice(0, 10));
  for (const items of SAMPLE_PARTS.flatMap((part) => part.waves({ inbox, claims: () => [] }))) {
    const left = items.filter((item) => 'bytes' in item);
    const carry = async () => {
      for (let item = left.shift(); item; item = left.shift()) {
        const received = await settledAll(
          here.store,
          await receive(intake, { ...inputOf(item), sample: true }),
        );
        for (const [index, part] of received.entries()) parts.set(keyOf(item.file, index + 1), part);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, carry));
    await atRest(here);
  }
  const written = await writtenBy(here);
  const outcomes = [...parts].map(
    async ([key, part]) => [key, await outcomeOf(here, part, written)] as const,
  );
  return new Map(await Promise.all(outcomes));
}

/** The key under which runInbox answers for a truth. */
export const keyOf = (file: string, row = 1): string => `${file.replace(/^inbox\//, '')}#${row}`;

function inputOf({ file, bytes }: InboxItem): Input & { body: Buffer } {
  if (!file.endsWith('.json'))
    return { lifecycle: 'deal', ...inputForm(file, undefined, bytes), body: bytes, eventId: 'content' };
  const { source, body, raw = JSON.stringify(body) } = JSON.parse(bytes.toString());
  const form = source === 'impartner' ? RECORD_HINT : 'application/json';
  return { lifecycle: 'deal', source, form, body: Buffer.from(raw), eventId: file };
}

async function atRest(here: TestInstallation): Promise<void> {
  for (const end = Date.now() + 120_000; ; ) {
    const { rows } = await statement(here.store).query<{ case_id: string }>(
      `select case_id from cases where lifecycle = 'deal' and status = 'running' and coalesce(mode, '') <> 'shadow'`,
    );
    if (rows.length === 0) return;
    if (Date.now() > end)
      throw new Error(`after two minutes still under way: ${rows.map((row) => row.case_id)}`);
    await new Promise((done) => setTimeout(done, 200));
  }
}

interface Fields {
  Potential_Conflict_ID?: string | null;
  triage_status?: string;
}

async function outcomeOf(
  here: TestInstallation,
  part: Settled,
  written: ReadonlyMap<string, string>,
): Promise<Outcome> {
  if (part.kind !== 'submitted') {
    const ends = part.kind === 'refused' ? 'dead letter' : part.kind;
    return { case: null, ends, triage_status: null, conflict: [], rules: [] };
  }
  const row = await here.row(part.case);
  const [decision] = (await evidenceOf(statement(here.store), part.case, 'decision')).reverse();
  const body = decision?.body as { decision?: { fields?: Fields; reasons?: Reason[] } } | undefined;
  const named = body?.decision?.fields?.Potential_Conflict_ID ?? null;
  const asked = row.status === 'waiting_for_partner';
  return {
    case: row.case,
    ends:
      row.mode === 'shadow'
        ? 'shadow'
        : row.status === 'completed'
          ? (row.outcome ?? 'completed')
          : asked
            ? 'partner asked'
            : row.status === 'waiting_for_decision'
              ? 'review'
              : row.status,
    // By the record: a case in shadow shows nothing of it while people decide.
    triage_status: body?.decision?.fields?.triage_status ?? null,
    conflict: named === null ? [] : namesOf(named, written),
    rules: (body?.decision?.reasons ?? []).filter(speaksAgainst).map(({ rule }) => rule),
  };
}

/** A record of the product as truth.json names it; what a case has written elsewhere stands for its registration. */
function namesOf(record: string, written: ReadonlyMap<string, string>): string[] {
  const inPrm = /^prm:\w+\/(.+)$/.exec(record)?.[1];
  const names = inPrm ? [`prm:Deal/${inPrm}`, `registration:impartner/${inPrm}`] : [record];
  const by = written.get(record);
  return by === undefined ? names : [...names, by];
}

/** Truth's name of the registration behind each record of our own: the case, and what it wrote into CRM and PRM. */
async function writtenBy(here: TestInstallation): Promise<Map<string, string>> {
  const db = statement(here.store);
  const cases = await db.query<{ case_id: string; source: string; external_id: string }>(
    'select * from cases',
  );
  const names = new Map(
    cases.rows.map((row) => [row.case_id, `registration:${row.source}/${row.external_id}`]),
  );
  const effects = await db.query<{ case_id: string; operation: string; id: string }>(
    `select case_id, operation, landed ->> 'id' as id from effects where landed ->> 'id' is not null`,
  );
  const records: Record<string, string> = {
    'crm.upsertAccount': 'crm:Account/',
    'crm.upsertOpportunity': 'crm:Opportunity/',
    'prm.createDeal': 'prm:impartner/',
  };
  return new Map([
    ...[...names].map(([id, name]) => [`registration:${id}`, name] as const),
    ...effects.rows.flatMap(({ case_id, operation, id }) => {
      const kind = records[operation];
      return kind ? [[`${kind}${id}`, names.get(case_id) ?? case_id] as const] : [];
    }),
  ]);
}

/** Why the outcome is not the truth; empty when it is. */
export function missesOf(truth: Truth, got: Outcome | undefined): string[] {
  if (!got) return ['nothing was received'];
  const right = [truth.triage_status, ...(truth.also_right ?? [])];
  return [
    ...(got.ends === truth.ends ? [] : [`ends ${got.ends}, not ${truth.ends}`]),
    ...(right.includes(got.triage_status as never)
      ? []
      : [`${got.triage_status}, not ${right.join(' or ')}`]),
    ...(got.triage_status === 'FLAGGED_CONFLICT' &&
    truth.conflict.length > 0 &&
    !got.conflict.some((record) => truth.conflict.includes(record))
      ? [`names ${got.conflict}, not one of ${truth.conflict}`]
      : []),
  ];
}
