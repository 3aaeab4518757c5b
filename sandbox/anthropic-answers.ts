/**
 * What the simulated model says: computed from the request, so that two runs are the same. It reads the data block of our prompts
 * (`<data>` holding JSON) and answers in the shape of the asked schema.
 */
export function answerOf(body: {
  messages: { content: string }[];
  output_config?: { format?: { schema: Record<string, unknown> } };
}): unknown {
  const data = dataOf(body.messages[0]?.content ?? '');
  const asked = Object.keys((body.output_config?.format?.schema.properties as object | undefined) ?? {});
  if (asked.includes('rationale')) return { rationale: rationale(data) };
  if (asked.includes('customer_name')) return extraction(String(data.document ?? ''));
  return Object.fromEntries(asked.map((name) => [name, null]));
}

function dataOf(content: string): Record<string, unknown> {
  const json = /<data>([\s\S]*)<\/data>/.exec(content)?.[1];
  try {
    return JSON.parse(json ?? '{}') as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Echoes the reasons as prose. */
function rationale(data: Record<string, unknown>): string {
  const reasons = (data.reasons as { text: string }[] | undefined) ?? [];
  const said = reasons.map(({ text }) => text.replace(/[.\s]+$/, '')).join('. ');
  return `The recorded outcome is ${String(data.outcome)}. ${said || 'No reason was recorded'}.`;
}

function extraction(document: string): unknown {
  const labelled = (label: RegExp) =>
    new RegExp(`^\\s*(?:${label.source})\\s*[:：-]\\s*(.+?)\\s*$`, 'im').exec(document)?.[1] ?? null;
  const amount = /\b([A-Z]{3}|\$|€)\s?(\d[\d,]*(?:\.\d{1,2})?)/.exec(document);
  const currency = amount?.[1] === '$' ? 'USD' : amount?.[1] === '€' ? 'EUR' : amount?.[1];
  return {
    customer_name: labelled(/customer|company|end customer|kunde|client|cliente/),
    opportunity_name: labelled(/opportunity|project|projekt|projet|proyecto/),
    stated_value: amount ? { amount: (amount[2] as string).replaceAll(',', ''), currency } : null,
    expected_close_date: /\b\d{4}-\d{2}-\d{2}\b/.exec(document)?.[0] ?? null,
    primary_contact_email: /\[\[EMAIL_\d+\]\]/.exec(document)?.[0] ?? null,
    partner_notes: labelled(/notes?|notizen|remarques|notas/),
  };
}
