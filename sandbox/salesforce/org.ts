import type { ChannelCrm } from '../channel.ts';
import type { Records, Row } from '../records.ts';
import { columnOf, objectOf, SalesforceRefusal, stamp } from './rows.ts';
import { binOf } from './soql.ts';

/** Whoever else works in the org. */
const OTHER_USER = '005qd0000000099AAA';

/** The records of an org and what happens to them. */
export function createOrg(records: Records) {
  /** @param moment when they were last changed; now when absent */
  function seed({ accounts, opportunities }: ChannelCrm, moment?: string): void {
    for (const { id, ...account } of accounts)
      put(
        'Account',
        id,
        given({
          Name: account.name,
          Website: account.website,
          ParentId: account.parentId,
          BillingStreet: account.street,
          BillingPostalCode: account.postalCode,
          BillingCity: account.city,
          BillingCountry: account.country,
          LastActivityDate: account.lastTouch,
        }),
        OTHER_USER,
        moment,
      );
    for (const { id, ...deal } of opportunities)
      put(
        'Opportunity',
        id,
        given({
          AccountId: deal.accountId,
          Name: deal.name,
          StageName: deal.stage,
          Amount: deal.amount,
          CloseDate: deal.closeDate,
          Partner_ID__c: deal.partnerId,
          LastActivityDate: deal.lastActivity,
          Product_Mix__c: deal.products?.join(';'),
        }),
        OTHER_USER,
        moment,
      );
  }
  function put(
    object: string,
    id: string,
    fields: Record<string, unknown>,
    user: string,
    moment?: string,
  ): void {
    const earlier = records.get(object, id);
    const at = stamp(moment === undefined ? new Date() : new Date(moment));
    const born = { CreatedDate: earlier?.CreatedDate ?? at, CreatedById: earlier?.CreatedById ?? user };
    records.put(object, { ...earlier, ...fields, ...born, LastModifiedDate: at, SystemModstamp: at, Id: id });
  }

  const same = (a: string, b: string) => a.slice(0, 15) === b.slice(0, 15);
  const find = (object: string, column: string, value: string) =>
    records
      .all(object)
      .filter((row) =>
        column === 'Id'
          ? same(row.Id, value)
          : String(row[column] ?? '').toLowerCase() === value.toLowerCase(),
      );

  /** The one record; a value that several share is answered 300 with where they are. */
  function only(object: string, column: string, value: string): Row | undefined {
    objectOf(object);
    // Documented: some top level domains at the end of the path are taken for file endings.
    if (/\.inc$/i.test(value)) throw new SalesforceRefusal(404, 'NOT_FOUND', 'Not found');
    const rows = find(object, columnOf(object, column).name, value);
    if (rows.length > 1)
      throw new SalesforceRefusal(300, 'MULTIPLE_CHOICES', rows.map((row) => row.Id).join());
    return rows[0];
  }
  function existing(object: string, column: string, value: string): Row {
    const row = only(object, column, value);
    if (!row) throw new SalesforceRefusal(404, 'NOT_FOUND', 'The requested resource does not exist');
    return row;
  }

  function create(object: string, fields: Record<string, unknown>, user: string): string {
    const { prefix, columns } = objectOf(object);
    const external = columns.find((column) => column.externalId && fields[column.name] != null);
    const text = external ? String(fields[external.name]) : JSON.stringify(fields);
    const tail = BigInt(`0x${records.next(object, text).digest.toString('hex')}`)
      .toString(36)
      .slice(0, 10);
    // Without capital letters the three characters that make an id case-safe are AAA.
    const id = `${prefix}qd${tail}AAA`;
    put(object, id, fields, user);
    return id;
  }

  /** Contacts and opportunities go with their account, whoever made them. */
  function remove(object: string, id: string): void {
    for (const child of Object.values(objectOf(object).children))
      for (const row of records.all(child.object)) if (row[child.column] === id) remove(child.object, row.Id);
    bin(object, id, {});
  }
  function bin(object: string, id: string, more: object): void {
    const row = records.get(object, id);
    const at = stamp(new Date());
    if (row) records.put(binOf(object), { ...row, ...more, IsDeleted: true, SystemModstamp: at });
    records.remove(object, id);
  }
  /** As a seller merges two records: the children of the second go to the first. */
  function merge(object: string, winner: string, loser: string): void {
    for (const child of Object.values(objectOf(object).children))
      for (const row of records.all(child.object))
        if (row[child.column] === loser) records.put(child.object, { ...row, [child.column]: winner });
    bin(object, loser, { MasterRecordId: winner });
  }

  /** What the standard rules take for the same. @throws SalesforceRefusal */
  function refuseDuplicates(object: string, fields: Record<string, unknown>): void {
    const [column, rule] =
      object === 'Account'
        ? ['Name', 'Standard_Account_Duplicate_Rule']
        : object === 'Contact'
          ? ['Email', 'Standard_Contact_Duplicate_Rule']
          : [];
    const value = column === undefined ? undefined : fields[column];
    const [found] = column && value ? find(object, column, String(value)) : [];
    if (found)
      throw new SalesforceRefusal(400, 'DUPLICATES_DETECTED', 'Use one of these records?', [], {
        duplicateResult: {
          allowSave: true,
          duplicateRule: rule,
          matchResults: [
            { entityType: object, matchRecords: [{ matchConfidence: 100, record: { Id: found.Id } }] },
          ],
        },
      });
  }

  return { seed, put, find, only, existing, create, remove, merge, refuseDuplicates };
}

const given = (row: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
