/** Lines that say by themselves that a stack trace follows: Python's and Go's. */
const HEADS: readonly RegExp[] = [
  /^Traceback \(most recent call last\):\s*$/,
  /^goroutine \d+ \[[^\]]+\]:\s*$/,
];

const PHP = /^PHP (?:Notice|Parse error|Fatal error|Warning): /;

/** `at place (file:1:2)`, `at file:1:2` and their kin, by their last characters. */
const FRAME_END =
  /(?::\d{1,9}(?::\d{1,9})?\)|:\d{1,9}:\d{1,9}|\((?:native|<anonymous>|Native Method|Unknown Source)\))$/;
const FRAME_END_MAX_LENGTH = 40;

/** A call with its arguments or its file, as Java and C# print it. */
const CALL = /^at [\w.$<>]+\(/;

/** Ruby's place of a frame; the name of the method follows. */
const RUBY_PLACE = /\S:\d{1,9}:in [`']/;

/**
 * Whether the text contains a stack trace as JavaScript, Java, Python, Ruby, C#, PHP or Go print it. Takes time in
 * proportion to the text, whatever it holds.
 *
 * @see https://cloud.google.com/error-reporting/docs/formatting-error-messages
 */
export function hasStackTrace(text: string): boolean {
  return PHP.test(text) || text.split("\n").some(isStackTraceLine);
}

function isStackTraceLine(line: string): boolean {
  return HEADS.some((head) => head.test(line)) || isFrame(line) || isRubyFrame(line);
}

function isFrame(line: string): boolean {
  const frame = line.trim();
  if (!frame.startsWith("at ") || line.startsWith("at ")) return false;
  const isPlace = FRAME_END.test(frame.slice(-FRAME_END_MAX_LENGTH));
  return (
    (isPlace && (!frame.endsWith(")") || frame.includes("("))) || (CALL.test(frame) && frame.includes(")"))
  );
}

function isRubyFrame(line: string): boolean {
  const place = RUBY_PLACE.exec(line);
  return place !== null && line.indexOf("'", place.index + place[0].length + 1) !== -1;
}
