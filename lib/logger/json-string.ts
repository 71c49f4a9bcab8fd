// A quote, a backslash, a control character or half of a surrogate pair: what JSON must escape.
const MUST_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/;

/** A string as a JSON string literal, quotes included; lone surrogates are escaped, so the result is well-formed. */
export function jsonString(text: string): string {
  return MUST_ESCAPE.test(text) ? JSON.stringify(text) : '"' + text + '"';
}
