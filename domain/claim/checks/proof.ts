import { dayAfter } from '../../day-after.ts';
import { documentName } from '../document-proof.ts';
import { placeText } from '../place-text.ts';
import { programsOfSale } from '../sale-days.ts';
import { type ClaimFinding, claimFinding } from './claim-finding.ts';
import type { ClaimAlone } from './facts-of-claim.ts';

/** What the program wants as proof, and what is wrong with the documents that came along. */
export function proofFindings(evidence: ClaimAlone): ClaimFinding[] {
  return [
    ...missing(evidence),
    ...logo(evidence),
    ...dates(evidence),
    ...taken(evidence),
    ...inDocuments(evidence),
  ];
}

function missing(evidence: ClaimAlone): ClaimFinding[] {
  const { program, readings, unread } = evidence;
  if (program === null) return [];
  const name = program.body.program;
  const wanted = new Set(programsOfSale(evidence).flatMap(({ proof }) => proof.documents));
  const there = readings.map(({ kind }) => kind);
  const unsure = there.includes(null) || unread.length > 0;
  return [...wanted]
    .filter((kind) => !there.includes(kind))
    .map((kind) => {
      const named = kind.replaceAll('_', ' ');
      const text = unsure
        ? `The program wants the ${named}, and none of the documents can be told to be it`
        : `The program wants the ${named}, and it is not among the documents`;
      return claimFinding('proof_missing', text, `program:${name}#proof`, {
        remedy: `The ${named}`,
        value: kind,
      });
    });
}

function logo(evidence: ClaimAlone): ClaimFinding[] {
  const { program } = evidence;
  if (program === null || !programsOfSale(evidence).some(({ proof }) => proof.logo)) return [];
  const text =
    'The program has rules for the use of the logo, and a person looks at the proof of performance for them';
  return [claimFinding('logo', text, `program:${program.body.program}#proof`)];
}

/** A document of the future proves nothing, nor does one from long before a funded activity. */
function dates({ stated, program, readings, submittedOn }: ClaimAlone): ClaimFinding[] {
  const activity = program?.body.type === 'mdf' ? stated.soldOn : null;
  const first = activity && program ? dayAfter(activity, -program.body.submit.withinDays) : null;
  return readings.flatMap(({ document, fields }) =>
    [fields.invoicedOn, fields.deliveredOn].flatMap((day) => {
      if (!day) return [];
      const at = `${day.value} (${placeText(day.place)})`;
      const text =
        day.value > submittedOn
          ? `A document is dated ${at}, after the claim was submitted on ${submittedOn}`
          : first && day.value < first
            ? `A document is dated ${at}, long before the activity of ${activity}`
            : null;
      const remedy = 'The document of this sale or activity';
      return text === null
        ? []
        : [claimFinding('proof_date', text, documentName(document), { remedy, value: day.value })];
    }),
  );
}

/** A photograph is taken where it is, in a zone of its own: a day more or less says nothing. */
const ZONES = 1;

/** A photograph from before the sale or the activity shows neither, and none was taken after it was sent. */
function taken({ stated, readings, submittedOn }: ClaimAlone): ClaimFinding[] {
  const days = [stated.soldOn, ...stated.lines.map(({ soldOn }) => soldOn)].filter((day) => day !== null);
  const first = days.sort()[0] ?? null;
  return readings.flatMap(({ document, taken: of }) => {
    const on = of?.on ?? null;
    if (on === null) return [];
    const text =
      on > dayAfter(submittedOn, ZONES)
        ? `A picture says that it was taken on ${on}, after the claim was submitted on ${submittedOn}`
        : first !== null && on < dayAfter(first, -ZONES)
          ? `A picture was taken on ${on}, before what is claimed of ${first}`
          : null;
    return text === null ? [] : [claimFinding('proof_date', text, documentName(document), { value: on })];
  });
}

/** What the reader of a document found wrong in it. */
function inDocuments({ readings }: ClaimAlone): ClaimFinding[] {
  return readings.flatMap(({ document, findings }) =>
    findings.map(({ rule, text, place }) =>
      claimFinding('document', place ? `${text} (${placeText(place)})` : text, documentName(document), {
        value: rule,
      }),
    ),
  );
}
