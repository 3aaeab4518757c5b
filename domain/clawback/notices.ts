/** What a partner is told of a clawback: the kind, and the values that it needs. */
export const CLAWBACK_NOTICES = { taken_back: ['program', 'amount', 'reference'] } as const;
