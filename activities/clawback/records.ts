import type { Call } from '../../adapters/ports/call.ts';
import type { PartnerRecord } from '../../adapters/ports/prm.ts';
import {
  paidLines,
  type SoughtLines,
  type StoredPaidLine,
} from '../../adapters/store/accounts/paid-lines.ts';
import { caseToLookAt } from '../../adapters/store/case-to-look-at.ts';
import { type CaseRow, getCase } from '../../adapters/store/cases.ts';
import { programVersion } from '../../adapters/store/incentive-programs.ts';
import { getPolicy } from '../../adapters/store/policies.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import { clawbackPolicySchema } from '../../contracts/clawback/policy.ts';
import { segmentName } from '../../domain/case.ts';
import type { ClawbackEvidence, PaidLine } from '../../domain/clawback/evidence.ts';
import type { ClawbackPolicy } from '../../domain/clawback/policy.ts';
import type { StatedClawback } from '../../domain/clawback/stated-clawback.ts';
import { minorText } from '../../domain/exact.ts';
import { rateAsOf } from '../../domain/exchange-rate.ts';
import type { IncentiveProgram } from '../../domain/incentives/program.ts';
import { versionOn } from '../../domain/incentives/versions.ts';
import type { ActivityDeps } from '../index.ts';
import type { LookRequest } from '../kit/frozen-look.ts';
import { policyOfCase } from '../kit/policy-of-case.ts';
import { failure } from '../kit/vendor-failures.ts';

export type ClawbackDeps = Pick<
  ActivityDeps,
  'store' | 'ports' | 'vault' | 'rates' | 'installationKey' | 'now'
>;

/** One clawback with everything that was read about it. */
export interface ClawbackRecords {
  row: CaseRow;
  partner: PartnerRecord | null;
  partnerId: string | null;
  segment: string;
  policy: ClawbackPolicy;
  policyVersion: string;
  /** Its instant is that of the look, which comes later. */
  evidence: Omit<ClawbackEvidence, 'asOf'>;
}

/** Reads the accounts and the PRM. @throws failure NotFound, VendorFault */
export async function readClawbackRecords(
  deps: ClawbackDeps,
  request: LookRequest,
  call: Call,
): Promise<ClawbackRecords> {
  const { store, ports, vault, rates, installationKey, now } = deps;
  const db = statement(store);
  const at = now().toISOString();
  const begun = await caseToLookAt(db, vault, { ...request, lifecycle: 'clawback', at });
  if (!begun)
    throw failure('NotFound', `case ${request.case} has no submission ${request.revision}; submit it again`);
  const stated = begun.canonical as unknown as StatedClawback;
  const { policy, version } = await policyOfCase(db, installationKey, 'clawback', begun, policyOf);
  const stored = await paidLines(db, installationKey, soughtBy(stated));
  const meant = stored.filter((line) => isMeant(stated, line));
  // What was rolled back and claimed again was paid once.
  const standing = meant.filter(({ undone }) => !undone);
  const lines: PaidLine[] = [];
  for (const one of standing.length > 0 ? standing : meant)
    lines.push(await withItsProgram(deps, db, stated, one));
  const [first = null] = lines;
  const partner = first && (await ports.prm.partners.read(first.partner, call));
  const day = at.slice(0, 10);
  const currencies = [...new Set(lines.map(({ back }) => back.currency))];
  const known = currencies.flatMap((currency) => {
    const rate = rateAsOf(rates(), currency, day);
    return rate ? [{ currency, date: rate.date, usd: rate.value }] : [];
  });
  return {
    row: begun.row,
    ...{ partner, partnerId: first?.partner ?? null, policy, policyVersion: version },
    segment: segmentName(
      partner?.tier || 'unknown',
      partner?.region || 'unknown',
      first?.programType ?? 'unknown',
    ),
    evidence: { schemaVersion: 1, stated, lines, rates: known },
  };
}

const soughtBy = ({ claim, invoiceNumber }: StatedClawback): SoughtLines =>
  claim === null ? { invoice: invoiceNumber ?? '' } : { claim };

/** Whether a line of the claim or the invoice is among those that were refunded. */
function isMeant({ line, sku, invoiceNumber }: StatedClawback, { claim, source }: StoredPaidLine): boolean {
  return (
    (line === null || source.line === line || source.line === `${claim}#${line}`) &&
    (sku === null || codeOf(source.sku) === codeOf(sku)) &&
    (invoiceNumber === null || source.sale === invoiceNumber)
  );
}

const codeOf = (sku: string) =>
  sku
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

async function withItsProgram(
  { ports }: ClawbackDeps,
  db: Tx,
  stated: StatedClawback,
  { program, versions, claim, partner, source, refunded, waits }: StoredPaidLine,
): Promise<PaidLine> {
  const all: IncentiveProgram[] = [];
  for (const hash of versions)
    all.push(...[await programVersion(db, program, hash)].flatMap((one) => one ?? []));
  const body = versionOn(all, source.soldOn);
  if (!body)
    throw failure('NotFound', `the version of program ${program} by which ${source.line} was paid is gone`);
  const { line, sku, amount, soldOn } = source;
  // What cannot be calculated, such as another currency, is for a person.
  const inIt =
    stated.refunded === 'whole' || stated.refunded.currency === amount.currency ? stated.refunded : 'whole';
  const event = { kind: 'refund', event: `preview of ${line}`, line, refunded: inIt, on: stated.on } as const;
  const booked = await ports.accounts.preview(program, event);
  const back = booked.reduce((sum, { minor }) => sum - minor, 0n);
  return {
    ...{ program, title: body.title, programType: body.type, claim, line, partner, sku, amount, soldOn },
    reference: (await getCase(db, claim))?.externalId ?? claim,
    ...{ clawbackDays: body.clawbackDays, automaticUpToUsd: body.automaticUpToUsd, refundedBefore: refunded },
    ...(waits ? { waits } : {}),
    back: { amount: minorText(back, body.currency), currency: body.currency },
  };
}

async function policyOf(db: Tx, version: string): Promise<ClawbackPolicy> {
  return clawbackPolicySchema.parse((await getPolicy(db, 'clawback', version))?.body);
}
