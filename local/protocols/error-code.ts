import type { CloudService } from "../kernel/cloud.ts";
import type { ServiceModel } from "../kernel/model.ts";
import type { ServiceError } from "../kernel/service-error.ts";

/** The status that an error is answered with: its own, or the model's. */
export function statusOf(service: CloudService | undefined, { code, statusCode }: ServiceError): number {
  return statusCode === 400 ? (service?.model.errors[code]?.status ?? statusCode) : statusCode;
}

/**
 * Names that errors have in the body of an answer, where services that speak the query protocol too give them others than
 * their codes there. They are of no operation, so the model has them not; both were recorded from SQS.
 */
const COMPATIBLE_NAMES: Readonly<Record<string, string>> = {
  InvalidParameterValue: "InvalidParameterValueException",
  MissingParameter: "MissingRequiredParameterException",
};

/** The name that an error has in the body of an answer in JSON or CBOR. */
export function nameInBody(service: CloudService | undefined, code: string): string {
  return service?.model.errorNamespace === undefined ? code : (COMPATIBLE_NAMES[code] ?? code);
}

/** The code that the query protocol has for an error. */
export function queryCode(model: ServiceModel | undefined, code: string): string {
  if (code === "UnknownOperationException") return "InvalidAction";
  return model?.errors[code]?.code ?? code;
}

/**
 * The header that tells clients of the other protocols the code that the query protocol has for an error: they show that
 * code, and choose the class by the name in the body.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait
 */
export function queryErrorHeader(
  service: CloudService | undefined,
  error: ServiceError,
): Readonly<Record<string, string>> {
  if (service?.model.errorNamespace === undefined) return {};
  const fault = statusOf(service, error) >= 500 ? "Receiver" : "Sender";
  return { "x-amzn-query-error": `${queryCode(service.model, error.code)};${fault}` };
}
