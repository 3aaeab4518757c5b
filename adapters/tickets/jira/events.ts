import { jiraEvent } from '../../../contracts/vendors/jira.ts';
import { VendorFault } from '../../ports/call.ts';

/** The issue that an event of Jira's webhook is about; what it says of the issue is not looked at. */
export function reportedByJira(event: unknown): string | null {
  const read = jiraEvent.safeParse(event);
  if (read.success) return read.data.issue?.id ?? null;
  throw new VendorFault({
    vendor: 'jira',
    kind: 'rejected',
    code: 'missing_id',
    message: 'the call is no event of Jira; send its webhooks as they are',
  });
}
