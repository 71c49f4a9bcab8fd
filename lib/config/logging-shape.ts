import {
  choice,
  either,
  flag,
  level,
  list,
  type Members,
  map,
  object,
  share,
  text,
  variants,
  whole,
} from "../options/shape.ts";
import { HANDLERS } from "./handler-types.ts";

/** Options that every handler of a file takes. */
const COMMON: Members = {
  level: level({
    description: "Records below this level are not taken.",
    default: "every record that its loggers write",
  }),
  formatter: either(
    [
      choice(["json", "pretty"]),
      object({ pattern: text({ required: true }), escape: flag() }),
      object({ conventions: choice(["otel"], { required: true }), resource: flag() }),
    ],
    '"json", "pretty", { pattern: "{level} | {timestamp} | {message}" } or { conventions: otel }',
    {
      description:
        '"json", "pretty", { pattern: "…" } with {level} or Python\'s %(levelname)s, or { conventions: otel }: JSON with OpenTelemetry\'s names.',
      default: "json; on a terminal pretty",
    },
  ),
};

const handler = variants(
  Object.fromEntries(
    Object.entries(HANDLERS).map(([type, { options }]) => [type, { ...COMMON, ...options }]),
  ),
);

const logger = object({
  level: level({ description: "Lowest level that is written.", default: 'inherited; "info" at the root' }),
  handlers: list(text(), {
    description: "Names of handlers; an empty list silences.",
    default: "inherited; all handlers at the root",
  }),
  sampling: either(
    [share(), object({ rate: share({ required: true }), below: level() })],
    "a number from 0 to 1, or { rate, below }",
    {
      description: "Share of the records below a level that is written.",
      default: "inherited; every record",
    },
  ),
  buffer: either(
    [flag(), object({ level: level(), limit: whole(1), flushAt: level() })],
    "true, false or { level, limit, flushAt }",
    { description: "Records below the level, written when an error follows.", default: "inherited; off" },
  ),
});

/** The `logging` section of `cumulog.yaml`: the shape that `configure` takes, with handlers by their type. */
export const LOGGING_SHAPE = object(
  {
    service: text({ mayBeEmpty: true, description: "Written in every record." }),
    handlers: map(handler, { description: "Handlers by a name of your choice." }),
    loggers: map(logger, {
      description: 'Loggers by dotted name; "" is the root. What is left out is inherited.',
    }),
    redact: object(
      {
        paths: list(text({ mayBeEmpty: true }), {
          description: "Members such as password, user.card or *.token.",
        }),
        patterns: list(text({ mayBeEmpty: true }), { description: "Regular expressions." }),
        censor: text({ mayBeEmpty: true, description: "What stands in the place.", default: "[REDACTED]" }),
      },
      { description: "What is taken out of records." },
    ),
  },
  { description: "How the application logs." },
);
