import type { ComparisonKind } from '../../domain/blind.ts';
import { type ComparisonSignature, comparisonText, type StatedComparison } from '../../domain/comparison.ts';
import type { TrustRoot } from '../../domain/gate/authority-log.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import type { SigningKey } from '../keys/keys.ts';
import { signText } from '../keys/sign.ts';
import { type CaseColumns, caseFrom } from './case-row.ts';
import type { CaseRow } from './cases.ts';
import { sha256 } from './hash.ts';
import type { Tx } from './pool.ts';
import { send, sql } from './sql.ts';
import { undoneImports } from './undone-imports.ts';

/** A comparison as it is kept. */
export interface Agreement extends StatedComparison {
  /** Null: nobody has signed it. */
  signed: ComparisonSignature | null;
  /** It was here before comparisons were signed. */
  beforeSigning: boolean;
}

/** Who states a comparison: a worker by the installation's key, or a person by theirs. `at`: UTC instant of signing. */
export interface ComparisonSigner {
  key: Pick<SigningKey, 'kid' | 'privateKey'>;
  at: string;
}

/** Records or completes the comparison of one revision of a case, signed. Answers the hash of what is signed. */
export async function putAgreement(
  tx: Tx,
  row: Omit<StatedComparison, 'import'>,
  signer: ComparisonSigner,
): Promise<string> {
  const stated = { ...row, import: null };
  const { kid, signature } = signedBy(stated, signer);
  await send(
    tx,
    sql`insert into agreements
        (case_id, revision, lifecycle, segment, machine, human, agreed, amount_usd, kind, draw, share, at, kid, signature, signed_at)
      values (${row.case}, ${row.revision}, ${row.lifecycle}, ${row.segment}, ${row.machine}, ${row.human}, ${row.agreed},
        ${row.amountUsd}, ${row.kind}, ${row.draw}, ${row.share}, ${row.at}, ${kid}, ${signature}, ${signer.at})
      on conflict (case_id, revision) do update set machine = excluded.machine, human = excluded.human,
        agreed = excluded.agreed, amount_usd = excluded.amount_usd, at = excluded.at, kid = excluded.kid,
        signature = excluded.signature, signed_at = excluded.signed_at`,
  );
  return sha256(comparisonText(stated, signer.at));
}

/**
 * Holds, until the transaction ends, what promotions of a lifecycle rest on.
 * @param how `shared`: it goes by the comparisons; `alone`: it brings history in or takes it back
 */
export async function lockAgreements(tx: Tx, lifecycle: Lifecycle, how: 'shared' | 'alone'): Promise<void> {
  const lock = how === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
  await tx.query(`select ${lock}(hashtextextended($1, 0))`, [`agreements:${lifecycle}`]);
}

/** Signs what somebody states of a comparison. */
export function signedBy(row: StatedComparison, { key, at }: ComparisonSigner): ComparisonSignature {
  return { kid: key.kid, at, signature: signText(key.privateKey, 'comparison', comparisonText(row, at)) };
}

/** The comparison of one revision of a case, decided or not. */
export async function agreementOf(tx: Tx, caseId: string, revision: number): Promise<Agreement | undefined> {
  const { rows } = await tx.query<AgreementColumns>(
    'select * from agreements where case_id = $1 and revision = $2',
    [caseId, revision],
  );
  return rows[0] && fromColumns(rows[0]);
}

/** The comparison of the newest revision of a case that was looked at. */
export async function latestAgreementOf(tx: Tx, caseId: string): Promise<Agreement | undefined> {
  const { rows } = await tx.query<AgreementColumns>(
    'select * from agreements where case_id = $1 order by revision desc limit 1',
    [caseId],
  );
  return rows[0] && fromColumns(rows[0]);
}

/**
 * The looks and comparisons since an instant, oldest first; of an import that was taken back none (undone-imports.ts).
 * @param by.segment pattern: a `*` stands for any value of a part
 * @param by.kinds absent: all
 */
