import type { ServiceName } from "../../kernel/cloud.ts";

/** Codes that the query protocol has for errors, where they differ from the exceptions' names. */
const CODES: Partial<Record<ServiceName, Readonly<Record<string, string>>>> = {
  monitoring: {
    DashboardInvalidInputError: "InvalidParameterInput",
    InternalServiceFault: "InternalServiceError",
    InvalidFormatFault: "InvalidFormat",
    InvalidParameterCombinationException: "InvalidParameterCombination",
    InvalidParameterValueException: "InvalidParameterValue",
    LimitExceededFault: "LimitExceeded",
    MissingRequiredParameterException: "MissingParameter",
  },
  sns: {
    InvalidParameterValueException: "ParameterValueInvalid",
    ValidationException: "ValidationException",
  },
  sqs: {
    BatchRequestTooLong: "AWS.SimpleQueueService.BatchRequestTooLong",
    PurgeQueueInProgress: "AWS.SimpleQueueService.PurgeQueueInProgress",
    QueueDeletedRecently: "AWS.SimpleQueueService.QueueDeletedRecently",
    UnsupportedOperation: "AWS.SimpleQueueService.UnsupportedOperation",
    BatchEntryIdsNotDistinct: "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
    EmptyBatchRequest: "AWS.SimpleQueueService.EmptyBatchRequest",
    InvalidBatchEntryId: "AWS.SimpleQueueService.InvalidBatchEntryId",
    MessageNotInflight: "AWS.SimpleQueueService.MessageNotInflight",
    QueueDoesNotExist: "AWS.SimpleQueueService.NonExistentQueue",
    QueueNameExists: "QueueAlreadyExists",
    TooManyEntriesInBatchRequest: "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
  },
};

/** Codes that several exceptions share, so that only clients that know no other name may get them. */
const SHARED_CODES: Readonly<Record<string, string>> = { DashboardNotFoundError: "ResourceNotFound" };

/** The code that an error has in the query protocol itself. */
export function xmlErrorCode(service: ServiceName, code: string): string {
  return SHARED_CODES[code] ?? queryErrorCode(service, code);
}

/** The code that query clients, and clients of protocols that are compatible with it, know an error by. */
export function queryErrorCode(service: ServiceName, code: string): string {
  if (code === "UnknownOperationException") return "InvalidAction";
  const known = CODES[service]?.[code];
  if (known) return known;
  return service === "sns" && code.endsWith("Exception") ? code.slice(0, -"Exception".length) : code;
}
