import { isLetter } from "./characters.ts";

/** How likely a word of a line is a value and not a part of the program's text. */
export const WordKind = {
  /** Never part of the text: a path, an address, a qualified name, true, null, a weekday. */
  value: 0,
  /** A name with one dot: `file.txt`, `NameSystem.delete`. */
  dotted: 1,
  /** camelCase, snake_case, kebab-case. */
  compound: 2,
  plain: 3,
  /** `RUNNING`, `SCREEN_ON`: mostly a state, and states tell messages apart. */
  upper: 4,
} as const;

const VALUES = new Set(
  (
    "true false True False TRUE FALSE null NULL Null none None NONE nil undefined NaN nan " +
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec Mon Tue Wed Thu Fri Sat Sun"
  ).split(" "),
);
const UNITS = new Set(
  (
    "B KB MB GB TB PB kB KiB MiB GiB TiB k K M G ns us µs ms msec msecs millis s sec secs second seconds " +
    "min mins minute minutes h hr hrs hour hours d day days AM PM am pm Hz kHz MHz GHz bps kbps Mbps"
  ).split(" "),
);
const ANNOUNCERS = new Set(
  "user username login account host hostname queue topic bucket named called table database schema".split(
    " ",
  ),
);
const TELLS = new Set(
  (
    "is was are were has have had not no does did do can could will would should may must be been unknown " +
    "and or by for from to in on at of with without name id logged again already failed"
  ).split(" "),
);

/** A unit that belongs to the number before it, so that `5 KB` and `900 B` are one variable. */
export const isUnit = (word: string): boolean => UNITS.has(word);

/** A word that a value follows (`user alice`), so that few different ones are needed to see it as one. */
export const announces = (word: string): boolean => ANNOUNCERS.has(word.toLowerCase());

/** Whether a word behind an announcing one may be the value: `user alice`, not `user created`. */
export const mayBeAnnounced = (word: string): boolean => {
  const lower = word.toLowerCase();
  return !TELLS.has(lower) && !lower.endsWith("ed") && !lower.endsWith("ing");
};

const isException = (word: string): boolean => /(?:Exception|Error|Failure|Fault)$/.test(word);

/** `android.intent.action.SCREEN_ON`: as a state, whatever it is qualified by. */
const isConstant = (word: string): boolean => /\.[A-Z][A-Z_]+$/.test(word);

function isLongHex(word: string): boolean {
  if (word.length < 8) return false;
  for (let index = 0; index < word.length; index++) {
    const code = word.charCodeAt(index) | 32;
    if (code < 97 || code > 102) return false;
  }
  return true;
}

/** What a word without a digit is. */
export function wordKind(word: string): (typeof WordKind)[keyof typeof WordKind] {
  if (VALUES.has(word)) return WordKind.value;
  let dots = 0;
  let slashes = 0;
  let compound = false;
  let upper = 0;
  let lower = 0;
  for (let index = 0; index < word.length; index++) {
    const code = word.charCodeAt(index);
    if (isLetter(code)) {
      if (code >= 65 && code <= 90) {
        if (lower > 0) compound = true;
        upper++;
      } else lower++;
      continue;
    }
    const inside = index > 0 && isLetter(word.charCodeAt(index - 1)) && isLetter(word.charCodeAt(index + 1));
    if (code === 92) return WordKind.value;
    if (code === 64 && inside) return WordKind.value;
    if (code === 46 && inside) dots++;
    else if (code === 47) slashes++;
    else if (code !== 42) compound = true;
  }
  if (slashes > 1 || (slashes > 0 && dots > 0)) return WordKind.value;
  if (dots > 1) {
    if (isConstant(word)) return WordKind.upper;
    return isException(word) ? WordKind.compound : WordKind.value;
  }
  if (dots === 1) return WordKind.dotted;
  if (isLongHex(word)) return WordKind.value;
  if (lower === 0 && upper > 1) return WordKind.upper;
  return compound ? WordKind.compound : WordKind.plain;
}

/** Different words of each kind that one place must have shown before it is taken for a variable. */
const DISTINCT_NEEDED = [2, 2, 4, 6, 12] as const;
/** The same behind a word such as `user`. */
const DISTINCT_NEEDED_ANNOUNCED = [2, 2, 3, 3, 4] as const;

/** `onReceive`, `tryToReload`: what a program calls a method is text more often than a value. */
const METHOD_NAME = /^[a-z]+[A-Z][A-Za-z]*$/;
const DISTINCT_NEEDED_METHOD = 8;

/** How many different words a place must show, of which this is one, before it is a variable. */
export function distinctNeeded(word: string, before: string | undefined): number {
  const kind = wordKind(word);
  if (before !== undefined && announces(before) && mayBeAnnounced(word))
    return DISTINCT_NEEDED_ANNOUNCED[kind];
  if (kind === WordKind.compound && METHOD_NAME.test(word)) return DISTINCT_NEEDED_METHOD;
  return DISTINCT_NEEDED[kind];
}
