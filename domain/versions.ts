/** What a decision was made with. */
export type VersionKind = 'policy' | 'prompt' | 'model' | 'build';

/** As the search attribute `Versions` holds it: `policy:6f1c…`, `prompt:…` by hash, `model:…`, `build:…`. */
export function versionName(kind: VersionKind, version: string): string {
  return `${kind}:${version}`;
}
