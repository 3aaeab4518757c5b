import { type FaultKind, VendorFault } from './ports/call.ts';

/** A fault of what cannot be done: nothing was written. @param message names the fix, and no value */
export function refused(
  vendor: string,
  code: string,
  message: string,
  kind: FaultKind = 'rejected',
): VendorFault {
  return new VendorFault({ vendor, kind, code, message, certainlyNotLanded: true });
}
