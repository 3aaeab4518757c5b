/** Plain JSON: the only thing that crosses a workflow, database or HTTP boundary. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };
