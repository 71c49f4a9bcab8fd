/** What the functions call of Systems Manager. Imported when it is needed; named here, so that a bundle has no more of it. */
export { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
