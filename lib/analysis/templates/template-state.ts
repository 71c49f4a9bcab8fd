import { gunzipSync, gzipSync } from "node:zlib";
import { MAX_STATE_BYTES, MAX_TOKENS, VARIABLE } from "./limits.ts";
import { isVariable, type Template, tokenHashes } from "./template.ts";

const VERSION = 1;
const MAX_STORED_SAMPLE = 160;
const MAX_STORED_ALIASES = 1_000;
/** Characters of one stored template; a longer one is learned again. */
const MAX_STORED_TEXT = 2_048;
const MAX_UNZIPPED_BYTES = 16 * 1024 * 1024;

/** A template as it is stored: id, tokens, signature, count, first seen, last seen, use, sample. */
type StoredTemplate = readonly [string, readonly string[], number, number, number, number, number, string];

interface StoredState {
  readonly version: number;
  readonly sequence: number;
  readonly age: number;
  readonly templates: readonly StoredTemplate[];
  readonly aliases: readonly (readonly [string, string])[];
}

/** What a miner needs to go on. */
export interface MinerState {
  readonly sequence: number;
  readonly age: number;
  /** In order of creation. */
  readonly templates: readonly Template[];
  readonly aliases: readonly (readonly [string, string])[];
}

/** Thrown when bytes are not the state of a miner. */
export class TemplateStateError extends Error {
  override readonly name = "TemplateStateError";
}

/** Writes a state as at most 64 KB of gzip: samples, then the least used templates, are left out where it would be more. */
export function writeState(state: MinerState): Uint8Array {
  let templates = state.templates.filter((template) => storedLength(template) <= MAX_STORED_TEXT);
  for (let samples = true; ; samples = false) {
    const bytes = zip(state, templates, samples);
    if (bytes.length <= MAX_STATE_BYTES) return bytes;
    if (samples) continue;
    const kept = [...templates].sort((one, other) => other.use - one.use);
    const keep = new Set(
      kept.slice(0, Math.floor(kept.length * Math.min(0.95, MAX_STATE_BYTES / bytes.length))),
    );
    templates = templates.filter((template) => keep.has(template));
  }
}

function storedLength(template: Template): number {
  return template.tokens.reduce((sum, token) => sum + token.length + 2, 0);
}

function zip(state: MinerState, templates: readonly Template[], samples: boolean): Uint8Array {
  const stored: StoredState = {
    version: VERSION,
    sequence: state.sequence,
    age: state.age,
    templates: templates.map((template) => storedTemplate(template, samples)),
    aliases: state.aliases.slice(-MAX_STORED_ALIASES),
  };
  return gzipSync(JSON.stringify(stored));
}

function storedTemplate(template: Template, samples: boolean): StoredTemplate {
  const tokens = template.tokens.map((token, index) => {
    const kind = template.kinds[index]!;
    return `${kind + 4 * template.spaced[index]!}${isVariable(kind) ? "" : token}`;
  });
  const sample = samples ? template.sample.slice(0, MAX_STORED_SAMPLE) : "";
  const { id, signature, count, firstSeen, lastSeen, use } = template;
  return [id, tokens, signature, count, firstSeen, lastSeen, use, sample];
}

/**
 * Reads what {@link writeState} wrote.
 * @throws TemplateStateError when the bytes are damaged or of another version.
 */
export function readState(bytes: Uint8Array): MinerState {
  let stored: StoredState;
  try {
    stored = JSON.parse(
      gunzipSync(bytes, { maxOutputLength: MAX_UNZIPPED_BYTES }).toString("utf8"),
    ) as StoredState;
  } catch (cause) {
    throw new TemplateStateError("the state of the templates is damaged: expected gzipped JSON", { cause });
  }
  if (stored?.version !== VERSION || !Array.isArray(stored.templates) || !Array.isArray(stored.aliases))
    throw new TemplateStateError(
      `the state of the templates has version ${stored?.version}, expected ${VERSION}`,
    );
  return {
    sequence: stored.sequence,
    age: stored.age,
    templates: stored.templates.map(restoredTemplate),
    aliases: stored.aliases,
  };
}

function restoredTemplate(stored: StoredTemplate, sequence: number): Template {
  const [id, tokens, signature, count, firstSeen, lastSeen, use, sample] = stored;
  if (!Array.isArray(tokens) || tokens.length > MAX_TOKENS || typeof id !== "string")
    throw new TemplateStateError("the state of the templates is damaged: expected a list of templates");
  const codes = tokens.map((token: string) => token.charCodeAt(0) - 48);
  const kinds = Uint8Array.from(codes, (code) => code & 3);
  const texts = tokens.map((token: string, index: number) =>
    isVariable(kinds[index]!) ? VARIABLE : token.slice(1),
  );
  return {
    id,
    tokens: texts,
    kinds,
    hashes: tokenHashes(texts),
    spaced: Uint8Array.from(codes, (code) => code >> 2),
    signature,
    sequence,
    count,
    firstSeen,
    lastSeen,
    sample,
    use,
    evicted: false,
  };
}