export async function agreementsSince(
  tx: Tx,
  root: TrustRoot,
  by: { lifecycle: Lifecycle; since: string; segment: string; kinds?: readonly ComparisonKind[] },
): Promise<Agreement[]> {
  const { rows } = await tx.query<AgreementColumns>(
    `select * from agreements where ${OF_PATTERN} and ($6::text[] is null or kind = any($6)) order by at, case_id`,
    [...patternOf(by), by.kinds ?? null],
  );
  const imported = rows.some((row) => row.import_id !== null);
  const undone = imported ? await undoneImports(tx, root) : null;
  return rows.filter((row) => row.import_id === null || !undone?.has(row.import_id)).map(fromColumns);
}

/** Every segment in which a case was looked at. */
export async function segmentsWithLooks(tx: Tx): Promise<{ lifecycle: Lifecycle; segment: string }[]> {
  const { rows } = await tx.query<{ lifecycle: Lifecycle; segment: string }>(
    'select distinct lifecycle, segment from agreements order by lifecycle, segment',
  );
  return rows;
}

const PAGE = 1_000;

/** Every comparison, by case and revision, some at once. @param only of this case */
export async function* allAgreements(tx: Tx, only?: string): AsyncGenerator<Agreement[]> {
  let after: [string, number] = ['', 0];
  for (;;) {
    const { rows } = await tx.query<AgreementColumns>(
      `select * from agreements where (case_id, revision) > ($1, $2) and ($3::text is null or case_id = $3)
        order by case_id, revision limit ${PAGE}`,
      [...after, only ?? null],
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(fromColumns);
    after = [last.case_id, last.revision];
  }
}

/** Automatic approvals that were drawn to be looked at afterwards and were not yet, oldest first. */
export async function casesToCheck(tx: Tx): Promise<CaseRow[]> {
  const { rows } = await tx.query<CaseColumns>(
    `select c.* from cases c join agreements a using (case_id, revision)
      where a.kind = 'afterwards' and a.agreed is null and c.status = 'completed' order by c.ended_at, case_id`,
  );
  return rows.map(caseFrom);
}

/** The comparisons of a case, in any revision, that a person has decided. */
export async function decidedAgreementsOf(tx: Tx, caseId: string): Promise<Agreement[]> {
  const { rows } = await tx.query<AgreementColumns>(
    'select * from agreements where case_id = $1 and human is not null order by revision',
    [caseId],
  );
  return rows.map(fromColumns);
}

/** How many cases of a pattern, none of them of the past, the machine would have approved since an instant. */
export async function approvableSince(
  tx: Tx,
  by: { lifecycle: Lifecycle; since: string; segment: string },
): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(
    `select count(distinct case_id)::int as n from agreements where ${OF_PATTERN} and machine = 'approve' and import_id is null`,
    patternOf(by),
  );
  return rows[0]?.n ?? 0;
}

const OF_PATTERN = `lifecycle = $1 and at >= $2
  and ($3::text is null or split_part(segment, '/', 1) = $3)
  and ($4::text is null or split_part(segment, '/', 2) = $4)
  and ($5::text is null or split_part(segment, '/', 3) = $5)`;

function patternOf(by: { lifecycle: Lifecycle; since: string; segment: string }): (string | null)[] {
  return [by.lifecycle, by.since, ...by.segment.split('/').map((part) => (part === '*' ? null : part))];
}

interface AgreementColumns {
  case_id: string;
  revision: number;
  lifecycle: Lifecycle;
  segment: string;
  machine: string;
  human: string | null;
  agreed: boolean | null;
  amount_usd: string;
  kind: ComparisonKind;
  draw: number;
  share: number | null;
  at: Date;
  import_id: string | null;
  kid: string | null;
  signature: string | null;
  signed_at: Date | null;
  before_signing: boolean;
  [name: string]: unknown;
}

function fromColumns(row: AgreementColumns): Agreement {
  const { kid, signature, signed_at: at } = row;
  return {
    case: row.case_id,
    revision: row.revision,
    lifecycle: row.lifecycle,
    segment: row.segment,
    machine: row.machine,
    human: row.human,
    agreed: row.agreed,
    amountUsd: row.amount_usd,
    kind: row.kind,
    draw: row.draw,
    share: row.share,
    at: row.at.toISOString(),
    import: row.import_id,
    signed: kid && signature && at ? { kid, signature, at: at.toISOString() } : null,
    beforeSigning: row.before_signing,
  };
}
