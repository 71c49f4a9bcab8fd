import { compileTransformer, type Transformer, type TransformerProcessor } from "cumulog/semantics";
import type { Cloud } from "../../kernel/cloud.ts";
import type { EventForms } from "./log-event.ts";
import type { LogGroup, LogStream } from "./log-group.ts";

/** Processors as an API call or a policy has them. */
export interface TransformerSource {
  readonly transformerConfig: readonly object[];
}

/** Runs the transformers of log groups on what is ingested. */
export class Transformers {
  readonly #cloud: Cloud;
  readonly #accountLevel: (group: LogGroup) => TransformerSource | undefined;
  readonly #compiled = new WeakMap<TransformerSource, Transformer>();

  /** @param accountLevel the account's transformer for a group that has none of its own */
  constructor(cloud: Cloud, accountLevel: (group: LogGroup) => TransformerSource | undefined) {
    this.#cloud = cloud;
    this.#accountLevel = accountLevel;
  }

  /** Whether a group's events are transformed. */
  has(group: LogGroup): boolean {
    return this.#sourceOf(group) !== undefined;
  }

  /** What becomes of an event; undefined in a group without transformer. */
  transform(group: LogGroup, stream: LogStream, message: string): EventForms | undefined {
    const source = this.#sourceOf(group);
    if (source === undefined) return undefined;
    const result = this.#transformerOf(source).transform({
      message,
      metadata: {
        "@logGroupName": group.name,
        "@logGroupStream": stream.name,
        "@accountId": this.#cloud.accountId,
        "@regionName": this.#cloud.region,
      },
    });
    return "error" in result ? { transformationError: result.error } : { transformed: result.message };
  }

  #sourceOf(group: LogGroup): TransformerSource | undefined {
    if (group.settings.logGroupClass !== "STANDARD") return undefined;
    return group.settings.transformer ?? this.#accountLevel(group);
  }

  #transformerOf(source: TransformerSource): Transformer {
    let transformer = this.#compiled.get(source);
    if (transformer === undefined) {
      transformer = compileTransformer(source.transformerConfig as readonly TransformerProcessor[]);
      this.#compiled.set(source, transformer);
    }
    return transformer;
  }
}
