/** Tokens of one line that are looked at; what follows counts as one variable. */
export const MAX_TOKENS = 128;
/** Characters of one line that are looked at. */
export const MAX_CHARACTERS = 4_096;
/** Templates one miner keeps; the least used makes room. */
export const MAX_TEMPLATES = 1_000;
/** Bytes of a miner's state, gzipped. */
export const MAX_STATE_BYTES = 64 * 1024;
/** Shapes of lines whose template is remembered without a search, in each of two generations. */
export const MAX_REMEMBERED_SHAPES = 16_384;
/** Ids of templates that went into another one and can still be resolved. */
export const MAX_ALIASES = 10_000;
/** What stands for a variable in a template's text. */
export const VARIABLE = "<*>";
/** Characters of quoted text, or of a value behind `=`, that are looked through for its end. */
export const MAX_QUOTED = 1_000;
