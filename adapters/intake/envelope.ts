/** The envelope that Standard Webhooks recommends: `{ type, timestamp, data }`. */
export function isEnvelope(value: unknown): value is { type: string; data: unknown } {
  return (
    value !== null &&
    typeof value === 'object' &&
    'data' in value &&
    'type' in value &&
    typeof value.type === 'string'
  );
}
