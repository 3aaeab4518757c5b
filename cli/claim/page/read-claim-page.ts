import { pagePictures } from '../../../adapters/documents/page-pictures.ts';
import { openClaim } from '../../../adapters/intake/claim/sealed.ts';
import { type BookedLine, linesOfClaim } from '../../../adapters/store/accounts/booked-lines.ts';
import { type CaseRow, getCase } from '../../../adapters/store/cases.ts';
import { claimOf } from '../../../adapters/store/claim/claims.ts';
import { documentBytes } from '../../../adapters/store/claim/documents.ts';
import { getEvidence } from '../../../adapters/store/evidence.ts';
import type { Tx } from '../../../adapters/store/pool.ts';
import { decisionOf } from '../../../adapters/store/rerun.ts';
import { SubjectErased } from '../../../adapters/store/seal.ts';
import { submissionOf } from '../../../adapters/store/submissions.ts';
import { openVault, type Vault } from '../../../adapters/store/vault.ts';
import type { ClaimDecisionFields, DecidedLine } from '../../../domain/claim/decision.ts';
import type { ClaimEvidence } from '../../../domain/claim/evidence.ts';
import type { ClaimedDocument, StatedClaim } from '../../../domain/claim/stated-claim.ts';
import type { DecisionRecord } from '../../../domain/evidence.ts';
import { plainWords, stepWords } from '../../../domain/incentives/trace.ts';
import { ruleName } from '../../../domain/rules.ts';
import { paidFromText } from '../../accounts/paid-from-text.ts';
import { stateText } from '../../cases/case-text.ts';
import { applicationNow } from '../../clock.ts';
import { configured } from '../../configured.ts';
import { CliFailure, EXIT } from '../../failure.ts';
import type { Session } from '../../session.ts';
import { moneyText } from '../claim-text.ts';
import type { ClaimPage, PageDocument, PageLine } from './claim-page.ts';
import { marksOf } from './marks.ts';

/** Pages of one document that are painted. */
const MOST_PAGES = 10;
/** Of all documents together, as base64: a browser opens it within a moment. */
const MOST_PAINTED = 40_000_000;

/** Everything that the page of a claim shows. Of a case that is decided blind nothing is told of what the machine makes of it. @throws CliFailure */
export async function readClaimPage(session: Session, id: string): Promise<ClaimPage> {
  const vault = openVault(configured().QUARTERDECK_MASTER_KEY);
  const read = await session.db(async (tx) => {
    const row = (await getCase(tx, id)) as CaseRow;
    const kept = row.blind ? undefined : await decisionOf(tx, id);
    const hash = kept?.evidenceHash ?? row.gate?.evidenceHash;
    const evidence = typeof hash === 'string' ? await getEvidence(tx, hash) : undefined;
    return {
      ...{ row, kept, evidence: evidence as unknown as ClaimEvidence | undefined },
      status: (await claimOf(tx, id))?.status ?? null,
      stated: await statedOf(tx, vault, id),
      booked: await linesOfClaim(tx, id),
    };
  });
  const { row, kept, evidence, stated, booked, status } = read;
  if (!evidence)
    throw new CliFailure({
      exit: EXIT.refused,
      code: 'not_looked_at',
      title: `${id} was not looked at yet.`,
      fix: `Wait a moment; where it stands says: quarterdeck cases why ${id}`,
    });
  const fields = kept?.decision.fields as unknown as ClaimDecisionFields | undefined;
  const documents: PageDocument[] = [];
  let room = MOST_PAINTED;
  for (const [at, document] of (stated?.documents ?? evidence.stated.documents).entries()) {
    const one = await documentOf(session, vault, id, { evidence, fields, document, at, paint: room > 0 });
    room -= one.pages.reduce((sum, { png }) => sum + png.length, 0);
    documents.push(one);
  }
  return {
    case: id,
    title: row.title ?? id,
    validation: fields?.validation ?? null,
    status: status ?? stateText(row),
    facts: factsOf(evidence, stated, kept, fields),
    reasons: (kept?.decision.reasons ?? []).map(({ rule, text, source, value }) => ({
      ...{ rule: ruleName(rule), text, source, value: value ?? null },
    })),
    lines: fields ? fields.lines.map(decidedLine) : evidence.stated.lines.map(statedLine),
    booked: row.blind ? [] : booked.map(bookedLine),
    documents,
    writtenAt: applicationNow().toISOString(),
    grounds: kept
      ? `Decided by ${kept.decision.decider} on evidence ${kept.evidenceHash.slice(0, 16)}, frozen ${evidence.asOf}.`
      : `Evidence was frozen ${evidence.asOf}.`,
  };
}

