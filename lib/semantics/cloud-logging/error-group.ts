import { hasStackTrace } from "./stack-trace.ts";

/** Where an error without a stack was reported. */
export interface ReportLocation {
  readonly filePath?: string;
  readonly lineNumber?: number;
  readonly functionName?: string;
}

/** What errors are grouped by. */
export interface GroupedError {
  /** The stack trace, or a plain message. */
  readonly message: string;
  readonly reportLocation?: ReportLocation | undefined;
}

/** So that a text of any size takes little time. */
const FRAME_MAX_LENGTH = 1000;
const MAX_FRAMES = 200;

/** Frames that are not of the user's own code. */
const LIBRARY_FRAME =
  /node_modules[\\/]|\(?node:|\(<anonymous>\)|\((?:native|Native Method|Unknown Source)\)|site-packages[\\/]|dist-packages[\\/]|\/usr\/lib\/|[\\/]gems[\\/]|[\\/]vendor[\\/]|\bat (?:java|javax|jdk|sun|kotlin|scala|System|Microsoft)\./;

/** Errors of the surroundings, which are grouped by their type alone. */
const ENVIRONMENT_ERROR =
  /^(?:java\.lang\.)?(?:OutOfMemoryError|StackOverflowError)$|^MemoryError$|^System\.OutOfMemoryException$/;

/**
 * The key of the group that an error belongs to: the type of the innermost exception and the functions of its stack, without
 * frames of libraries, line numbers, repeated frames and what compilers add to names. An error without a stack is grouped by
 * the place that reported it, and without that by its text with numbers left out.
 *
 * @see https://cloud.google.com/error-reporting/docs/grouping-errors
 */
export function errorGroupKey({ message, reportLocation }: GroupedError): string {
  if (!hasStackTrace(message)) {
    if (reportLocation)
      return JSON.stringify([
        "location",
        reportLocation.filePath ?? "",
        reportLocation.lineNumber ?? 0,
        reportLocation.functionName ?? "",
      ]);
    return JSON.stringify(["message", message.replaceAll(/\d+/g, "0")]);
  }
  const { type, lines } = innermost(message.split("\n"));
  if (ENVIRONMENT_ERROR.test(type)) return JSON.stringify(["environment", type]);
  const frames = lines.map(frameOf).filter((frame) => frame !== undefined);
  const own = frames.filter(({ line }) => !LIBRARY_FRAME.test(line));
  const counted = (own.length > 0 ? own : frames).slice(0, MAX_FRAMES).map(({ place }) => place);
  return JSON.stringify(["stack", type, ...withoutRepetitions(counted)]);
}

/** The exception that caused the others, with its frames. */
function innermost(lines: readonly string[]): { readonly type: string; readonly lines: readonly string[] } {
  const traceback = lines.findLastIndex((line) => line.startsWith("Traceback (most recent call last):"));
  if (traceback !== -1) return pythonException(lines, traceback);
  const cause = lines.findLastIndex((line) => /^\s*(?:Caused by:|\[cause\]:|---> )/.test(line));
  const rest = cause === -1 ? lines : lines.slice(cause);
  const first = rest.findIndex((line) => frameOf(line) !== undefined);
  const head = rest.slice(0, Math.max(first, 1)).join("\n");
  return { type: typeOf(head), lines: rest };
}

/**
 * Python tells the cause first: "During handling of" and "direct cause of" stand before what it led to. Its exception comes
 * last, after the frames.
 */
function pythonException(lines: readonly string[], last: number) {
  const chained = lines.some((line) =>
    /^The above exception was the direct cause|^During handling of the above/.test(line),
  );
  const start = chained
    ? lines.findIndex((line) => line.startsWith("Traceback (most recent call last):"))
    : last;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line !== "" && !/^\s/.test(line));
  return {
    type: typeOf(rest[end] ?? ""),
    lines: (end === -1 ? rest : rest.slice(0, end)).toReversed(),
  };
}

function typeOf(head: string): string {
  const name = /(?:^|[\s:([])([A-Za-z_$][\w.$]*(?:Error|Exception|Throwable|Warning|Exit|Interrupt))\b/.exec(
    head,
  );
  if (name) return name[1]!;
  return /^\s*(?:Caused by: )?([A-Za-z_$][\w.$]*)(?::|$)/m.exec(head)?.[1] ?? "";
}

interface Frame {
  readonly line: string;
  /** Function and file, without lines and columns. */
  readonly place: string;
}

function frameOf(line: string): Frame | undefined {
  const text = line.trim().slice(0, FRAME_MAX_LENGTH);
  const python = /^File "([^"]+)", line \d+(?:, in (\S+))?/.exec(text);
  if (python) return { line: text, place: `${python[2] ?? ""} ${python[1]}` };
  const ruby = /^(?:from )?(\S+?):\d+:in [`'](.+)'$/.exec(text);
  if (ruby) return { line: text, place: `${plainName(ruby[2]!)} ${ruby[1]}` };
  const php = /^#\d+ (\S+?)\(\d+\): (\S+)/.exec(text);
  if (php) return { line: text, place: `${php[2]} ${php[1]}` };
  if (!/^at\s/.test(text)) return undefined;
  const javascript = /^at (?:async )?(?:(.+?) \()?(\S+?)(?::\d+)?(?::\d+)?\)?$/.exec(text);
  const java = /^at ([\w.$<>/]+)\(([^():]*)(?::\d+)?\)$/.exec(text);
  if (java) return { line: text, place: `${plainName(java[1]!)} ${java[2]}` };
  const csharp = /^at ([\w.<>`+[\],]+)\(.*\)(?: in (.+?):line \d+)?$/.exec(text);
  if (csharp) return { line: text, place: `${plainName(csharp[1]!)} ${csharp[2] ?? ""}` };
  return { line: text, place: javascript ? `${plainName(javascript[1] ?? "")} ${javascript[2]}` : text };
}

/** Without what compilers and engines add: anonymous classes, lambdas, generated numbers, "new" and "Object.". */
function plainName(name: string): string {
  return name
    .replaceAll(/\$\$?(?:Lambda|EnhancerBy\w+|FastClassBy\w+|\d+)[\w$/]*/g, "")
    .replaceAll(/<>c?(?:__DisplayClass\d+_\d+)?|<(\w+)>[bdg]__\d+(?:_\d+)?/g, "$1")
    .replaceAll(/lambda\$(\w+)\$\d+/g, "$1")
    .replace(/^(?:Object|Module|Function)\./, "");
}

/** Frames and sequences of frames that repeat count once. */
function withoutRepetitions(places: readonly string[]): readonly string[] {
  const kept = [...places];
  for (let length = 1; length <= kept.length / 2; length++)
    for (let at = 0; at + 2 * length <= kept.length; ) {
      const repeats = kept
        .slice(at, at + length)
        .every((place, index) => kept[at + length + index] === place);
      if (repeats) kept.splice(at, length);
      else at++;
    }
  return kept;
}
