export { MAX_STATE_BYTES, MAX_TEMPLATES, MAX_TOKENS, VARIABLE } from "./limits.ts";
export { maskedText } from "./masked-text.ts";
export { continuesEvent, minedText } from "./mined-text.ts";
export { TemplateMiner, type TemplateMinerOptions, type TemplateSummary } from "./template-miner.ts";
export { TemplateStateError } from "./template-state.ts";
export { type CountedPattern, patternFinder } from "./text-patterns.ts";
