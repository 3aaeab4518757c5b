/** What the daily run deletes, each after so many days. Everything else is kept (policy/retention.yaml). */
export type RetentionDays = {
  deadLetters: number;
  webhookEvents: number;
  steps: number;
  nonces: number;
};

/** How many rows of each went. */
export type Deleted = Record<keyof RetentionDays, number>;
