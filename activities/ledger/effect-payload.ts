import { evidenceAt } from '../../adapters/store/evidence.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { SubjectErased, type SubjectKeys, subjectKeysOf, unsealWith } from '../../adapters/store/seal.ts';
import type { Vault } from '../../adapters/store/vault.ts';
import { subjectsIn } from '../../domain/evidence.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import { evidenceIn, withKept } from '../../domain/kept.ts';
import { failure } from '../kit/vendor-failures.ts';

/** What a workflow says of a message: which one, in which language, to whom (sealed), with which values. */
export interface NoticeRequest {
  kind: string;
  language: string;
  to: string;
  values: JsonObject;
}

/** The words of a notice, and of the correction that its undo sends. */
export type RenderNotice = (notice: Omit<NoticeRequest, 'to'>) => {
  subject: string;
  text: string;
  correction: { subject: string; text: string };
};

/** Payloads as vendors get them. */
export interface OpenedPayloads {
  /** One for each, in their order. @throws failure SubjectErased */
  open: (() => JsonObject)[];
  /** Of everybody whose values stand sealed in them. */
  keys: SubjectKeys;
}

/** Reads what payloads hold sealed or by reference. It sends all of its statements before it awaits any. */
export type OpenPayloads = (tx: Tx, payloads: readonly JsonObject[]) => Promise<OpenedPayloads>;

/**
 * Opens payloads just before they leave: sealed values are unsealed, references to names are read, and a `$notice` becomes a message in
 * the partner's language. Until here neither Temporal nor the ledger could read any of it.
 */
export function payloadOpener({ vault, render }: { vault: Vault; render: RenderNotice }): OpenPayloads {
  return async (tx, payloads) => {
    const all = [...payloads];
    const [keys, texts] = await Promise.all([
      subjectKeysOf(tx, vault, subjectsIn(all)),
      evidenceAt(tx, evidenceIn(all)),
    ]);
    return { keys, open: all.map((payload) => () => opened(payload, keys, texts, render)) };
  };
}

/** A single one. @throws failure SubjectErased */
export async function openPayload(tx: Tx, open: OpenPayloads, payload: JsonObject): Promise<JsonObject> {
  const [one] = (await open(tx, [payload])).open as [() => JsonObject];
  return one();
}

function opened(
  payload: JsonObject,
  keys: SubjectKeys,
  texts: ReadonlyMap<string, JsonObject>,
  render: RenderNotice,
): JsonObject {
  try {
    const readable = withKept(unsealWith(keys, payload), texts);
    const { message } = readable;
    if (!isNotice(message)) return readable;
    const { to, ...notice } = message.$notice;
    const { correction, ...words } = render(notice);
    return { ...readable, message: { to, ...words }, correction };
  } catch (error) {
    if (error instanceof SubjectErased) throw failure('SubjectErased', error.message);
    throw error;
  }
}

function isNotice(message: Json | undefined): message is { $notice: NoticeRequest & JsonObject } {
  return typeof message === 'object' && message !== null && '$notice' in message;
}
