/** One entry of a processor that writes a key. */
interface Overwriting {
  /** @default false: a key that is there keeps its value */
  readonly overwriteIfExists?: boolean;
}

/** A built-in parser, which takes the whole message. */
export interface VendedParser {
  /** @default "@message", and nothing else is allowed */
  readonly source?: string;
}

/** Keys that a processor changes. */
export interface KeyList {
  readonly withKeys: readonly string[];
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ParseKeyValue.html */
export interface ParseKeyValue extends Overwriting {
  /** @default "@message" */
  readonly source?: string;
  /** @default the root */
  readonly destination?: string;
  /** @default "&" */
  readonly fieldDelimiter?: string;
  /** @default "=" */
  readonly keyValueDelimiter?: string;
  readonly keyPrefix?: string;
  /** The value of a field without delimiter. @default such a field is left out */
  readonly nonMatchValue?: string;
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CSV.html */
export interface ParseCsv {
  /** @default "@message" */
  readonly source?: string;
  /** @default the root */
  readonly destination?: string;
  /** @default "," */
  readonly delimiter?: string;
  /** @default '"' */
  readonly quoteCharacter?: string;
  /** @default column_1, column_2, … */
  readonly columns?: readonly string[];
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListToMap.html */
export interface ListToMap {
  readonly source: string;
  readonly key: string;
  /** @default the whole elements are the values */
  readonly valueKey?: string;
  /** @default the root */
  readonly target?: string;
  /** @default false */
  readonly flatten?: boolean;
  readonly flattenedElement?: "first" | "last";
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DateTimeConverter.html */
export interface DateTimeConverter {
  readonly source: string;
  readonly target: string;
  /** Forms of Java's DateTimeFormatter, of which the first that fits is taken. */
  readonly matchPatterns: readonly string[];
  /** @default yyyy-MM-dd'T'HH:mm:ss.SSS'Z' */
  readonly targetFormat?: string;
  /** @default "UTC" */
  readonly sourceTimezone?: string;
  /** @default "UTC" */
  readonly targetTimezone?: string;
  /** Language of the names of months and days. @default "en" */
  readonly locale?: string;
}

/**
 * One step of a transformer: exactly one member is set.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Processor.html
 */
export interface TransformerProcessor {
  readonly parseJSON?: { readonly source?: string; readonly destination?: string };
  readonly grok?: { readonly source?: string; readonly match: string };
  readonly csv?: ParseCsv;
  readonly parseKeyValue?: ParseKeyValue;
  readonly parseCloudfront?: VendedParser;
  readonly parseRoute53?: VendedParser;
  readonly parseVPC?: VendedParser;
  readonly parseWAF?: VendedParser;
  readonly parsePostgres?: VendedParser;
  /** Cannot be evaluated here: the mappings are not published. */
  readonly parseToOCSF?: {
    readonly source?: string;
    readonly eventSource: string;
    readonly ocsfVersion: string;
  };
  readonly addKeys?: {
    readonly entries: readonly (Overwriting & { readonly key: string; readonly value: string })[];
  };
  readonly copyValue?: {
    readonly entries: readonly (Overwriting & { readonly source: string; readonly target: string })[];
  };
  readonly moveKeys?: {
    readonly entries: readonly (Overwriting & { readonly source: string; readonly target: string })[];
  };
  readonly renameKeys?: {
    readonly entries: readonly (Overwriting & { readonly key: string; readonly renameTo: string })[];
  };
  readonly deleteKeys?: KeyList;
  readonly listToMap?: ListToMap;
  readonly dateTimeConverter?: DateTimeConverter;
  readonly typeConverter?: {
    readonly entries: readonly {
      readonly key: string;
      readonly type: "boolean" | "integer" | "double" | "string";
    }[];
  };
  readonly trimString?: KeyList;
  readonly lowerCaseString?: KeyList;
  readonly upperCaseString?: KeyList;
  readonly splitString?: {
    readonly entries: readonly { readonly source: string; readonly delimiter: string }[];
  };
  readonly substituteString?: {
    readonly entries: readonly { readonly source: string; readonly from: string; readonly to: string }[];
  };
}

/** The name of a processor. */
export type ProcessorName = keyof TransformerProcessor;

/** A log event as a transformer gets it. */
export interface TransformedSource {
  readonly message: string;
  /** For copyValue's metadata keys: `@logGroupName`, `@logGroupStream`, `@accountId`, `@regionName`. @default none */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What became of a log event: a JSON document, or why there is none. */
export type TransformedEvent = { readonly message: string } | { readonly error: string };

/** What a processor works on. */
export interface Workpiece {
  readonly message: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly document: JsonObject;
}

/** A JSON object that processors change in place. */
export type JsonObject = { [name: string]: unknown };

/** One compiled step. @throws TransformationError when the event cannot be transformed */
export type Step = (piece: Workpiece) => void;
