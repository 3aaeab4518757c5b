import type { Forgery } from './forgery.ts';

/** What nobody has sent or brought in. */
export const INTAKE_FORGERIES: readonly Forgery[] = [
  {
    name: 'a submission that nobody sent',
    by: 'app',
    plant: async ({ query, other }) =>
      void (await query(
        `insert into submissions (case_id, revision, update_id, canonical, content_hash) values ($1, 79, 'forged', '{}', 'x')`,
        [other.case],
      )),
  },
  {
    name: 'a submission said to be from before they were stamped',
    by: 'app',
    plant: async ({ query, other }) =>
      void (await query(
        `insert into submissions (case_id, revision, update_id, canonical, content_hash, before_stamps)
          values ($1, 79, 'forged', '{}', 'x', true)`,
        [other.case],
      )),
  },
  {
    name: 'a delivery with sealed bytes of another, under the name of a source that is trusted',
    by: 'app',
    plant: async ({ query }) => {
      await query("insert into subjects (subject_id, person) values ('forged.1', 'forged')");
      await query(
        `insert into deliveries (intake_id, lifecycle, source, form, content, subject_id, people, sample, received_at)
          values ('intake:portal:forged', 'deal', 'portal', 'application/json', 'x', 'forged.1', '{}', false, now())`,
      );
    },
  },
  {
    name: 'an import of the past that nobody brought in',
    by: 'app',
    plant: async ({ query }) =>
      void (await query(
        `insert into history_imports (import_id, lifecycle, file_hash, evidence_hash, at, by_person)
          values ('forged', 'deal', 'x', 'x', now(), 'p-sam')`,
      )),
  },
];
