import { checkOptions, choice, flag, HANDLERS, level, map, text, variants, whole } from "cumulog/config";

/** Variable that holds the configuration. */
export const CONFIGURATION_VARIABLE = "CUMULOG_EXTENSION";

/** Where the extension delivers to, by a name of the user's choice: handlers as in the `logging` section of cumulog.yaml. */
export type ExtensionHandlers = Readonly<Record<string, ExtensionHandler>>;

/** A handler by its type, with that type's options. Texts may be references: `ssm:/path` or `secretsmanager:name#member`. */
export interface ExtensionHandler {
  readonly type: ExtensionHandlerType;
  readonly level?: string | number;
  readonly [option: string]: unknown;
}

/** Types of handlers that deliver over the network. */
export type ExtensionHandlerType = "cloudwatch" | "cloud-logging" | "opensearch" | "otlp";

/** The document in {@link CONFIGURATION_VARIABLE}. */
export interface ExtensionConfiguration {
  readonly handlers: ExtensionHandlers;
  /** Service of records that name none. @default the function's name */
  readonly service?: string;
  /** Which of Lambda's own events are records: the reports of invocations, all, or none. @default "reports" */
  readonly platform?: "reports" | "all" | "none";
  /** Whether lines of other extensions are delivered. @default true */
  readonly extensions?: boolean;
  /**
   * When what an invocation has written is delivered: while the function runs, which costs no time and leaves the last records to the
   * next invocation or the end of the environment; after each invocation, before the environment rests; or the one for functions that are
   * called often and the other for those that are not. @default "auto"
   */
  readonly deliver?: "auto" | "running" | "invocation";
  /** Longest wait of telemetry in Lambda, in ms. @default 100 */
  readonly bufferMs?: number;
}

const HANDLER_TYPES = ["cloudwatch", "cloud-logging", "opensearch", "otlp"] as const;

const handler = variants(
  Object.fromEntries(
    HANDLER_TYPES.map((type) => [
      type,
      {
        level: level({ description: "Records below this level are not delivered." }),
        ...HANDLERS[type].options,
        ...(type === "cloud-logging" && {
          credentials: text({
            description:
              "Credential configuration of Workload Identity Federation as JSON, or a reference to it.",
          }),
        }),
      },
    ]),
  ),
);

const SHAPE = {
  handlers: map(handler, { required: true, description: "Where records go, by a name of your choice." }),
  service: text({ description: "Service of records that name none.", default: "the function's name" }),
  platform: choice(["reports", "all", "none"], {
    description: "Which of Lambda's own events are records.",
    default: "reports",
  }),
  extensions: flag({ description: "Whether lines of other extensions are delivered.", default: "true" }),
  deliver: choice(["auto", "running", "invocation"], {
    description: "When what an invocation has written is delivered.",
    default: "auto",
  }),
  bufferMs: whole(25, {
    most: 30_000,
    description: "Longest wait of telemetry in Lambda, in ms.",
    default: "100",
  }),
};

/**
 * Checks a configuration.
 *
 * @throws {TypeError} that names the option, what was given and what is allowed
 */
export function checkExtension(given: unknown): ExtensionConfiguration {
  checkOptions("LogExtension", given, SHAPE);
  const configuration = given as ExtensionConfiguration;
  if (Object.keys(configuration.handlers).length === 0)
    throw new TypeError("LogExtension: handlers is empty; use at least one handler");
  return configuration;
}
