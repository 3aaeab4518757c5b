import type { DealFields } from '../../../domain/deal/registration.ts';
import { caseId } from '../../../domain/identity.ts';
import { type Call, VendorFault } from '../../ports/call.ts';
import type { DocumentsPort } from '../../ports/documents.ts';
import {
  contextOf,
  type Extract,
  type FreeText,
  fieldsOf,
  filledByModel,
  gapsOf,
  type ReadFields,
  type TextPartner,
} from './free-text.ts';
import { freeTextPart, nameOfText } from './free-text-part.ts';
import type { DealPart } from './part.ts';

/** Has a model read what the rules left open, kept to what the document says word for word. */
export type AskModel = (
  input: { case: string; document: string; byRule: DealFields },
  call: Call,
) => Promise<{ fields: DealFields }>;

/** What a free text is read with, where all of its steps run in one process: a check, or a measurement. */
export interface TextTools {
  documents: DocumentsPort;
  extract: Extract;
  /** Turns a Message-ID or a hash into an external id: a keyed hash, so that the id says nothing about the sender. */
  token(text: string): string;
  /** The partner a person of this address belongs to; null when unknown. */
  partnerOf(address: string): Promise<string | null>;
  /** The PRM's record; null when it has none or is away. */
  partner(id: string): Promise<TextPartner | null>;
  /** Reads what the rules left open, kept to what the document says word for word. Absent: no model is configured. */
  model?(input: Parameters<AskModel>[0]): ReturnType<AskModel>;
  /** The partner that the submitter names; it goes before what the text says. */
  partnerId?: string;
}

/** All steps from a text to its registration. */
export async function parseFreeText(
  free: FreeText,
  body: Uint8Array,
  now: Date,
  tools: TextTools,
): Promise<DealPart> {
  const { sender, text } = free;
  const sent = sender === null ? null : await tools.partnerOf(sender);
  const partnerId = tools.partnerId ?? sent ?? free.partnerId;
  const context = contextOf(free, partnerId === null ? null : await tools.partner(partnerId), now);
  let fields = fieldsOf(free, context, tools.extract);
  if (gapsOf(fields).length > 0 && tools.model) {
    const found = await askedModel(free, fields, tools.model, tools.token);
    if (found) fields = filledByModel(fields, found, text, context);
  }
  return freeTextPart(free, fields, partnerId, now, tools.token, body);
}

/** A model that cannot be asked leaves the reading to the rules. */
async function askedModel(
  free: FreeText,
  { fields }: ReadFields,
  model: NonNullable<TextTools['model']>,
  token: (text: string) => string,
): Promise<DealFields | null> {
  try {
    return (await model({ case: caseOfText(free, token), document: free.text, byRule: fields })).fields;
  } catch (error) {
    if (error instanceof VendorFault) return null;
    throw error;
  }
}

/** Where the exchange with a model is kept: the case that a text becomes. */
export function caseOfText(free: FreeText, token: (text: string) => string): string {
  const { source } = free;
  return caseId({ lifecycle: 'deal', source, externalId: nameOfText(free, token), sequence: 1 });
}
