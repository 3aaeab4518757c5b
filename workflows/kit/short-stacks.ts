/**
 * The SDK keeps a stack trace of every promise of a workflow, for the Temporal UI's tab of that name; each line of it is looked up in the bundle's
 * source map. With V8's ten lines that took a third of all the time in workflow code (a profile of 200 registrations). Four still name the step
 * that waits. Nothing of a workflow depends on it.
 */
Error.stackTraceLimit = 4;
