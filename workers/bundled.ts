import { fileURLToPath } from 'node:url';

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** Modules that the SDK runs beside each workflow of a bundle. */
export const INTERCEPTORS = [path('../workflows/kit/activation.ts')];

/** What the workflow bundle is made of. */
export const BUNDLED = {
  workflowsPath: path('../workflows/index.ts'),
  workflowInterceptorModules: INTERCEPTORS,
};
