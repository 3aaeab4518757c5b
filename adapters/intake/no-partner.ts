/** Stands for the partner where a submission names none. */
export const NO_PARTNER = 'unknown';
