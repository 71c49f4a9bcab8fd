export { batchesOf, batchLength, inChronologicalOrder } from "./batcher.ts";
export type { RequestLimits } from "./limits.ts";
