export { type CompiledPattern, compilePattern } from "./compile-pattern.ts";
export type { JsonScalar } from "./json-selector.ts";
export { MessageView } from "./message-view.ts";
export { PatternSet } from "./pattern-set.ts";
export type { PatternSetMatch } from "./pattern-set-match.ts";
export { PatternSyntaxError } from "./pattern-syntax-error.ts";
export { printPattern } from "./print.ts";
export { compileSelector, type Selector } from "./selector.ts";
export type { PatternTree } from "./tree.ts";
