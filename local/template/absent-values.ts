import { arnOf, bucketArnOf, globalArnOf, type Place } from "../kernel/arn.ts";

/** Services by words in the name of a value that is an ARN, with what stands before the name in it. */
const SERVICES: readonly (readonly [words: RegExp, service: string, before: string])[] = [
  [/role/i, "iam", "role/"],
  [/function|lambda/i, "lambda", "function:"],
  [/queue|sqs|dlq/i, "sqs", ""],
  [/firehose|delivery/i, "firehose", "deliverystream/"],
  [/stream|kinesis/i, "kinesis", "stream/"],
  [/log/i, "logs", "log-group:"],
  [/key|kms/i, "kms", "key/"],
];

/**
 * Values that a template takes from other stacks and from stores, and that are not here: texts that look like them stand
 * for them, so that what needs them can be deployed.
 */
export class AbsentValues {
  readonly #place: Place;
  readonly #noted = new Map<string, string>();

  constructor(place: Place) {
    this.#place = place;
  }

  /** What is not here, each with the text that stands for it, in words for people. */
  get noted(): readonly string[] {
    return [...this.#noted].map(([what, value]) => `${what}: ${value}`);
  }

  /**
   * The text that stands for a value.
   *
   * @param what the value, for people, for example `the export "Alerts-TopicARN"`
   * @param name what it is called, which tells what it looks like
   */
  standIn(what: string, name: string): string {
    const value = this.#likely(name);
    this.#noted.set(what, value);
    return value;
  }

  #likely(name: string): string {
    const plain = name.replaceAll(/[^A-Za-z0-9_-]+/g, "-").replaceAll(/^-+|-+$/g, "") || "value";
    if (!/arn$/i.test(name)) return plain;
    if (/bucket/i.test(name)) return bucketArnOf(this.#place, plain.toLowerCase());
    const [, service = "sns", before = ""] = SERVICES.find(([words]) => words.test(name)) ?? [];
    if (service === "iam") return globalArnOf(this.#place, service, before + plain);
    return arnOf(this.#place, service, before + plain);
  }
}
