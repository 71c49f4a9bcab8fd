import { Random } from "../random.ts";

/** A line with its truth: which of the system's messages it is. */
export interface SystemLine {
  /** The line with its header. */
  readonly line: string;
  /** What the program said, without the header. */
  readonly content: string;
  readonly template: number;
}

/**
 * The log of one system: its header, and its messages, each with how many of 2,000 lines it has. `{name}` is one of
 * {@link FILLERS} or of the system's own, `{a|b}` one of these texts.
 */
export interface SystemLog {
  readonly name: string;
  readonly header: string;
  readonly fillers?: Readonly<Record<string, (random: Random) => string>>;
  /** One message a line: the number of lines, a space, the message. */
  readonly messages: string;
}

const HEX = "0123456789abcdef";
const two = (value: number): string => String(value).padStart(2, "0");
const clock = (random: Random): string =>
  `${two(random.integer(0, 23))}:${two(random.integer(0, 59))}:${two(random.integer(0, 59))}`;
const USERS = (
  "root alice bob carol dave erin frank grace heidi ivan judy mallory niaj olivia peggy rupert sybil trent victor " +
  "webadmin oracle support guest tomcat pi ubnt nagios backup ftpuser deploy jenkins hadoop"
).split(" ");
const NAMES = "atlas borealis cygnus draco eridanus fornax gemini hydra indus lyra".split(" ");
const SEGMENTS = "var usr opt data home share lib local etc cache app jobs output".split(" ");

export const several = (
  random: Random,
  from: number,
  to: number,
  separator: string,
  item: () => string,
): string => Array.from({ length: random.integer(from, to) }, item).join(separator);

const path = (random: Random): string =>
  `/${several(random, 2, 5, "/", () => random.pick(SEGMENTS))}/${random.pick(NAMES)}${random.pick(["", ".dat", ".log", "-1.2.jar", "_0001"])}`;
const ip = (random: Random): string =>
  [random.integer(10, 220), random.integer(0, 255), random.integer(0, 255), random.integer(1, 254)].join(".");

const FILLERS: Readonly<Record<string, (random: Random) => string>> = {
  int: (random) => String(random.integer(1, 99_999)),
  long: (random) => String(random.integer(1_000_000_000, 2_000_000_000)),
  small: (random) => String(random.integer(0, 12)),
  float: (random) => (random.next() * 100).toFixed(random.integer(1, 4)),
  signed: (random) => `${random.pick(["-", ""])}${random.integer(1, 9_000)}`,
  hex: (random) => random.text(HEX, 8),
  hexes: (random) => `0x${random.text(HEX, random.pick([4, 8, 8, 12]))}`,
  uuid: (random) => [8, 4, 4, 4, 12].map((length) => random.text(HEX, length)).join("-"),
  mac: (random) => Array.from({ length: 6 }, () => random.text(HEX, 2)).join(":"),
  ip,
  port: (random) => String(random.integer(1_024, 65_535)),
  endpoint: (random) => `${ip(random)}:${random.integer(1_024, 65_535)}`,
  user: (random) => random.pick(USERS),
  name: (random) => random.pick(NAMES),
  host: (random) =>
    `${random.pick(NAMES)}.${random.pick(["example.com", "corp.example.net", "lab.example"])}`,
  path,
  clock,
  size: (random) => `${(random.next() * 900).toFixed(1)} ${random.pick(["B", "KB", "MB", "GB"])}`,
  bool: (random) => random.pick(["true", "false"]),
  day: (random) =>
    `${random.pick(["Mon", "Tue", "Wed", "Thu", "Fri"])} ${random.pick(["Jun", "Jul", "Dec"])} ${random.integer(10, 28)} ${clock(random)} 2005`,
  syslog: (random) =>
    `${random.pick(["Jun", "Jul", "Nov"])} ${String(random.integer(1, 28)).padStart(2)} ${clock(random)}`,
};

/** Lines of a system in mixed order, with their truth. */
export function generateSystem(system: SystemLog, seed: number): SystemLine[] {
  const random = new Random(seed);
  const fill = (text: string): string =>
    text.replaceAll(/\{([^{}]+)\}/g, (whole, name: string) => {
      const filler = system.fillers?.[name] ?? FILLERS[name];
      if (filler !== undefined) return filler(random);
      return name.includes("|") ? random.pick(name.split("|")) : whole;
    });
  // The level and the component of a message are always the same.
  const headerOf = (template: number): string =>
    system.header.replaceAll(/\{([^{}]+\|[^{}]+)\}/g, (_, choices: string) => {
      const names = choices.split("|");
      return names[(template * 7) % names.length]!;
    });
  const messages = system.messages
    .split("\n")
    .map((line) => /^\s*(\d+) (.*)$/.exec(line))
    .filter((parts) => parts !== null);
  const order = messages.flatMap(([, count], template) => new Array<number>(Number(count)).fill(template));
  for (let index = order.length - 1; index > 0; index--) {
    const other = random.integer(0, index);
    [order[index], order[other]] = [order[other]!, order[index]!];
  }
  return order.map((template) => {
    const content = fill(messages[template]![2]!);
    return { line: fill(headerOf(template)) + content, content, template };
  });
}
