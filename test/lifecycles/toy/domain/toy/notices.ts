/** What a partner is told of a toy: the kind, and the values that it needs. */
export const TOY_NOTICES = { granted: ['seats'] } as const;
