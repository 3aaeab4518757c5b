import v8 from 'node:v8';
import { isMainThread } from 'node:worker_threads';

/**
 * Loaded before the worker (`node --import`), and by that into each of its threads: keeps the SDK from taking a stack trace of every promise in
 * workflow code. The SDK has no option for it, but goes without where Node offers no such hook. The traces serve one tab of the Temporal UI
 * (Call Stack), and took almost half of the processor time of the thread that runs workflows (a profile of 260 registrations;
 * https://github.com/temporalio/sdk-typescript/issues/1587 is about the same). Errors keep their stacks.
 */
if (!isMainThread)
  v8.promiseHooks.createHook = () => {
    throw new Error('this worker takes no stack traces of promises');
  };
