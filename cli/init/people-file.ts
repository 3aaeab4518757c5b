import { cellText, type ExportFile } from './problem.ts';

const HEAD = `# Your people. What it says counts once it is signed: by the first start, later by \`quarterdeck people apply\`.
# An id begins with p- and stays for ever; roles are channel_manager, partner_ops, finance, controller, auditor and admin. For example:
#   p-kv: { name: K. Vogt, email: k.vogt@example.com, role: channel_manager, region: EMEA, zone: Europe/Berlin, manager: p-ms }
schemaVersion: 1
`;

/** people.yaml of the people in people.csv; of nobody without one: the people of the sample are nobody here. */
export function peopleFile(table: ExportFile | undefined): string {
  if (!table) return `${HEAD}people: {}\n`;
  const people = table.rows.map((row) => {
    const text = (column: string) => cellText(row, column);
    const partners = text('partners')
      .split(';')
      .map((one) => one.trim())
      .filter(Boolean);
    // JSON is YAML, and no name breaks it.
    const person = JSON.stringify({
      name: text('name'),
      ...(text('email') && { email: text('email') }),
      role: text('role'),
      ...(text('region') && { region: text('region') }),
      zone: text('zone') || 'UTC',
      ...(text('manager') && { manager: text('manager') }),
      ...(text('limitusd') && { limitUsd: text('limitusd') }),
      ...(partners.length > 0 && { partners }),
    });
    return `  ${text('id')}: ${person}`;
  });
  return `${HEAD}people:\n${people.join('\n')}\n`;
}
