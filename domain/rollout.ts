/** How far a segment of a lifecycle may act by itself. */
export type RolloutMode = 'off' | 'shadow' | 'assisted' | 'automated';
export const ROLLOUT_MODES: readonly RolloutMode[] = ['off', 'shadow', 'assisted', 'automated'];
