/** A deployed function: what its environments need to run. */
export interface FunctionDefinition {
  readonly name: string;
  readonly arn: string;
  /** `"nodejs24.x"`, `"provided.al2023"` … */
  readonly runtime: string;
  /** `file.export` for Node.js; ignored by custom runtimes. */
  readonly handler: string;
  /** Folder with the unpacked code. */
  readonly codeFolder: string;
  /** Folders of the layers, first applied first. */
  readonly layerFolders: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly timeout: number;
  /** Megabytes. */
  readonly memorySize: number;
  readonly logGroup: string;
  readonly logFormat: "Text" | "JSON";
  /** Lowest level of the function's own lines; undefined unless they are JSON. */
  readonly applicationLogLevel: string | undefined;
  /** Lowest level of the platform's lines; undefined unless they are JSON. */
  readonly systemLogLevel: string | undefined;
  readonly version: string;
}

/** Told of every piece of an answer that a function streams, as it comes. */
export type ChunkListener = (chunk: Buffer, contentType: string) => void;

/** How an invocation ended. */
export interface InvocationResult {
  readonly outcome: "success" | "error" | "timeout" | "crash";
  readonly requestId: string;
  /** The function's answer or the description of its error, as JSON text. */
  readonly payload: string;
  /** `Unhandled` unless the function answered. */
  readonly functionError: "Unhandled" | undefined;
  /** Real milliseconds. */
  readonly durationMs: number;
  /** Last 4 KB of the invocation's log. */
  readonly logTail: string;
}
