/** Whether a write of the accounts stands for a case `c`: it has landed, or may have, and was not undone. */
const MONEY_STANDS = `exists (select from effects e where e.case_id = c.case_id and e.operation = 'accounts.accrue' and e.undoes is null
  and e.status in ('sent', 'done', 'in_doubt') and not exists (select from effects u where u.undoes = e.key and u.status = 'done'))`;

/** Whether the lines of a case `c` count: what was rolled back may be claimed again, and what failed only where nothing was booked. */
export const COUNTS = `(c.status not in ('rolled_back', 'failed') or (c.status = 'failed' and ${MONEY_STANDS}))`;

/** How a line `l` of a case `c` that counts stands: nobody has noted what a case that failed was granted, and it has the money. */
export const STANDING = `case when c.status = 'failed' then 'granted' else l.standing end`;