/** As it was submitted last; null where somebody whom it names was erased. */
async function statedOf(tx: Tx, vault: Vault, id: string): Promise<StatedClaim | null> {
  try {
    const kept = await submissionOf(tx, id);
    return kept ? (await openClaim(tx, vault, kept.canonical)).claim : null;
  } catch (error) {
    if (error instanceof SubjectErased) return null;
    throw error;
  }
}

async function documentOf(
  session: Session,
  vault: Vault,
  id: string,
  {
    evidence,
    fields,
    document,
    at,
    paint,
  }: {
    evidence: ClaimEvidence;
    fields: ClaimDecisionFields | undefined;
    document: ClaimedDocument;
    at: number;
    paint: boolean;
  },
): Promise<PageDocument> {
  const { hash, name } = document;
  const bytes = paint ? await session.db((tx) => bytesOf(tx, vault, id, hash)) : undefined;
  const reading = evidence.readings.find((one) => one.document === hash);
  return {
    title: name ?? `Document ${at + 1}`,
    kind: reading?.kind ? sentence(reading.kind.replaceAll('_', ' ')) : null,
    hash,
    pages: bytes ? await pagePictures(bytes, MOST_PAGES) : [],
    marks: reading ? marksOf(reading, fields?.field_mapping ?? null) : [],
    findings: reading?.findings.map(({ text }) => text) ?? [],
    unread: evidence.unread.find((one) => one.document === hash)?.code ?? null,
  };
}

async function bytesOf(tx: Tx, vault: Vault, id: string, hash: string): Promise<Buffer | undefined> {
  try {
    return await documentBytes(tx, vault, id, hash);
  } catch (error) {
    if (error instanceof SubjectErased) return undefined;
    throw error;
  }
}

function factsOf(
  { program, partner, submittedOn, agreement, deal, stated }: ClaimEvidence,
  opened: StatedClaim | null,
  kept: DecisionRecord | undefined,
  fields: ClaimDecisionFields | undefined,
): [string, string][] {
  const claim = opened ?? stated;
  const all: [string, string | null | undefined][] = [
    ['Partner', partner && [partner.name, partner.tier, partner.region].filter(Boolean).join(', ')],
    ['Program', program && `${program.body.title}, version from ${program.body.effectiveFrom}`],
    ['Customer', claim.customerName],
    ['Invoice', claim.invoiceNumber],
    ['Sold on', claim.soldOn],
    ['Submitted', submittedOn],
    ['Expects', claim.total && moneyText(claim.total)],
    ['Earns', fields?.earned && moneyText(fields.earned)],
    ['Confidence', kept?.decision.confidence.toFixed(2)],
    ['Agreement', agreement],
    ['Registration', deal && [deal.record, deal.customer, deal.status].filter(Boolean).join(', ')],
    ['Notes', claim.notes],
  ];
  return all.filter((one): one is [string, string] => Boolean(one[1]));
}

function decidedLine({
  line,
  sku,
  quantity,
  amount,
  soldOn,
  verdict,
  proof,
  from,
  earns,
}: DecidedLine): PageLine {
  return {
    ...{ line, sku, quantity, soldOn, verdict },
    amount: amount && moneyText(amount),
    shownBy: proof === 'none' ? 'nothing' : shortRecord(from),
    earns: earns && verdict !== 'rejected' ? moneyText(earns.amount) : null,
    words: earns && verdict !== 'rejected' ? stepWords(earns.steps) : [],
  };
}

function statedLine({ line, sku, quantity, amount, soldOn }: StatedClaim['lines'][number]): PageLine {
  const shown = { shownBy: '–', verdict: null, earns: null, words: [] };
  return { ...{ line, sku, quantity, soldOn }, amount: amount && moneyText(amount), ...shown };
}

function bookedLine(line: BookedLine) {
  const { amount, kind, bookedOn, person, partner, trace } = line;
  const to = person === null ? partner : `a person at ${partner}`;
  return {
    amount: moneyText(amount),
    about: `${kind.replaceAll('_', ' ')}, booked ${bookedOn} for ${to}${paidFromText(line)}`,
    words: plainWords(trace),
  };
}

/** A document by the beginning of its hash, as it is called in the list of documents. */
function shortRecord(record: string): string {
  return record.replace(/^(document:[0-9a-f]{16})[0-9a-f]{48}/, '$1');
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
