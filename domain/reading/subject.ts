import { companyAt } from './company.ts';
import { hasLegalForm } from './customer.ts';
import type { Candidate } from './finding.ts';
import { plainText } from './plain.ts';
import { subjectBeginning } from './subject-beginning.ts';

const TOPIC =
  /^(?:new |neue |nouvel(?:le)? |nuevo |nueva |novo |nova )?(?:(?:deal|opportunity|project|partner|lead) )?(?:registration|deal ?reg|dealregistrierung|deal-?registrierung|projekt(?:anmeldung|registrierung)|registrierung|anmeldung|enregistrement(?: d'(?:affaire|opportunité|une affaire)| de projet)?|registro(?: de (?:oportunidad|proyecto|oportunidade|negócio|projeto))?|案件登録(?:のお願い|申請)?)\s*(?:request\s*)?(?:[:–—-]| for | für | pour | para |)\s*/iu;

/** A line of a mail is shorter (RFC 5322, 2.1.1). */
const MOST_SUBJECT = 1_000;

/**
 * What a mail's subject names: `Deal registration: ACME GmbH - Network refresh`. The customer is the part with a legal form, else the
 * part that the text repeats; the other part of two is the opportunity.
 */
export function fromSubject(
  written: string,
  part: 'customer_name' | 'opportunity_name',
  text: string,
  isOwn: (name: string) => boolean,
): Candidate<string> | null {
  const subject = plainText(written.slice(0, MOST_SUBJECT));
  const { length: prefix } = subjectBeginning(subject);
  const topic = TOPIC.exec(subject.slice(prefix))?.[0] ?? '';
  if (topic === '') return null;
  const offset = prefix + topic.length;
  const parts = subject
    .slice(offset)
    .split(/(?<!\s)\s+[-–—|/]\s+|(?<!\s)\s*[:：]\s+|、|,\s(?!Inc|LLC|Ltd|S\.|spol|sp\.|[asvdk]\. ?[sropda])/u)
    .map((one) => one.replace(/様$/u, '').trim())
    .filter((one) => one.length > 1 && !isOwn(one));
  const isCustomer = (one: string) => companyAt(one, 0) !== null && (hasLegalForm(one) || text.includes(one));
  const customers = parts.filter(isCustomer);
  const [customer] = customers;
  if (customer === undefined || customers.length > 1 || parts.length > 2) return null;
  const name = part === 'customer_name' ? customer : parts.find((one) => one !== customer);
  if (name === undefined) return null;
  const start = subject.indexOf(name, offset);
  return { value: name, start, end: start + name.length, rule: 'subject' };
}
