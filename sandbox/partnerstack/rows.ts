import type { ChannelPartner, ChannelPrmDeal } from '../channel.ts';
import type { Row } from '../records.ts';

/** What an export leaves out, because a real PartnerStack would not let us put it back. */
const SYSTEM_FIELDS = ['created_at', 'updated_at'];

/** The stages of every group's list. */
export const STAGES = [
  ...['submitted', 'incomplete', 'under_review', 'approved', 'declined'],
  ...['expired', 'withdrawn', 'closed_won', 'closed_lost'],
];

/** Where a stage is called otherwise than the sample channel's status. */
const STAGE_OF: Record<string, string> = {
  ...{ 'Under Review': 'under_review', Rejected: 'declined', Converted: 'closed_won' },
};

/** What a deal takes, and the type of each. */
const DEAL_FIELDS: Record<string, (value: unknown) => boolean> = {
  account_name: isText,
  amount: Number.isSafeInteger,
  close_date: (value) => isText(value) && /^\d{4}-\d\d-\d\d$/.test(String(value)),
  contact_first_name: isText,
  contact_last_name: isText,
  external_key: isText,
  field_data: isContainer,
  group_key: isText,
  lost_reason: isText,
  meta: isContainer,
  partner_key: isText,
  source: (value) => value === 'partner' || value === 'vendor',
  stage: (value) => STAGES.includes(String(value)),
};

/** The first thing that is wrong with the body of a deal; undefined when it fits. */
export function wrongWith(body: unknown): string | undefined {
  if (!isContainer(body)) return 'Request body must be an object';
  for (const [name, value] of Object.entries(body as object)) {
    const fits = DEAL_FIELDS[name];
    if (!fits) return `Unknown parameter ${name}`;
    if (value !== null && !fits(value)) return `Invalid value for ${name}`;
  }
  return undefined;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 10_000;
}

function isContainer(value: unknown): boolean {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** A row as the API shows it. */
export function shown({ Id, ...row }: Row): Record<string, unknown> {
  return { key: Id, ...row };
}

/** Rows that are not archived, without nulls, empty containers and system fields, ordered by key. */
export function exported(rows: Row[]): unknown[] {
  return rows
    .filter((row) => row.archived !== true)
    .map((row) =>
      withoutNulls(Object.fromEntries(Object.entries(row).filter(([name]) => !SYSTEM_FIELDS.includes(name)))),
    )
    .sort((a, b) => (String(a.Id) < String(b.Id) ? -1 : 1));
}

function withoutNulls(value: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(value).flatMap(([name, each]) => {
    const inner = isContainer(each) ? withoutNulls(each as Record<string, unknown>) : each;
    const empty = inner === null || (isContainer(inner) && Object.keys(inner as object).length === 0);
    return empty ? [] : [[name, inner] as const];
  });
  return Object.fromEntries(entries);
}

/** A partner of the sample channel as a partnership; answers of the application form are texts. */
export function partnershipOf(partner: ChannelPartner): Record<string, unknown> {
  const slug = partner.tier.toLowerCase();
  return {
    partner_key: partner.id,
    email: partner.email,
    group: { key: `grup_${slug}`, name: partner.tier, slug },
    team: { key: `stck_${partner.id}`, name: partner.name },
    approved: true,
    archived: !partner.active,
    tags: [],
    m_data: {
      region: partner.region,
      language: partner.language,
      time_zone: partner.timeZone,
      channel_manager: partner.manager,
      win_rate: String(partner.winRate),
      performance_score: String(partner.performance),
      certified: partner.certified ? 'Yes' : 'No',
      approved_registrations: String(partner.approvedRegistrations),
      territories: partner.territories?.join(';') ?? null,
    },
  };
}

/** A registration of the sample channel as a deal. */
export function dealOf(deal: ChannelPrmDeal): Record<string, unknown> {
  return {
    account_name: deal.customerName,
    amount: deal.amount === undefined ? null : Math.round(deal.amount * 100),
    close_date: deal.closeDate,
    partner_key: deal.partnerId,
    source: 'partner',
    stage: STAGE_OF[deal.status] ?? deal.status.toLowerCase(),
    lost_reason: deal.closureReason ?? null,
    field_data: {
      opportunity_name: deal.name,
      currency: deal.currency,
      contact_email: deal.contactEmail,
      notes: deal.notes,
    },
  };
}
