import type { DocumentReading, PageLook, ReadValue } from '../documents/document-reading.ts';
import type { StatedClaim } from './stated-claim.ts';

/** What is stated, as evidence holds it: persons by their tokens, without notes and names of files. @param token keyed hash */
export function claimInEvidence(claim: StatedClaim, token: (text: string) => string): StatedClaim {
  return {
    ...claim,
    notes: null,
    persons: claim.persons.map((one) => ({ ...one, person: token(one.person) })),
    documents: claim.documents.map((one) => ({ ...one, name: null })),
  };
}

/** A reading as evidence holds it: bank accounts, cameras and the numbers on its pages by their tokens, without the name of the file. */
export function readingInEvidence(
  reading: DocumentReading,
  token: (text: string) => string,
): DocumentReading {
  const { iban } = reading.fields;
  const hidden: ReadValue | null = iban && { ...iban, value: token(iban.value), text: '' };
  const { looks, taken } = reading;
  return {
    ...reading,
    ...{ name: '', fields: { ...reading.fields, iban: hidden } },
    ...(looks ? { looks: looks.map((look) => withoutNumbers(look, token)) } : {}),
    ...(taken ? { taken: { ...taken, camera: taken.camera && token(`camera ${taken.camera}`) } } : {}),
  };
}

/** So many numbers of a page tell whether it is another's; of more those with the lowest tokens, which are the same ones on like pages. */
const MOST_NUMBERS = 64;

function withoutNumbers({ bits, numbers }: PageLook, token: (text: string) => string): PageLook {
  const keyed = numbers.map((number) => token(`page number ${number}`)).sort();
  return { bits, numbers: keyed.slice(0, MOST_NUMBERS) };
}
