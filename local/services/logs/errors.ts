import { ServiceError } from "../../kernel/service-error.ts";

export const logGroupMissing = (): ServiceError =>
  new ServiceError("ResourceNotFoundException", "The specified log group does not exist.");

export const logStreamMissing = (): ServiceError =>
  new ServiceError("ResourceNotFoundException", "The specified log stream does not exist.");

export const invalidNextToken = (): ServiceError =>
  new ServiceError("InvalidParameterException", "The specified nextToken is invalid.");

export const invalidParameter = (message: string): ServiceError =>
  new ServiceError("InvalidParameterException", message);

export const limitExceeded = (message = "Resource limit exceeded."): ServiceError =>
  new ServiceError("LimitExceededException", message);

export const accountPolicyMissing = (): ServiceError =>
  new ServiceError("ResourceNotFoundException", "The specified account policy does not exist.");

export const transformerMissing = (): ServiceError =>
  new ServiceError("ResourceNotFoundException", "The specified transformer does not exist.");
