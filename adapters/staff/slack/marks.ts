import type { SlackMessage } from '../../../contracts/vendors/slack.ts';
import { markOf } from '../../own-id.ts';
import type { Metadata } from './client.ts';

/**
 * Slack has no idempotency key: a digest of the key of our write is kept in the message, where a repeat looks for it. It is the id of
 * the first block, which each update replaces by its own, and it stands in the metadata, which stays as the first write made it but
 * may be hidden from a token.
 */
export const messageMarkOf = (key: string): string => `qd_${markOf(key)}`;

export const metadataOf = (mark: string): Metadata => ({
  event_type: 'quarterdeck_message',
  event_payload: { key: mark },
});

/** Whether the message was written, or changed last, by the write with this mark. */
export function carries({ blocks, metadata }: SlackMessage, mark: string): boolean {
  return metadata?.event_payload.key === mark || blocks.some(({ block_id }) => block_id === mark);
}
