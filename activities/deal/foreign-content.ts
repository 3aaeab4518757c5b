import { type Call, VendorFault } from '../../adapters/ports/call.ts';
import type { Ports } from '../../adapters/ports/index.ts';
import type { Write } from '../../adapters/ports/write.ts';
import { type CaseRow, getCase } from '../../adapters/store/cases.ts';
import { conflictsOf } from '../../adapters/store/deal/conflicts.ts';
import type { Store } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import { foreignContent } from '../../domain/notices.ts';

interface ForeignContentDeps {
  store: Store;
  ports: Pick<Ports, 'prm'>;
}

/** Another partner who stands in the way of many registrations; more of them than these are not looked up for one notice. */
const MOST_PARTNERS = 10;

/**
 * The write of a notice, which does not send one that names another partner or their price: questions are words of staff, who
 * see the other side. The ledger then has it as failed with the code `foreign_content`, and nothing was sent.
 */
export function sendNothingForeign(write: Write, deps: ForeignContentDeps): Write {
  return {
    ...write,
    async send(payload, key, call) {
      await refuseForeign(deps, key.slice(0, key.indexOf('/')), payload.message, call);
      return write.send(payload, key, call);
    },
  };
}

/** @param caseId the case that a key of the ledger begins with (domain/identity.ts, effectKey) */
async function refuseForeign(
  deps: ForeignContentDeps,
  caseId: string,
  message: Json | undefined,
  call: Call,
): Promise<void> {
  const others = await othersOf(deps, caseId, call);
  if (foreignContent(wordsOf(message), others).length === 0) return;
  throw new VendorFault({
    vendor: 'notify',
    kind: 'rejected',
    code: 'foreign_content',
    message: 'the notice names another partner or their price and is not sent; say it in other words',
    certainlyNotLanded: true,
  });
}

function wordsOf(message: Json | undefined): string {
  const { subject, text } = (message ?? {}) as JsonObject;
  return `${subject ?? ''}\n${text ?? ''}`;
}

/** Names and prices of the other partners whose registrations or opportunities the last look found in a case's way. */
async function othersOf(
  { store, ports }: ForeignContentDeps,
  caseId: string,
  call: Call,
): Promise<{ names: string[]; prices: string[] }> {
  const db = statement(store);
  const conflicts = await conflictsOf(db, caseId);
  const foreign = conflicts.filter(
    ({ partnerId, otherSide }) => (otherSide.partnerId ?? partnerId) !== partnerId,
  );
  if (foreign.length === 0) return { names: [], prices: [] };
  const ids = [...new Set(foreign.map(({ otherSide }) => String(otherSide.partnerId)))].slice(
    0,
    MOST_PARTNERS,
  );
  const records = await Promise.all(ids.map((id) => ports.prm.partners.read(id, call)));
  const names = records.flatMap((record) => (record === null ? [] : [record.name]));
  const prices: string[] = [];
  for (const { otherRecord } of foreign) {
    const other = await getCase(db, otherRecord.replace(/^registration:/, ''));
    if (other) prices.push(...pricesOf(other));
  }
  // What the partner has stated themselves is theirs to read, whoever else has stated the same.
  const own = await getCase(db, caseId);
  const stated = own ? pricesOf(own).map(Number) : [];
  const customer = String(own?.summary.customer_name ?? '').toLowerCase();
  return {
    names: names.filter((name) => !customer.includes(name.toLowerCase())),
    prices: prices.filter((price) => !stated.includes(Number(price))),
  };
}

function pricesOf({ summary }: CaseRow): string[] {
  const { estimated_value, stated_value } = summary;
  const { amount } = (stated_value ?? {}) as JsonObject;
  return [estimated_value, amount].filter((one) => typeof one === 'string');
}
