import type { Stage } from '../../domain/intake.ts';
import type { IntakeProblem } from '../../domain/intake-problem.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { FormatOf, SourceFormat } from '../../domain/reading/source-format.ts';
import type { Call } from '../ports/call.ts';
import type { CrmPort } from '../ports/crm.ts';
import type { PrmPort } from '../ports/prm.ts';
import type { CaseRow } from '../store/cases.ts';
import type { ClaimedDelivery } from '../store/deliveries.ts';
import type { Store, Tx } from '../store/pool.ts';
import type { Vault } from '../store/vault.ts';
import type { AskModel } from './deal/text-tools.ts';
import type { IntakeForm, Parsed, Submission } from './parse.ts';
import type { FieldForm } from './quick.ts';
import type { Submitted } from './record-submission.ts';
import type { Submitting } from './submit.ts';

/** What the steps of reading a delivery ask. */
export interface ReadingDeps {
  store: Store;
  vault: Vault;
  prm: PrmPort;
  crm: Pick<CrmPort, 'vendor' | 'registrations'>;
  now(): Date;
  formatOf: FormatOf;
  /** Mail servers whose word on a sender is believed, see isSenderProved; absent: none is. */
  mailServers?: readonly string[];
  /** Absent: no model is configured. */
  model?: AskModel;
}

/** One part of a delivery that has been read, and the cases of its sender that it may answer, likeliest first. */
export interface ReadPart<S> {
  part: Parsed<S>;
  answered: string[];
}

/** What a new version of a record means for its latest case: see reopening. */
export type AfterEnd =
  | { verdict: 'running' | 'closed' }
  | { verdict: 'next'; problems: IntakeProblem[]; place: PlaceInLine };

/** `kept` and `lost` are about its place among others of the same customer; `own`: a new start. */
export type PlaceInLine = 'kept' | 'lost' | 'own';

/**
 * What taking in the submissions of one lifecycle needs to know of them. `S` is what one states. Everything else (receive, hand over,
 * read in steps, record, deliver, retry, dead letter) is the same for all.
 */
export interface IntakeOf<S> {
  /** In which its submissions come; anything else is refused where it arrives, and kept as a dead letter. */
  readonly forms: readonly IntakeForm[];
  /** Its submissions hold their documents, so that one may be as long as a file. */
  readonly carriesDocuments?: true;
  /** The submissions of an input of fields; none of JSON that is about something else. Null: a worker has to read it first. */
  parse(form: FieldForm, body: Uint8Array, now: Date, format: SourceFormat): Parsed<S>[] | null;
  /** Takes one step of reading anything else. @throws VendorFault when a vendor or model did not answer */
  advance(
    deps: ReadingDeps,
    delivery: ClaimedDelivery,
    stage: Stage,
    call: Call,
  ): Promise<{ reading: JsonObject; next: Stage | 'settle' }>;
  /** The submissions of a delivery once all of its steps are done. */
  partsRead(delivery: ClaimedDelivery, vault: Vault): ReadPart<S>[];
  /** Takes a submission as the answer to what was asked in one of these cases; null when it answers none. */
  answer(
    submitting: Submitting,
    submission: Submission<S>,
    answered: readonly string[],
  ): Promise<Submitted | null>;
  /** Keyed hash of what is stated: the version of a submission whose source has none. */
  contentVersion(stated: S, vault: Vault): string;
  /** The stored form, personal values sealed; and back. */
  seal(tx: Tx, vault: Vault, caseId: string, stated: S): Promise<JsonObject>;
  /** @throws SubjectErased */
  open(tx: Tx, vault: Vault, canonical: JsonObject): Promise<S>;
  /** Null: it names none. */
  partnerOf(stated: S): string | null;
  /** The same with the partner that the submitter names, where it names none itself. */
  withPartner(stated: S, partnerId: string): S;
  withProblems(stated: S, problems: readonly IntakeProblem[]): S;
  /** What lists and boards show of it; never personal data. */
  summary(stated: S): JsonObject;
  /** The same as the next version of what was kept before, with what it keeps of that. */
  merge(stated: S, before: JsonObject, place: Exclude<PlaceInLine, 'own'>, now: Date): S;
  afterEnd(latest: Pick<CaseRow, 'status' | 'outcome' | 'endedAt' | 'summary'>, now: Date): AfterEnd;
}
