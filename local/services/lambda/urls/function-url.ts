import type { Cors, FunctionUrlAuthType, InvokeMode } from "@aws-sdk/client-lambda";
import type { Input } from "#kernel/service.ts";

/** A function's own address as it is kept. */
export interface FunctionUrl {
  /** First part of its name in AWS. */
  readonly id: string;
  readonly functionName: string;
  readonly qualifier?: string | undefined;
  readonly authType: FunctionUrlAuthType;
  readonly cors?: Input<Cors> | undefined;
  readonly invokeMode: InvokeMode;
  /** Milliseconds since the epoch. */
  readonly created: number;
  readonly modified: number;
}

/** Path of this cloud under which function URLs are. */
export const FUNCTION_URL_PATH = "/_cumulog/lambda-url/";
