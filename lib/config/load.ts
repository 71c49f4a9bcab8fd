import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Handler } from "../handlers/handler.ts";
import { reportInternal } from "../logger/internal-channel.ts";
import { ConfigurationError, type ConfigurationMistake } from "./configuration-error.ts";
import { configureFrom } from "./configure.ts";
import { makeHandler } from "./make-handler.ts";
import { readLogging } from "./read-logging.ts";
import { watchFile } from "./watch-file.ts";

/** Options of {@link loadConfig}. */
export interface LoadConfigOptions {
  /** Follows later changes of the file. The watch does not keep the process alive. @default true */
  readonly watch?: boolean;
}

/** A configuration file in force. */
export interface LoadedConfig {
  /** Absolute path of the file. */
  readonly path: string;
  /**
   * Reads the file again now.
   *
   * @throws {ConfigurationError} for one with mistakes; what was in force stays
   */
  reload(): Promise<void>;
  /** Ends the watch. The configuration stays in force. */
  close(): void;
}

interface MadeHandler {
  readonly description: string;
  readonly handler: Handler;
}

/**
 * Puts the `logging` section of a YAML or JSON file in force, `${ENV}` and `${ENV:-default}` filled in, and follows the
 * file: a change takes effect without a restart, handlers whose description is the same stay as they are, and a broken
 * edit leaves the configuration as it was and says why on the internal channel.
 *
 * @throws {ConfigurationError} that names every mistake with its path
 */
export async function loadConfig(
  path = "cumulog.yaml",
  options: LoadConfigOptions = {},
): Promise<LoadedConfig> {
  const file = new ConfigurationFile(resolve(path));
  await file.reload();
  if (options.watch !== false) file.watch();
  return file;
}

class ConfigurationFile implements LoadedConfig {
  readonly path: string;
  #handlers: ReadonlyMap<string, MadeHandler> = new Map();
  #text: string | undefined;
  #work: Promise<void> = Promise.resolve();
  #stop: (() => void) | undefined;

  constructor(path: string) {
    this.path = path;
  }

  reload(): Promise<void> {
    const work = this.#work.then(() => this.#load(true));
    this.#work = work.catch(() => {});
    return work;
  }

  watch(): void {
    this.#stop = watchFile(this.path, () => {
      this.#work = this.#work
        .then(() => this.#load(false))
        .catch((cause: unknown) => {
          const message = `the configuration in force is kept, because ${cause instanceof Error ? cause.message : String(cause)}`;
          reportInternal({ code: "configuration-kept", message });
        });
    });
  }

  close(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  async #load(always: boolean): Promise<void> {
    const text = await this.#read();
    if (text === this.#text && !always) return;
    this.#text = text;
    const section = await readLogging(this.path, text);
    const made = new Map<string, MadeHandler>();
    try {
      await this.#make(section.handlers ?? {}, made);
      const handlers = Object.fromEntries([...made].map(([name, { handler }]) => [name, handler]));
      const { handlers: _described, ...rest } = section;
      await configureFrom(this.path, {
        ...(rest as object),
        ...(section.handlers !== undefined && { handlers }),
      });
    } catch (cause) {
      await this.#discard(made);
      throw cause;
    }
    this.#handlers = made;
  }

  async #read(): Promise<string> {
    try {
      return await readFile(this.path, "utf8");
    } catch (cause) {
      const { code, message } = cause as NodeJS.ErrnoException;
      const text = code === "ENOENT" ? "the file does not exist" : message;
      throw new ConfigurationError(this.path, [{ path: "", message: text }], { cause });
    }
  }

  async #make(
    described: Readonly<Record<string, Parameters<typeof makeHandler>[0]>>,
    made: Map<string, MadeHandler>,
  ): Promise<void> {
    const mistakes: ConfigurationMistake[] = [];
    for (const [name, description] of Object.entries(described)) {
      const text = JSON.stringify(description);
      const existing = this.#handlers.get(name);
      try {
        const handler = existing?.description === text ? existing.handler : makeHandler(description);
        made.set(name, { description: text, handler });
      } catch (cause) {
        mistakes.push({
          path: `handlers.${name}`,
          message: cause instanceof Error ? cause.message : String(cause),
        });
      }
    }
    if (mistakes.length > 0) throw new ConfigurationError(this.path, mistakes);
  }

  /** Closes handlers that were made for a configuration that did not come into force. */
  async #discard(made: ReadonlyMap<string, MadeHandler>): Promise<void> {
    const inForce = new Set([...this.#handlers.values()].map(({ handler }) => handler));
    const unused = [...made.values()]
      .map(({ handler }) => handler)
      .filter((handler) => !inForce.has(handler));
    await Promise.allSettled(unused.map((handler) => handler.close({ deadline: Date.now() })));
  }
}
