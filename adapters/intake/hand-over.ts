import { createHash } from 'node:crypto';
import { intakeId } from '../../domain/identity.ts';
import { type Lifecycle, qualified } from '../../domain/lifecycles.ts';
import { intakeStanding, keepDelivery, readingsOf } from '../store/deliveries.ts';
import { transact } from '../store/pool.ts';
import { statement } from '../store/statement.ts';
import { addressesOf } from './addresses-of.ts';
import { admit } from './admit.ts';
import { nameOfMail } from './message-id.ts';
import { type IntakeForm, RECEIVED_MAIL } from './parse.ts';
import { isRows } from './quick.ts';
import type { PartOrigin } from './receive-part.ts';
import type { Received, Settled } from './received.ts';
import type { Submitting } from './submit.ts';

/** What an intake is about: its name, and what tells one content of it from another. */
export interface NamedIntake {
  name: string;
  /** Keyed; empty for a record, which is read as it is now whatever told of it. */
  content: string;
}

/**
 * Keeps what has to be read first and starts its reading. The same bytes again are answered from what came of them, unless a part of
 * them was refused; a record that is being read is read once more.
 * @param named what a record is called; anything else is named by its own content
 */
export async function handOver(
  submitting: Submitting,
  input: PartOrigin & { form: IntakeForm; body: Uint8Array },
  named?: NamedIntake,
): Promise<Received[]> {
  const { store, vault } = submitting;
  const { lifecycle, source, form, sample = false, partnerId = null, by = null } = input;
  const { letter = null, file = null, repeated = false } = input;
  const body = Buffer.from(input.body);
  const { name, content } = inLifecycle(
    lifecycle,
    named ?? nameOfContent(body, form, partnerId, vault.tokenOf),
  );
  const again =
    letter === null || content === '' ? 0 : await readingsOf(statement(store), intakeId(source, name));
  const intake = intakeId(source, name, again + 1);
  const known =
    content === '' ? undefined : await intakeStanding<Settled[]>(statement(store), intake, content);
  // The rows of a table come back: content that stood there before, after another one, is a change.
  const isAnswered = known?.outcome?.every((part) => part.kind !== 'refused') && (repeated || !isRows(form));
  if (known?.outcome && isAnswered) return known.outcome;
  if (known && known.state !== 'settled') return [{ kind: 'reading', intake }];
  const people = (await addressesOf(body)).map(vault.personOf);
  const added = await transact(store, (tx) =>
    keepDelivery(tx, vault, {
      ...{ intake, lifecycle, source, form, content, body, people, partnerId, by, sample, letter, file },
      receivedAt: submitting.now().toISOString(),
    }),
  );
  if (added) await admit(submitting, intake);
  return [{ kind: 'reading', intake }];
}

/** A record of another system. */
export function nameOfRecord(record: string): NamedIntake {
  return { name: record, content: '' };
}

/** A mail by its Message-ID, else by what its sender wrote; anything else by its bytes; hashed under our key, so that a guessed content cannot be confirmed by it. */
export function nameOfContent(
  body: Buffer,
  form: IntakeForm,
  partnerId: string | null,
  token: (text: string) => string,
): NamedIntake {
  const mail = form === 'message/rfc822' || form === RECEIVED_MAIL ? nameOfMail(body) : null;
  const sha256 = mail?.digest ?? createHash('sha256').update(body).digest('hex');
  // Read as another form, or for another partner, the same bytes say something else.
  const content = token([form, partnerId ?? '', sha256].join('\n'));
  const message = mail?.messageId ?? null;
  return { name: message === null ? content.slice(0, 14) : token(message).slice(0, 14), content };
}

/** Two lifecycles may know a record, or be sent a document, by the same name. */
function inLifecycle(lifecycle: Lifecycle, { name, content }: NamedIntake): NamedIntake {
  return {
    name: qualified(lifecycle, name),
    content: content === '' ? content : qualified(lifecycle, content),
  };
}
