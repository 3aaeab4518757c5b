import { recordHint } from '../../contracts/record-hint.ts';
import { VendorFault } from '../ports/call.ts';

/** The id in `{ "id": … }`, for vendors whose webhook's body each company sets up by itself. */
export function idReported(vendor: string, event: unknown): string {
  const body = recordHint.safeParse(event);
  if (body.success) return body.data.id;
  throw nothingReported(vendor, 'id');
}

/** @param field where the body should have named the record. */
export function nothingReported(vendor: string, field: string): VendorFault {
  return new VendorFault({
    vendor,
    kind: 'rejected',
    code: 'missing_id',
    message: `the call names no record; send its id as ${field}`,
  });
}
