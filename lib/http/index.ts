export type { TailSampling } from "../logger/tail-sampling.ts";
export { addFields } from "../logger/wide-record.ts";
export { InvalidHttpLoggingOptionError } from "./check-options.ts";
export { httpLogging, type NodeRequest, type NodeResponse } from "./node-http.ts";
export type { HeaderSource, HttpLoggingOptions, RequestEnd, RequestFacts } from "./options.ts";
