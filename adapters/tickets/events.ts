import { recordHint } from '../../contracts/record-hint.ts';
import { lookupTable } from '../../domain/lookup-table.ts';
import { VendorFault } from '../ports/call.ts';
import { reportedByJira } from './jira/events.ts';

/** Vendors whose events have a form of their own; any other's call is set up by each company and names its ticket as `id`. */
const READERS = lookupTable<(event: unknown) => string | null>({
  jira: reportedByJira,
});

/** Says which ticket a vendor's event is about; it asks the vendor nothing. See TicketsPort.reported. */
export function ticketEvents(vendor: string): (event: unknown) => string | null {
  return READERS[vendor] ?? ((event) => ticketNamed(vendor, event));
}

/** The id in `{ "id": … }`. @throws VendorFault `rejected`, code `missing_id` */
export function ticketNamed(vendor: string, event: unknown): string {
  const body = recordHint.safeParse(event);
  if (body.success) return body.data.id;
  throw new VendorFault({
    vendor,
    kind: 'rejected',
    code: 'missing_id',
    message: 'the call names no ticket; send its id as id',
  });
}
