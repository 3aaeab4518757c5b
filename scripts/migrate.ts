import { migrateExternal } from './setup/database.ts';

/** `node scripts/migrate.ts`: brings a database of your own to this version's schema; the embedded one does so itself. */
try {
  await migrateExternal();
  console.error('The database has the current schema.');
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
