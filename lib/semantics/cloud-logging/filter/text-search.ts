import { fold } from "./fold.ts";

/**
 * Where BigQuery's LOG_ANALYZER cuts texts into tokens; texts are in lower case by then.
 *
 * @see https://cloud.google.com/bigquery/docs/reference/standard-sql/text-analysis#log_analyzer
 */
const DELIMITERS =
  /(?:%(?:2526|2520|21|26|3b|7c|20|2b|3d|5d|5b|3a|0a|2c|28|29)|[[\]<>(){}|!;,'"*&?+/:=@.\-$%\\_\s])+/;

/** What SEARCH looks for: single tokens in any order, and phrases between backticks as they stand. */
export interface SearchTerms {
  readonly tokens: readonly string[];
  readonly phrases: readonly string[];
}

/** Cuts a search query into tokens and phrases, letter case ignored. */
export function searchTerms(query: string): SearchTerms {
  const parts = query.split("`");
  const phrases = parts.filter((_, index) => index % 2 === 1 && index < parts.length - 1).map(fold);
  const loose = parts.filter((_, index) => index % 2 === 0 || index === parts.length - 1).join(" ");
  return { tokens: tokensOf(fold(loose)), phrases: phrases.filter((phrase) => phrase !== "") };
}

/** Removes from `missing` what a text contains. */
export function strikeFound(text: string, missing: Set<string>, phrases: Set<string>): void {
  const folded = fold(text);
  if (missing.size > 0) for (const token of tokensOf(folded)) missing.delete(token);
  for (const phrase of phrases) if (hasPhrase(folded, phrase)) phrases.delete(phrase);
}

function tokensOf(folded: string): string[] {
  return folded.split(DELIMITERS).filter((token) => token !== "");
}

function hasPhrase(text: string, phrase: string): boolean {
  for (let at = text.indexOf(phrase); at !== -1; at = text.indexOf(phrase, at + 1)) {
    const [before, after] = [text.charAt(at - 1), text.charAt(at + phrase.length)];
    if ((before === "" || isDelimiter(before)) && (after === "" || isDelimiter(after))) return true;
  }
  return false;
}

function isDelimiter(character: string): boolean {
  return DELIMITERS.test(character);
}
