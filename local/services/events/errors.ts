import { ServiceError } from "../../kernel/service-error.ts";

export function invalidParameter(message: string): ServiceError {
  return new ServiceError("ValidationException", message);
}

export function invalidToken(): ServiceError {
  return invalidParameter("Parameter NextToken is not valid.");
}
