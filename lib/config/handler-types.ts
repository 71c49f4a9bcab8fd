import { CLOUD_LOGGING_OPTIONS } from "../handlers/cloud-logging/cloud-logging-options.ts";
import { CloudLoggingHandler } from "../handlers/cloud-logging/index.ts";
import { CLOUDWATCH_OPTIONS } from "../handlers/cloudwatch/cloudwatch-options.ts";
import { CloudWatchHandler } from "../handlers/cloudwatch/index.ts";
import { FILE_OPTIONS, FileHandler } from "../handlers/file.ts";
import type { Handler } from "../handlers/handler.ts";
import { MEMORY_OPTIONS, MemoryHandler } from "../handlers/memory.ts";
import { OpenSearchHandler } from "../handlers/opensearch/index.ts";
import { OPENSEARCH_OPTIONS } from "../handlers/opensearch/opensearch-options.ts";
import { OtlpHandler } from "../handlers/otlp/index.ts";
import { OTLP_OPTIONS } from "../handlers/otlp/otlp-options.ts";
import { StdoutHandler } from "../handlers/stdout.ts";
import { STDOUT_OPTIONS } from "../handlers/stdout-options.ts";
import type { Members } from "../options/shape.ts";

/** A type of handler that a file may name. */
interface DescribedHandlerType {
  /** Name of its class, for documentation. */
  readonly className: string;
  /** Its own options. */
  readonly options: Members;
  /** Makes one of options that were checked. */
  make(options: object): Handler;
}

/** The types of handlers that a file may name. This is the one list: checks, schema, documentation and files follow. */
export const HANDLERS = {
  cloudwatch: {
    className: "CloudWatchHandler",
    options: CLOUDWATCH_OPTIONS,
    make: (options) => new CloudWatchHandler(options as never),
  },
  "cloud-logging": {
    className: "CloudLoggingHandler",
    options: CLOUD_LOGGING_OPTIONS,
    make: (options) => new CloudLoggingHandler(options as never),
  },
  opensearch: {
    className: "OpenSearchHandler",
    options: OPENSEARCH_OPTIONS,
    make: (options) => new OpenSearchHandler(options as never),
  },
  otlp: {
    className: "OtlpHandler",
    options: OTLP_OPTIONS,
    make: (options) => new OtlpHandler(options as never),
  },
  stdout: {
    className: "StdoutHandler",
    options: STDOUT_OPTIONS,
    make: (options) => new StdoutHandler(options as never),
  },
  file: {
    className: "FileHandler",
    options: FILE_OPTIONS,
    make: (options) => new FileHandler(options as never),
  },
  memory: {
    className: "MemoryHandler",
    options: MEMORY_OPTIONS,
    make: (options) => new MemoryHandler(options as never),
  },
} as const satisfies Readonly<Record<string, DescribedHandlerType>>;

/** A type of handler that a file may name. */
export type HandlerType = keyof typeof HANDLERS;
