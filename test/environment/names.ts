/** The migrated database that every test file's own database is copied from. */
export const TEMPLATE = 'quarterdeck_template';

/** The database roles' passwords in tests. */
export const PASSWORDS = { app: 'app-test', auditor: 'auditor-test', partner: 'partner-test' } as const;
