/** Preloaded (`--import`): appends the address of every module that the process loads to the file QD_MODULES. */
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

registerHooks({
  load(url, context, next) {
    appendFileSync(process.env.QD_MODULES ?? '', `${url}\n`);
    return next(url, context);
  },
});
